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

describe('a body that is no JSON', () => {
  const sends = async (line: string, type: string, ...body: readonly string[]) => {
    const { steps, outcomes, version } = await imported(
      fence(line.replace(' /', ` ${root}/`), `Content-Type: ${type}`, '', ...body),
      answers(200, { id: 'a' }),
    );
    expect([version, outcomes]).toEqual([2, ['passed']]);
    return steps[0]?.request;
  };

  test('is sent as text', async () => {
    const request = await sends('PUT /me/drive/root:/a.txt:/content', 'text/plain', 'costs ${5}', '{{ id }}');
    expect(request).toMatchObject({
      headers: { 'content-type': 'text/plain' },
      body: { text: 'costs $${5}\n{{ id }}' },
    });
    expect((await sends('POST /me/onenote/pages', 'text/html', '<p>A</p>'))?.body).toEqual({ text: '<p>A</p>' });
  });

  test('is sent as a form', async () => {
    const request = await sends('POST /forms', 'application/x-www-form-urlencoded', 'a=1+2', '&b=%26');
    expect(request).not.toHaveProperty('headers');
    expect(request?.body).toEqual({ form: { a: '1 2', b: '&' } });
  });

  test('is sent in parts, whose pictures the page cannot show', async () => {
    const parts = [
      ...['--one', 'Content-Disposition:form-data; name="Presentation"', 'Content-Type:text/html', '', '<p>A</p>'],
      ...[
        '--one',
        'Content-Disposition: form-data; name="picture"',
        'Content-Type: image/jpeg',
        '',
        '… data …',
        '--one--',
      ],
    ];
    const request = await sends('POST /me/onenote/pages', 'multipart/form-data; boundary=one', ...parts);
    expect(request?.body).toEqual({
      multipart: [
        { name: 'Presentation', text: '<p>A</p>', type: 'text/html' },
        { name: 'picture', text: '… data …', type: 'image/jpeg' },
      ],
    });
  });

  test('is sent as bytes, which a person has to give', async () => {
    const put = fence(`PUT ${root}/me/photo/$value`, 'Content-Type: image/jpeg', '', 'Binary data');
    const { steps, summary, outcomes } = await imported(put, answers(200));
    expect(steps[0]?.request?.body).toEqual({
      base64: Buffer.from('Binary data').toString('base64'),
      type: 'image/jpeg',
    });
    expect(summary).toMatch(/needs you:(?:\n {2}.*)*replace-photo \(line 4\): the page shows no bytes/);
    expect(outcomes).toEqual(['passed']);
  });

  test('is expected as the page shows it', async () => {
    const shown = (type: string, ...body: readonly string[]) => [
      asks('GET /a'),
      fence('HTTP/1.1 200 OK', `Content-Type: ${type}`, '', ...body),
    ];
    const { steps, outcomes } = await imported(
      ...shown('text/html; charset=utf-8', '<p>A</p>'),
      ...shown('text/plain', 'first', '...'),
      ...shown('image/png', 'Binary data'),
    );
    expect(steps.map(({ response }) => response)).toEqual([
      { status: 200, type: 'text/html', text: '\\<p>A</p>' },
      { status: 200, type: 'text/plain' },
      { status: 200, type: 'image/png', size: '<integer > 0>' },
    ]);
    expect(outcomes).toEqual(['passed', 'passed', 'passed']);
  });

  test('leaves JSON beside it as it is, whatever it is called', async () => {
    const { steps, outcomes } = await imported(
      ...[asks('POST /a', { text: 'A' }), answers(200)],
      ...[fence(`PUT ${root}/b`, 'Content-Type: text/plain', '', 'B'), answers(200)],
    );
    expect(steps.map(({ request }) => request?.body)).toEqual([{ json: { text: 'A' } }, { text: 'B' }]);
    expect(outcomes).toEqual(['passed', 'passed']);
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
    ['text-body', ['/v1.0/me/drive/items/${contentId}/content']],
    ['27-delta-token', ['${nextLink}']],
  ])('%s is linked as a reader would', async (name, wanted) => {
    const { steps, cleanup, outcomes, defects } = await imported(field(name) ?? '');
    expect(urls([...steps, ...cleanup]).slice(1)).toEqual(wanted);
    expect([new Set(outcomes), defects]).toEqual([new Set(['passed']), []]);
  });
});
