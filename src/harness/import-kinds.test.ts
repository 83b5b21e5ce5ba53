import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { StepDocument } from '../format/scenario/print-scenario.ts';
import { importSource } from './import-page.ts';

/** Kinds of links and bodies on pages, imported and run on what was imported: through MSW, as any recording. */

const root = 'https://graph.microsoft.com/v1.0';
const id = (n: number) => `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${n}`;
const fence = (...lines: readonly string[]) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`;
const json = (value: unknown) => ['content-type: application/json', '', JSON.stringify(value)];
const asks = (line: string, body?: unknown) =>
  fence(line.replace(' /', ` ${root}/`), ...(body === undefined ? [] : json(body)));
const answers = (status: number, body?: unknown, ...headers: readonly string[]) =>
  fence(`HTTP/1.1 ${status}`, ...headers, ...(body === undefined ? [] : json(body)));

async function imported(...parts: readonly string[]) {
  const text = ['# A page', ...parts].join('\n\n');
  const read = await importSource({ path: 'page.md', text }, { scenarioPath: 'a.scenario.yaml', today: '2026-11-22' });
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  const { imported: made, replayed, summary } = read.value;
  if (!replayed.ok) throw new Error(replayed.problems.map(({ message }) => message).join('\n'));
  const outcomes = [...replayed.value.steps, ...replayed.value.cleanup].map(({ outcome }) => outcome.kind);
  const { steps, cleanup = [], version } = made.document;
  const { recording, defects } = made;
  return {
    steps,
    cleanup,
    version,
    outcomes,
    summary: summary.join('\n'),
    recording,
    defects: defects.map(({ code }) => code),
  };
}

const urls = (steps: readonly StepDocument[]) => steps.map(({ request }) => request?.url);

describe('a link of a response is followed', () => {
  const skip = (token: string) => `${root}/users/delta?$skiptoken=${token}`;

  test('to the next page and to what changed later', async () => {
    const { steps, version, outcomes, defects } = await imported(
      ...[asks('GET /users/delta'), answers(200, { '@odata.nextLink': skip('a_1'), value: [] })],
      ...[
        asks('GET /users/delta?$skiptoken=a_1'),
        answers(200, { '@odata.deltaLink': `${root}/users/delta?$deltatoken=b`, value: [] }),
      ],
      ...[asks('GET /users/delta?$deltaToken=b'), answers(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/users/delta', '${nextLink}', '${deltaLink}']);
    expect(steps[0]?.capture).toEqual({ nextLink: "$['@odata.nextLink']" });
    expect([version, outcomes, defects]).toEqual([2, ['passed', 'passed', 'passed'], []]);
  });

  test('where the page shows another token, as a guess for a person', async () => {
    const { steps, defects, summary } = await imported(
      ...[asks('GET /users/delta'), answers(200, { '@odata.nextLink': skip('a_1'), value: [] })],
      ...[asks('GET /users/delta?$skiptoken=other'), answers(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/users/delta', '${nextLink}']);
    expect(defects).toEqual(['page-unknown-id']);
    expect(summary).toMatch(
      /^needs you:(?:\n {2}.*)*list-users-2 \(line \d+\): no response of the page shows this token/m,
    );
  });

  test('and no link leads to another list', async () => {
    const { steps } = await imported(
      ...[asks('GET /users/delta'), answers(200, { '@odata.nextLink': skip('a_1'), value: [] })],
      ...[asks('GET /groups/delta?$skiptoken=other'), answers(200, { value: [] })],
    );
    expect(urls(steps)).toEqual(['/v1.0/users/delta', '/v1.0/groups/delta?$skiptoken=${pagingToken}']);
  });

  test('in `Location`, and the operation is polled until it is over', async () => {
    const operation = `${root}/things/1/operations/${id(1)}`;
    const { steps, outcomes, recording } = await imported(
      ...[asks('POST /things/1/copy', {}), answers(202, undefined, `Location: ${operation}`)],
      ...[asks(`GET /things/1/operations/${id(1)}`), answers(200, { id: id(1), status: 'succeeded' })],
    );
    expect(steps[0]).toMatchObject({
      response: { status: 202, headers: { location: '<url>' } },
      capture: { operation: { header: 'Location' } },
    });
    expect(steps[1]).toMatchObject({ request: { url: '${operation}' }, eventually: { within: 'PT15M' } });
    const answered = recording.steps['get-operation']?.map(({ origin, response: { body } }) => [origin, body]);
    expect(answered).toEqual([
      ['derived', { id: id(1), status: 'running' }],
      ['documentation', { id: id(1), status: 'succeeded' }],
    ]);
    expect(outcomes).toEqual(['passed', 'passed']);
  });

  test('while it runs as the page shows it, and to what it made', async () => {
    const operation = `/things/operations/${id(2)}`;
    const { steps, outcomes, recording } = await imported(
      ...[asks('POST /things/copy', {}), answers(202, undefined, `Operation-Location: ${root}${operation}`)],
      ...[asks(`GET ${operation}`), answers(200, { status: 'notStarted' })],
      answers(200, { status: 'succeeded', resourceLocation: `${root}/things/{key}` }),
      answers(200, { status: 'failed' }),
      ...[asks('GET /things/{key}'), answers(200, { name: 'A' })],
    );
    expect(urls(steps)).toEqual(['/v1.0/things/copy', '${operation}', '${resourceLocation}']);
    expect(steps[1]?.response?.body).toEqual({ status: 'succeeded', resourceLocation: '<url>' });
    expect(recording.steps['get-operation']?.map(({ origin }) => origin)).toEqual(['documentation', 'documentation']);
    expect(outcomes).toEqual(['passed', 'passed', 'passed']);
  });

  test('only where its answer does not name what was made', async () => {
    const { steps, version } = await imported(
      ...[asks('POST /groups', {}), answers(201, { id: id(1) }, `Location: ${root}/groups/${id(1)}`)],
      ...[asks(`GET /groups/${id(1)}`), answers(200, { id: id(1) })],
    );
    expect([version, steps[1]?.request?.url]).toEqual([undefined, '/v1.0/groups/${groupId}']);
  });
});

describe('the kind of what an action makes', () => {
  const context = `${root}/$metadata#applications/$entity`;
  const made = [
    asks(`POST /applicationTemplates/${id(9)}/instantiate`, { displayName: 'A' }),
    answers(201, { '@odata.context': context, id: id(1), displayName: 'A' }),
  ];

  test('is what `@odata.context` says', async () => {
    const { steps, cleanup, defects, outcomes } = await imported(
      ...made,
      ...[asks(`PATCH /applications/${id(1)}`, {}), answers(204), asks(`DELETE /applications/${id(1)}`), answers(204)],
    );
    expect(steps[0]?.capture).toEqual({ applicationId: '$.id' });
    expect(steps[0]?.creates).toEqual({
      delete: '/v1.0/applications/${applicationId}',
      find: "/v1.0/applications?$filter=displayName eq 'A ${run.id}'",
    });
    expect(urls([...steps.slice(1), ...cleanup])).toEqual(Array(2).fill('/v1.0/applications/${applicationId}'));
    expect([defects, outcomes]).toEqual([[], ['passed', 'passed', 'passed']]);
  });

  test('is still not that of another collection', async () => {
    const { defects } = await imported(...made, asks(`PATCH /groups/${id(1)}`, {}), answers(204));
    expect(defects).toEqual(['page-wrong-kind']);
  });
});

const field = (name: string): string | undefined => {
  try {
    return readFileSync(fileURLToPath(new URL(`../../../shared/field/pages/${name}.md`, import.meta.url)), 'utf8');
  } catch {
    return undefined;
  }
};

describe.skipIf(field('kind') === undefined)('a page found in use (skipped without ../shared)', () => {
  test.each([
    ['09-instantiate', ['/v1.0/applications/${applicationId}']],
    ['kind', ['/v1.0/applications/${applicationId}']],
    ['10-header-link', ['${operation}']],
    ['27-delta-token', ['${nextLink}']],
  ])('%s is linked as a reader would', async (name, wanted) => {
    const { steps, cleanup, outcomes, defects } = await imported(field(name) ?? '');
    expect(urls([...steps, ...cleanup]).slice(1)).toEqual(wanted);
    expect([new Set(outcomes), defects]).toEqual([new Set(['passed']), []]);
  });
});
