import type { PageRequest, PageResponse } from '../../page/page.ts';
import { type Guess, likely } from '../links/guess.ts';
import { jsonOf, operationStatus } from './operation-status.ts';
import { redirectOf } from './redirected.ts';

/** The first successful response, or the final state of an operation; the others are alternatives. */
export function chosenResponse(request: PageRequest): {
  response: PageResponse | undefined;
  guesses: readonly Guess[];
} {
  const redirect = redirectOf(request);
  if (redirect !== undefined) return { response: redirect, guesses: [] };
  const { responses } = request;
  const good = responses.filter(({ status }) => status < 300);
  const over = good.some(isRunning) ? good.find((one) => operationStatus(jsonOf(one)) === 'over') : undefined;
  const response = over ?? good[0] ?? responses[0];
  const others = responses.length - 1;
  if (others < 1) return { response, guesses: [] };
  const shown = others === 1 ? 'one more response' : `${others} more responses`;
  const which = over === undefined ? 'the first good one' : 'the one at its end';
  return { response, guesses: [likely(`the page shows ${shown} to this request; ${which} is expected`)] };
}

/** Whether the response of an operation shows that it is still running. */
export const isRunning = (response: PageResponse): boolean => operationStatus(jsonOf(response)) === 'running';
