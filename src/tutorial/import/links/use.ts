import type { Problem } from '../../../diagnostics/problem.ts';
import type { Guess } from './guess.ts';

/** Where in the page's requests a text stands. */
export type Use = {
  readonly step: number;
  readonly place: 'url' | 'body' | 'header';
  /** The kind of thing that the text around it asks for: `users/` a user. */
  readonly noun?: string;
  /** What a reader would call it, where that is another word: `owners@odata.bind`. */
  readonly role?: string;
  /** What the request is about to change: the last id of its path. */
  readonly target?: boolean;
  /** It stands within a link to a thing, in a body. */
  readonly reference?: boolean;
};

/** What a text was taken for, for the summary and for tests. */
export type Link = { readonly step: number; readonly text: string; readonly as: string; readonly guess?: Guess };

/** What is wrong with an id of the page. */
export type IdDefect = {
  readonly step: number;
  readonly code: Problem['code'];
  readonly text: string;
  readonly message: string;
};
