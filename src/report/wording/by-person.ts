import type { RunSummary, SourceCounts, StepResult } from '../../run/result.ts';

/** The report of a person about a step, separate from results that a response proves. Not yet made safe for any sink. */
export function personsWordText({ byPerson }: Pick<StepResult, 'byPerson'>): string | undefined {
  if (byPerson === undefined) return undefined;
  const { word, note } = byPerson;
  return note === undefined ? word : `${word}: ${note}`;
}

/** The name of that. */
export const byPersonLabel = 'reported by a person';

/** How many steps passed with which source of sandbox responses; a run that is completely modeled needs no note. */
function sourceCounts({ modeled = 0, typed = 0, seeded = 0, replayed = 0 }: SourceCounts): readonly string[] {
  const given = seeded + replayed;
  if (typed + given === 0) return [];
  const passed = `${modeled + typed + given} passed in the sandbox: `;
  const parts = [
    ...(modeled === 0 ? [] : [`${modeled} modeled`]),
    ...(typed === 0 ? [] : [`${typed} typed (shape only)`]),
    ...(given === 0 ? [] : [`${given} from the seed`]),
  ];
  return [passed + parts.join(', ')];
}

/** How many steps of a run passed by the word of a person rather than by a response; nothing if none did. */
export function byPersonCount({
  byPerson = 0,
  sources = {},
}: Pick<RunSummary, 'byPerson' | 'sources'>): readonly string[] {
  return [...(byPerson === 0 ? [] : [`${byPerson} ${byPersonLabel}`]), ...sourceCounts(sources)];
}
