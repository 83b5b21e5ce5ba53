import type { NamePairs } from '../../format/recording/name-pairs.ts';
import type { Token } from './comparison-tokens.ts';

/** How the texts of each side are read, and which names belong together. */
export type Lens = {
  readonly before: (text: string) => readonly Token[];
  readonly after: (text: string) => readonly Token[];
  readonly renaming: NamePairs;
  /** Versions that some request keeps: where one is another version, that is a difference. */
  readonly kept: ReadonlySet<string>;
};
