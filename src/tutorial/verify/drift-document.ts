import * as z from 'zod/mini';
import { defined } from '../../defined.ts';
import { formVersion, list, named, position, says, text } from '../../format/document/schema-words.ts';
import { coverageStates, type PageCoverage } from './coverage.ts';
import { type Drift, driftKinds } from './find-drift.ts';
import { shownText } from './shown-text.ts';

const place = (about: string) =>
  z
    .object({
      file: text('The file.'),
      line: position('From 1.'),
      column: position('From 1, in UTF-16 units, as editors count.'),
    })
    .check(says(about));
const side = (about: string) => z.exactOptional(text(`${about} As JSON, shortened.`));

const drift = z
  .object({
    kind: z.enum(driftKinds).check(says('Which of page, scenario and service has moved.')),
    title: text('The title of the step, or the heading of the block.'),
    step: z.exactOptional(text('The id of the step; absent for a block without one.')),
    method: z.exactOptional(text('Of the request on the page.')),
    url: z.exactOptional(text('Of the request on the page.')),
    page: z.exactOptional(place('Where on the page.')),
    scenario: place('Where in the scenario.'),
    value: z.exactOptional(
      z
        .object({
          path: text('`status`, or the path of a value in the body.'),
          page: side('What the page shows.'),
          scenario: side('What the scenario expects.'),
          service: side('What the last run received.'),
        })
        .check(says('The value about which they do not agree; absent where a block changed as a whole.')),
    ),
    message: text('What has drifted, in a sentence.'),
    fix: text('What to do about it.'),
  })
  .check(named('Drift', 'One way in which page, scenario and service have moved apart.'));

export const driftSchema = z
  .object({
    version: formVersion(1),
    accepted: z.exactOptional(
      list(text('The scenario file.'), 'With `--accept`: what records what the page says now.'),
    ),
    drifts: list(drift, 'All drifts, scenario after scenario; with `--accept` those that are not settled by it.'),
  })
  .check(says('What `drift --json` prints.'));

export const coverageSchema = z
  .object({
    version: formVersion(1),
    pages: list(
      z.object({
        page: text('The file of the page.'),
        blocks: list(
          z.object({
            line: position('Where its request is.'),
            method: text('The method of the request.'),
            url: text('The url of the request.'),
            state: z.enum(coverageStates).check(says('What is known of it.')),
            steps: list(
              z.object({ file: text('The scenario file.'), id: text('The id of the step.') }),
              'The steps that were written from it.',
            ),
            values: z.exactOptional(list(drift, 'About which values page, scenario and service do not agree.')),
          }),
          'The requests of the page, in order.',
        ),
      }),
      'The pages.',
    ),
  })
  .check(says('What `coverage --json` prints.'));

type DriftDocument = z.infer<typeof driftSchema>;
type CoverageDocument = z.infer<typeof coverageSchema>;

/** Drifts as `drift --json` prints them, and the files that `--accept` changed. */
export function driftDocument(drifts: readonly Drift[], accepted?: readonly string[]): DriftDocument {
  return { version: 1, ...defined({ accepted: accepted && [...accepted] }), drifts: drifts.map(plainDrift) };
}

/** Pages as `coverage --json` prints them. */
export function coverageDocument(pages: readonly PageCoverage[]): CoverageDocument {
  return {
    version: 1,
    pages: pages.map(({ page, blocks }) => ({
      page: page.source.path,
      blocks: blocks.map(({ block, state, steps, values }) => ({
        line: block.line,
        method: block.request.method,
        url: shownText(block.request.url),
        state,
        steps,
        ...(values.length > 0 && { values: values.map(plainDrift) }),
      })),
    })),
  };
}

function plainDrift({ kind, title, step, block, inPage, inScenario, value, message, fix }: Drift) {
  const placeOf = ({ file, line, column }: Drift['inScenario']) => ({ file, line, column });
  return {
    kind,
    title,
    ...(step && { step: step.id }),
    ...(block && { method: block.request.method, url: shownText(block.request.url) }),
    ...(inPage && { page: placeOf(inPage) }),
    scenario: placeOf(inScenario),
    ...(value && {
      value: {
        path: value.path,
        ...defined({ page: value.page, scenario: value.scenario, service: value.service }),
      },
    }),
    message,
    fix,
  };
}
