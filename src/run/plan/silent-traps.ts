import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Text } from '../../diagnostics/source.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';

/** What is allowed and rarely means what its writer expects: `check` warns of it. */
export function silentTraps({ source, steps, cleanup }: Scenario): readonly Problem[] {
  return [...steps, ...cleanup].flatMap(urlsOf).flatMap(({ value, span }): readonly Problem[] =>
    hasPlus(value)
      ? [
          {
            code: 'plus-in-query',
            message: 'a `+` in a query is read as a blank',
            at: placeAt(source, span),
            fix: 'write `%2B` for the sign itself, and `%20` for a blank',
          },
        ]
      : [],
  );
}

function urlsOf({ action, creates }: Step): readonly Text[] {
  const call = action.kind === 'call' ? action.call : action.unattended;
  const own = call === undefined || call.repeats !== undefined ? [] : [call.request.url];
  if (creates?.kind !== 'deletable') return own;
  return [...own, creates.delete, ...(creates.find === undefined ? [] : [creates.find])];
}

/** What stands in `${…}` is encoded, and so is no trap: `${run.today + P1D}`. */
function hasPlus(url: string): boolean {
  const query = url.replace(/\$\{[^}]*\}/g, '').split('?', 2)[1];
  return query?.includes('+') === true;
}
