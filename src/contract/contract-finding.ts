import type { ProblemCode } from '../diagnostics/problem-codes.ts';
import type { Span } from '../diagnostics/source.ts';

/** One contradiction between a scenario and the contract, at its place in the scenario. */
export type ContractFinding = {
  readonly code: Extract<ProblemCode, `contract-${string}`>;
  readonly message: string;
  readonly fix: string;
  readonly span: Span;
  /** The declared name that a word is a misspelling of: one or two letters apart. */
  readonly near?: string;
  /** The segment that a path does not have. */
  readonly missing?: string;
  /** The value in place of a member of an enumeration, and the property. */
  readonly member?: { readonly property: string; readonly value: string };
  /** The type that the whole object does not have. */
  readonly stranger?: string;
  /** The span is that of a name in a body. */
  readonly key?: true;
  /** One object in place of a collection, or the reverse. */
  readonly many?: true;
  /** Independent of the version of the metadata: a number or `true` in quotes, an invalid date, a list under a key. */
  readonly plain?: true;
  /** Certain at any age of the metadata. */
  readonly certain?: true;
  /** Only the case of letters differs: the service takes it. */
  readonly letterCase?: true;
  /** The type takes properties that are not declared. */
  readonly open?: true;
};
