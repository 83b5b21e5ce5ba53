import type { PageRequest, PageResponse } from '../../page/page.ts';
import { type Guess, likely } from '../links/guess.ts';

/** The first good answer; others are other ways that it may go. */
export function chosenResponse({ responses }: PageRequest): {
  response: PageResponse | undefined;
  guesses: readonly Guess[];
} {
  const response = responses.find(({ status }) => status < 300) ?? responses[0];
  const others = responses.length - 1;
  if (others < 1) return { response, guesses: [] };
  const shown = others === 1 ? 'one more response' : `${others} more responses`;
  return { response, guesses: [likely(`the page shows ${shown} to this request; the first good one is expected`)] };
}
