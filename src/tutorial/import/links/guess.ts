/** Something that the page does not say and that was inferred: why, and how sure it is. */
export type Guess = { readonly sure: 'likely' | 'unsure'; readonly why: string };

export const likely = (why: string): Guess => ({ sure: 'likely', why });
export const unsure = (why: string): Guess => ({ sure: 'unsure', why });

/** As it stands above its key in the scenario. */
export function guessText({ sure, why }: Guess): string {
  return `guess (${sure}): ${why}`;
}
