/** The tutorial room: the page as documented. This file: what a page says, with the position of everything. */
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Method } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import type { JsonRepair } from './json/json-repair.ts';

/** A tutorial page: the requests it documents, what it states about their responses, and its instructions to a person. */
export type Page = {
  /** Spans are offsets into its text. */
  readonly source: Source;
  /** The front matter's title, or the first heading of depth 1. */
  readonly title?: string;
  readonly headings: readonly Heading[];
  /** In document order. */
  readonly items: readonly PageItem[];
  /** The prerequisites on the page. */
  readonly prerequisites: Prerequisites;
  /** Defects and what could not be read, with page:line:col; nothing is dropped in silence. */
  readonly problems: readonly Problem[];
};

export type Heading = { readonly depth: number; readonly text: string; readonly span: Span };

export type PageItem =
  | { readonly kind: 'request'; readonly request: PageRequest }
  | { readonly kind: 'instruction'; readonly instruction: Instruction };

/** A request of the page, and the responses it shows or describes, in order. */
export type PageRequest = {
  /** From its annotation. */
  readonly name?: string;
  /** The nearest heading that names a step (not "Request" or "Response"). */
  readonly step: string;
  readonly headingSpan?: Span;
  readonly method: Method;
  /** Path and query as the page shows them, made whole: `/beta/users` (host cut, version filled in where relative). */
  readonly url: string;
  readonly urlSpan?: Span;
  readonly urlRepairs?: readonly Repair[];
  readonly version: 'v1.0' | 'beta';
  /** Where the version was found: in the url, in the request's own response, in most urls of the page, or nowhere. */
  readonly versionFrom?: 'url' | 'response' | 'page' | 'assumed';
  /** `graph.microsoft.com`, or another host: then the request cannot be replayed, and there is a problem as well. */
  readonly host: string;
  /** Another host, whose address a response of the page gives: requests to it need no credentials. */
  readonly given?: true;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body?: PageBody;
  /** Of the fence's content. */
  readonly span: Span;
  /** Where it is shown in a tab. */
  readonly tab?: string;
  /** Its annotation excludes it from the documentation's own tests. */
  readonly ignored?: true;
  /** The ids in the url, by its annotation. */
  readonly sampleKeys?: readonly string[];
  /** It is the syntax of a request, followed by an example. */
  readonly signature?: true;
  /** Empty if the page has none. */
  readonly responses: readonly PageResponse[];
  /** The sentences between the previous block and this one, and between request and response, as plain text. */
  readonly prose: readonly Prose[];
};

export type PageBody =
  | {
      readonly kind: 'json';
      readonly value: Json;
      readonly repairs: readonly Repair[];
      readonly text: string;
      readonly span: Span;
      /** The place of a part of the text on the page. */
      readonly locate: (start: number, end: number) => Span;
    }
  | { readonly kind: 'other'; readonly text: string; readonly why: string; readonly span: Span };

/** What had to be corrected before a body was JSON. */
export type Repair = Pick<JsonRepair, 'what' | 'inList'> & { readonly span: Span };

export type PageResponse = {
  readonly status: number;
  readonly statusFrom: 'status-line' | 'prose' | 'assumed';
  /** Of the status line, where there is one. */
  readonly statusSpan?: Span;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body?: PageBody;
  /** The page says it is shortened for readability, its annotation says `truncated`, or an ellipsis is in it. */
  readonly shortened: boolean;
  /** Its annotation says `isCollection`, or its body has a `value` array. */
  readonly collection: boolean;
  readonly pairedBy: 'annotation' | 'heading' | 'order' | 'prose';
  readonly span: Span;
};

export type Prose = { readonly text: string; readonly span: Span };

/** An instruction for a person, without a request. */
export type Instruction = {
  readonly what: 'portal' | 'sign-in-as' | 'wait' | 'repeat' | 'replace' | 'sign-out';
  readonly text: string;
  readonly span: Span;
  readonly step: string;
  /** `repeat`: the step or number of times named; `replace`: the literal and what it stands for. */
  readonly detail?: {
    readonly times?: number;
    readonly step?: string;
    readonly literal?: string;
    readonly meaning?: string;
  };
};

export type Prerequisites = {
  readonly permissions: readonly {
    readonly name: string;
    readonly context?: 'delegated' | 'application';
    readonly span: Span;
  }[];
  readonly roles: readonly { readonly name: string; readonly span: Span }[];
  readonly licenses: readonly { readonly name: string; readonly span: Span }[];
};
