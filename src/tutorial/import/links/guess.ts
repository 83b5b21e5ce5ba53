/** An inferred fact that the page does not state: the reason, and how certain it is. */
export type Guess = {
  readonly sure: 'likely' | 'unsure';
  readonly why: string;
  /** It decides which thing a request is about: a person should look at it, however likely it is. */
  readonly link?: true;
};

export const likely = (why: string): Guess => ({ sure: 'likely', why });
export const likelyLink = (why: string): Guess => ({ ...likely(why), link: true });
export const unsure = (why: string): Guess => ({ sure: 'unsure', why });

/** As it is above its key in the scenario. */
export function guessText({ sure, why }: Guess): string {
  return `guess (${sure}): ${why}`;
}
