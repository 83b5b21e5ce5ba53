import type { Span } from '../../../diagnostics/source.ts';
import type { PageRequest, PageResponse } from '../../page/page.ts';
import type { Guess } from '../links/guess.ts';

/** What a page asks for, in its order, before anything of it has a name. */
export type DocumentedStep = {
  readonly kind: 'call' | 'repeat' | 'manual';
  /** `call`: as shown; `repeat`: what is sent again. */
  readonly request?: PageRequest;
  /** The request whose block documents the step, where that is another one. */
  readonly shownBy?: PageRequest;
  /** The response that is expected, if the page shows one. */
  readonly response?: PageResponse;
  /** `repeat`: the index of the step that is repeated, and what changed since. */
  readonly repeats?: number;
  readonly change?: { readonly property: string; readonly value: string };
  /** `manual`: what the person shall do. */
  readonly prompt?: string;
  /** Whose words these are: the page's second person, if it is not the reader. */
  readonly actor?: { readonly name: string; readonly text: string; readonly guess: Guess };
  readonly cleanup: boolean;
  /** The page asks to do this so many times. */
  readonly times?: number;
  /** Made from a step that the page shows, for another thing of that kind. */
  readonly copied?: true;
  /** The page says that this takes time. */
  readonly waits?: string;
  readonly heading: string;
  readonly span: Span;
  readonly guesses: readonly Guess[];
};

export type DocumentedPage = {
  readonly steps: readonly DocumentedStep[];
  /** What is not a step of the scenario, and why: for the summary. */
  readonly leftOut: readonly { readonly span: Span; readonly why: string }[];
};
