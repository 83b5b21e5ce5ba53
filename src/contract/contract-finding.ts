import type { ProblemCode } from '../diagnostics/problem-codes.ts';
import type { Span } from '../diagnostics/source.ts';

/** What a scenario says against the contract, at its place in the scenario. */
export type ContractFinding = {
  readonly code: Extract<ProblemCode, `contract-${string}`>;
  readonly message: string;
  readonly fix: string;
  readonly span: Span;
};
