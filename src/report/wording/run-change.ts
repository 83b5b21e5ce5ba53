import type { OutcomeKind } from '../../run/result.ts';

/** Every kind of change between two runs of the same scenarios, worst first, in words for people. */
export const changeWords = {
  'newly-fails': { mark: 'failed', word: 'newly fails' },
  'fails-otherwise': { mark: 'failed', word: 'fails differently' },
  'step-gone': { mark: 'blocked', word: 'is missing' },
  'not-checked': { mark: 'blocked', word: 'is no longer checked' },
  slower: { mark: 'blocked', word: 'takes longer' },
  'undocumented-new': { mark: 'skipped', word: 'has a new property' },
  'step-new': { mark: 'skipped', word: 'is new' },
  fixed: { mark: 'passed', word: 'is fixed' },
  'checked-again': { mark: 'passed', word: 'is checked again' },
} as const satisfies { readonly [kind: string]: { readonly mark: OutcomeKind; readonly word: string } };

export type RunChangeKind = keyof typeof changeWords;

/** These make a later run worse than the one before. */
export const worse: readonly RunChangeKind[] = ['newly-fails', 'fails-otherwise', 'step-gone', 'not-checked'];

/** One step that reports something new. Texts are not yet made safe for any sink. */
export type RunChange = {
  readonly kind: RunChangeKind;
  readonly scenario: string;
  readonly step: string;
  /** One sentence; empty if the kind is sufficient. */
  readonly detail: string;
};

/** A run as a comparison names it. */
export type ComparedRun = { readonly file: string; readonly against: string; readonly startedAt: string };

/** The changes from one run to the next. */
export type RunChanges = {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** Worst first. */
  readonly changes: readonly RunChange[];
  /** How many steps both have. */
  readonly compared: number;
};
