import * as z from 'zod/mini';
import { defined } from '../../defined.ts';
import { count, formVersion, keysOf, list, named, says, text } from '../../format/document/schema-words.ts';
import { inertJson } from '../result/inert-json.ts';
import type { AccountComparison } from './compare-accounts.ts';
import { type ChangeCode, changeCodes } from './compared-change.ts';

const account = (about: string) =>
  z
    .object({
      file: text('The file.'),
      kind: z.enum(['recording', 'result']).check(says('What it is.')),
      about: text('Where it comes from, and when.'),
    })
    .check(says(about));
const json = (about: string) => z.exactOptional(text(`${about} As JSON, shortened; absent where there is nothing.`));

const change = z
  .object({
    code: z.enum(keysOf<ChangeCode>(changeCodes)).check(says('What differs: see docs/codes.md.')),
    path: text('`status`, `header location`, or the path of a value that was sent or received.'),
    before: json('In the first file.'),
    after: json('In the second file.'),
  })
  .check(named('Change', 'One difference.'));

export const comparisonSchema = z
  .object({
    version: formVersion(1),
    before: account('The first file.'),
    after: account('The second file.'),
    compared: count('How many steps both have.'),
    renamed: z
      .object({
        ids: count('Of resources.'),
        people: count('Of users.'),
        places: count('Of hosts and domains.'),
        services: list(z.string(), 'Versions and hosts of the service: `beta → v1.0`.'),
      })
      .check(says('Names that are others, but the same other everywhere: no difference.')),
    steps: list(
      z.object({
        scenario: text('The scenario.'),
        id: text('The id of the step.'),
        newId: z.exactOptional(text('Its id in the second file, where that is another one.')),
        request: text('Method and url.'),
        changes: list(change, 'How it differs, worst first.'),
      }),
      'The steps that differ, worst first.',
    ),
  })
  .check(says('What `diff --json` prints.'));

type ComparisonDocument = z.infer<typeof comparisonSchema>;

/** The differences, for tools: one entry for each change. */
export function comparisonJson({ before, after, steps, compared, renamed }: AccountComparison): string {
  const document: ComparisonDocument = {
    version: 1,
    before,
    after,
    compared,
    renamed,
    steps: steps.map(({ scenario, id, newId, request, changes }) => ({
      scenario,
      id,
      ...defined({ newId }),
      request,
      changes: changes.map(({ code, path, before, after }) => ({ code, path, ...defined({ before, after }) })),
    })),
  };
  return `${inertJson(document)}\n`;
}
