export type RepairKind =
  | 'trailing-comma'
  | 'double-comma'
  | 'missing-comma'
  | 'comment'
  | 'foreign-blank'
  | 'ellipsis'
  | 'placeholder'
  | 'smart-quotes'
  | 'single-quotes'
  | 'missing-quote'
  | 'doubled-quote'
  | 'bare-key'
  | 'missing-bracket'
  | 'unopened-bracket'
  | 'extra-bracket'
  | 'foreign-literal'
  | 'escape';

/** A place of the text that is not JSON, and as what it was read. */
export type JsonRepair = {
  readonly what: RepairKind;
  readonly start: number;
  readonly end: number;
  /** It is between the items of a list, not in an object. */
  readonly inList?: true;
};
