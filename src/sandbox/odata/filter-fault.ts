/** Why a query option cannot be read. `position` counts characters from 1. */
export type FilterFault = {
  /** `unsupported`: valid OData that the sandbox does not model. */
  readonly kind: 'syntax' | 'unsupported';
  readonly message: string;
  readonly position: number;
};

/** Thrown only inside a parser, and caught where it is called. */
export class FaultFound extends Error {
  readonly fault: FilterFault;

  constructor(fault: FilterFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Runs a parser and returns the faults that it finds. */
export function caught<T>(
  parse: () => T,
): { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: FilterFault } {
  try {
    return { ok: true, value: parse() };
  } catch (error) {
    if (error instanceof FaultFound) return { ok: false, fault: error.fault };
    throw error;
  }
}
