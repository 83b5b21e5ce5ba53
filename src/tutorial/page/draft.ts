import type { Span } from '../../diagnostics/source.ts';
import type { Fragment } from './fragment.ts';
import type { Header } from './http/message-head.ts';
import type { Instruction, PageResponse } from './page.ts';

/** The raw data of a request from the walk over a page, before bodies, urls and statuses are parsed. */
export type RequestDraft = {
  readonly name?: string;
  readonly step: string;
  readonly headingSpan?: Span;
  readonly tab?: string;
  readonly ignored: boolean;
  readonly sampleKeys: readonly string[];
  readonly method: string;
  readonly target: Fragment;
  readonly headers: readonly Header[];
  body: Fragment | undefined;
  readonly span: Span;
  /** The text since the previous block, and up to the next one. */
  readonly before: readonly Fragment[];
  readonly after: Fragment[];
  readonly responses: ResponseDraft[];
};

export type ResponseDraft = {
  readonly status: number | undefined;
  readonly statusSpan?: Span;
  readonly headers: readonly Header[];
  body: Fragment | undefined;
  readonly shortened: boolean;
  readonly collection: boolean;
  readonly pairedBy: PageResponse['pairedBy'];
  readonly span: Span;
};

export type DraftItem =
  | { readonly kind: 'request'; readonly draft: RequestDraft }
  | { readonly kind: 'instruction'; readonly instruction: Instruction };
