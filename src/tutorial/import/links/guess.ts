/** A guess: a fact that the page does not state, with its reason and certainty. */
export type Guess = {
  readonly sure: 'likely' | 'unsure';
  readonly why: string;
  /** It decides which object a request names, so a person has to check it even if it is likely. */
  readonly link?: true;
};

export const likely = (why: string): Guess => ({ sure: 'likely', why });
export const likelyLink = (why: string): Guess => ({ ...likely(why), link: true });
export const unsure = (why: string): Guess => ({ sure: 'unsure', why });

/** The comment above its key in the scenario. */
export function guessText({ sure, why }: Guess): string {
  return `guess (${sure}): ${why}`;
}
