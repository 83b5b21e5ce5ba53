import type { Span } from '../../../diagnostics/source.ts';
import type { PageRequest, PageResponse } from '../../page/page.ts';
import type { Guess } from '../links/guess.ts';

/** The requests of a page in order, before their values are named. */
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
  /** The reader has to do this several times. */
  readonly times?: number;
  /** Made from a step that the page shows, for another thing of that kind. */
  readonly copied?: true;
  /** The page states that this takes time. */
  readonly waits?: string;
  readonly heading: string;
  readonly span: Span;
  readonly guesses: readonly Guess[];
};

export type DocumentedPage = {
  readonly steps: readonly DocumentedStep[];
  /** Parts that are not steps of the scenario, and why: for the summary. */
  readonly leftOut: readonly { readonly span: Span; readonly why: string }[];
};
