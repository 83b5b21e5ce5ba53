import { describe, expect, test } from 'vitest';
import { importSource } from './import-page.ts';

const root = 'https://graph.microsoft.com/v1.0';
const id = 'aaaaaaaa-bbbb-4ccc-8ddd-000000000001';
const fence = (text: string) => `\`\`\`http\n${text}\n\`\`\`\n`;
const json = (value: unknown) => `Content-type: application/json\n\n${JSON.stringify(value)}`;
const send = (line: string, body?: unknown) =>
  fence(`${line.replace(' /', ` ${root}/`)}${body === undefined ? '' : `\n${json(body)}`}`);
const responseBlock = (status: number, body?: unknown) =>
  fence(
    `HTTP/1.1 ${status} ${status === 201 ? 'Created' : status === 204 ? 'No Content' : 'OK'}${body === undefined ? '' : `\n${json(body)}`}`,
  );

/** The scenario of a page, and the ids of its steps that pass; a page whose scenario does not pass throws. */
async function imported(
  ...parts: readonly string[]
): Promise<{ readonly text: string; readonly passed: readonly string[] }> {
  const page = { path: 'page.md', text: ['# Lamps', ...parts].join('\n\n') };
  const read = await importSource(page, { scenarioPath: 'page.scenario.yaml', today: '2026-11-22' });
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const { scenario, replayed } = read.value;
  if (!replayed.ok) throw new Error(replayed.problems[0]?.message);
  const steps = [...replayed.value.steps, ...replayed.value.cleanup];
  const wrong = steps.find(({ outcome }) => outcome.kind !== 'passed');
  if (wrong !== undefined) throw new Error(`${wrong.id}: ${JSON.stringify(wrong.outcome)}`);
  return { text: scenario.text, passed: steps.map((step) => step.id) };
}

describe('an imported scenario passes on its own recording', () => {
  test.each([{ value: [] }, { value: ['a lamp'] }, { value: [{ id, state: 'on' }] }, [1]])(
    'the step whose response was %j, again, with the state that the page has in words',
    async (shown) => {
      const { passed, text } = await imported(
        ...['## Step 1: List the lamps', send('GET /lamps'), responseBlock(200, shown)],
        ...['## Step 2: Look again', 'Repeat Step 1 to see that the **state** property is now `off`.'],
      );
      expect(passed).toHaveLength(2);
      expect(text).toContain('state: off');
    },
  );

  test('a url that ends in a slash', async () => {
    const { text } = await imported(
      send('POST /lamps/', { displayName: 'A' }),
      responseBlock(201, { id, displayName: 'A' }),
    );
    expect(text).toContain('delete: /v1.0/lamps/${lampId}');
  });

  test('a sample of a secret in a response is a stand-in and a matcher', async () => {
    const sas =
      'https://lamps.blob.core.windows.net/r.csv?sv=2020-04-08&sig=5eX5BfVLS58QqF7oguRH8TeSQdXDHZlapY3y1U%2FGz%2BM%3D';
    const { text } = await imported(send('POST /lamps/report'), responseBlock(200, { uri: sas }));
    expect(text).toContain('uri: <url>');
  });

  test('a sample of a secret in a request is a stand-in, and said so', async () => {
    const secret = 'https://lamps.blob.core.windows.net/r.csv?sig=5eX5BfVLS58QqF7oguRH8TeSQdXDHZlapY3y1U%2FGz%2BM%3D';
    const { text } = await imported(send('POST /lamps/load', { from: secret }), responseBlock(200, {}));
    expect(text).not.toContain('5eX5');
    expect(text).toContain('the page shows a sample of a secret here');
  });

  test.each(['9999-12-31T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31'])(
    '%s is the same in every run',
    async (never) => {
      const body = { starts: '2024-03-24T00:00:00Z', ends: never };
      const { text } = await imported(send('POST /lamps/plan', body), responseBlock(200, { ends: never, was: never }));
      expect(text.split(never).length - 1).toBeGreaterThanOrEqual(3);
    },
  );

  test('a link with a blank is no <url>, and no less than its origin', async () => {
    const next = `${root}/lamps/search(q='my lamp')?page=2`;
    const { text } = await imported(send('GET /lamps'), responseBlock(200, { value: [], '@odata.nextLink': next }));
    expect(text).toContain('<matches ^https://graph\\.microsoft\\.com/>');
  });

  test.each(['AAMkAGI2-TG9_=', 'AQMk.AD-x!12', '-b320ee12-x-', 'com.fabrikam.lamp'])(
    'the id %s is one id',
    async (odd) => {
      const { text } = await imported(
        ...[send('POST /lamps', { displayName: 'A' }), responseBlock(201, { id: odd, displayName: 'A' })],
        ...[
          send(`GET /lamps/${odd}/bulbs`),
          responseBlock(200, { value: [] }),
          send(`DELETE /lamps/${odd}`),
          responseBlock(204),
        ],
      );
      expect(text).toContain('url: /v1.0/lamps/${lampId}/bulbs');
      expect(text).toContain('delete: /v1.0/lamps/${lampId}');
    },
  );

  test('an id that the author chose is deleted by its name', async () => {
    const { text, passed } = await imported(
      ...[send('POST /lamps', { id: 'desk-lamp', on: true }), responseBlock(201, { id: 'desk-lamp', on: true })],
      ...[send('DELETE /lamps/desk-lamp'), responseBlock(204)],
    );
    expect(passed).toEqual(['create-lamp', 'delete-desk-lamp']);
    expect(text).toContain('delete: /v1.0/lamps/${lampId}');
  });
});

describe('what is an example, and what is not', () => {
  test('a signature above its example is not a step, and neither is an ignored block', async () => {
    const ignored = `<!-- { "blockType": "ignored" } -->\n${fence('GET /lamps/{id}')}`;
    const example = [send('POST /lamps', { id: 'desk' }), responseBlock(201, { id: 'desk' })];
    const { passed } = await imported('## Create', fence('POST /lamps'), ...example, ignored);
    expect(passed).toEqual(['create-lamp']);
  });

  test('a page that marks all of its blocks as ignored shows them all the same', async () => {
    const { passed } = await imported(`<!-- { "blockType": "ignored" } -->\n${send('GET /lamps')}`);
    expect(passed).toEqual(['list-lamps']);
  });

  test('a bare request that no example follows is one', async () => {
    const { passed } = await imported(
      '## Create',
      fence('GET /lamps'),
      '## Other',
      send('GET /bulbs'),
      responseBlock(200, { value: [] }),
    );
    expect(passed).toEqual(['list-lamps', 'list-bulbs']);
  });

  test('a table of permissions lists alternatives, the least first', async () => {
    const table =
      '## Permissions\n\n|Type|Permissions|\n|:--|:--|\n|Delegated (work or school account)|User.Read.All, User.ReadWrite.All|\n|Application|Group.Read.All|';
    const { text } = await imported(table, '## List', send('GET /lamps'), responseBlock(200, { value: [] }));
    expect(text).toMatch(/permissions:\n? *(?:- |\[)User\.Read\.All/);
    expect(text).not.toMatch(/- User\.ReadWrite\.All|heading: Permissions/);
    expect(text).toContain('the page names application permissions, too: Group.Read.All');
  });
});

describe('placeholders', () => {
  test('of an object that one step creates are its capture', async () => {
    const { text } = await imported(
      ...[send('POST /lamps/bulbs', { kind: 'a' }), responseBlock(201, { id: '{bulbId}', kind: 'a' })],
      ...[send('POST /lamps/bulbs/{bulbId}/light'), responseBlock(204)],
    );
    expect(text).toContain('url: /v1.0/lamps/bulbs/${bulbId}/light');
    expect(text).toContain('bulbId: $.id');
  });

  test('with alternatives are one input', async () => {
    const { text } = await imported(
      send('GET /users/{id | userPrincipalName}/calendar'),
      responseBlock(200, { name: 'C' }),
    );
    expect(text).toContain('url: /v1.0/users/${userId}/calendar');
  });

  test('that are names of types are values of that type', async () => {
    const body = { on: 'String (timestamp)', id: 'String (identifier)', count: 'Int32', lit: 'Boolean' };
    const { text } = await imported(send('GET /lamps/state'), responseBlock(200, body));
    for (const line of ['on: <datetime>', 'id: <string>', 'count: <integer>', 'lit: <boolean>'])
      expect(text).toContain(line);
  });
});
