import type { Problem } from '../../../diagnostics/problem.ts';
import type { Guess } from './guess.ts';

/** The place of a text in the page's requests. */
export type Use = {
  readonly step: number;
  readonly place: 'url' | 'body' | 'header';
  /** The kind of object that the text around it requires: `users/` a user. */
  readonly noun?: string;
  /** The noun that a reader would use, if it is another word: `owners@odata.bind`. */
  readonly role?: string;
  /** The object that the request changes: the last id of its path. */
  readonly target?: boolean;
  /** It is within a link to a thing, in a body. */
  readonly reference?: boolean;
};

/** The interpretation of a text, for the summary and for tests. */
export type Link = { readonly step: number; readonly text: string; readonly as: string; readonly guess?: Guess };

/** A defect of an id on the page. */
export type IdDefect = {
  readonly step: number;
  readonly code: Problem['code'];
  readonly text: string;
  readonly message: string;
};
