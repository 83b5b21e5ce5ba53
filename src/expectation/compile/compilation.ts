import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Template } from '../../format/template/template.ts';

/** A text with `${…}`, for the plan to check its names. */
export type TemplateAt = { readonly template: Template; readonly span: Span };

/** The problems and templates that compiling an expectation collects. */
export type Compilation = {
  readonly source: Source;
  readonly problems: Problem[];
  readonly texts: TemplateAt[];
};

export type Complaint = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
  readonly span: Span;
};

export function complain({ source, problems }: Compilation, { code, message, fix, span }: Complaint): void {
  problems.push({ code, message, fix, at: placeAt(source, span) });
}
