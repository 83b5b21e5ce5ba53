import type { RunSummary, StepResult } from '../../run/result.ts';

/** What a person said about a step, as reports name it: apart from what a service proved. Not yet made safe for any sink. */
export function personsWordText({ byPerson }: Pick<StepResult, 'byPerson'>): string | undefined {
  if (byPerson === undefined) return undefined;
  const { word, note } = byPerson;
  return note === undefined ? word : `${word}: ${note}`;
}

/** The name of that. */
export const byPersonLabel = 'by a person’s word';

/** How many steps of a run rest on a person's word; nothing where none does. */
export function byPersonCount({ byPerson = 0 }: Pick<RunSummary, 'byPerson'>): readonly string[] {
  return byPerson === 0 ? [] : [`${byPerson} ${byPersonLabel}`];
}
