import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-har-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const scenario = `title: A group
actors:
  admin: { permissions: [Group.ReadWrite.All, User.Read.All] }
inputs:
  who: { description: a member, env: REPLAY_WHO }
steps:
  - id: find-member
    actor: admin
    request: { method: GET, url: "/v1.0/users/\${who}?$select=id,displayName" }
    response: { status: 200, body: { id: <uuid> } }
    capture: { memberId: $.id }
  - id: create
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body:
        displayName: Since \${run.today}
        mailNickname: g-\${run.id}
        mailEnabled: false
        securityEnabled: true
        members@odata.bind: ["https://graph.microsoft.com/v1.0/users/\${memberId}"]
    response: { status: 201, body: { displayName: "Since \${run.today}", mailNickname: "g-\${run.id}" } }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}", find: "/v1.0/groups?$filter=mailNickname eq 'g-\${run.id}'" }
  - id: list
    actor: admin
    request: { method: GET, url: "/v1.0/groups?$filter=mailNickname eq 'g-\${run.id}'&$select=id" }
    response: { status: 200, body: { value: [{ id: "\${groupId}" }] } }
cleanup:
  - id: delete
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

type Field = { name: string; value: string };
type Entry = {
  startedDateTime: string;
  request: { method: string; url: string; headers: Field[]; postData: { text: string } };
  response: { status: number; headers: Field[]; content: { text: string; encoding?: string } };
};
type Archive = { log: { entries: [Entry, Entry, Entry, Entry, ...Entry[]] } };

const file = (name: string) => join(folder, name);
const recording = () => JSON.parse(readFileSync(file('a.recording.json'), 'utf8'));

async function command(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch([...args, file('a.scenario.yaml')], streams);
  return { code, out: out(), err: err(), all: out() + err() };
}

const fromHar = (...args: readonly string[]) => command('record', '--from-har', file('browser.har'), ...args);

/** What a browser would have saved: the traffic of a run against the sandbox, and then as a test wants it. */
async function browser(change: (archive: Archive) => void = () => {}): Promise<void> {
  writeFileSync(file('a.scenario.yaml'), scenario);
  const now = ['--now', '2026-03-09T09:30:00Z', '--var', 'who=AlexM@contoso.com'];
  const { code, all } = await command('run', '--against', 'sandbox', ...now, '-r', `har=${file('browser.har')}`);
  expect(code, all).toBe(0);
  const archive: Archive = JSON.parse(readFileSync(file('browser.har'), 'utf8'));
  archive.log.entries.forEach((entry, at) => {
    entry.startedDateTime = new Date(Date.parse('2026-03-09T09:30:00.250Z') + at * 1000).toISOString();
  });
  change(archive);
  writeFileSync(file('browser.har'), JSON.stringify(archive));
}

const token = `Bearer eyJ${'a'.repeat(30)}.eyJ${'b'.repeat(30)}.c`;

describe('record --from-har', () => {
  test('makes a live recording that replays; run id and inputs are what is in the traffic', async () => {
    await browser();
    const { code, out, all } = await fromHar();
    expect(code, all).toBe(0);
    expect(out.slice(out.indexOf('find-member  ←')).split('\n').slice(0, 4)).toEqual([
      'find-member  ←  entry 1, GET /v1.0/users/…?… 200',
      'create  ←  entry 2, POST /v1.0/groups 201',
      'list  ←  entry 3, GET /v1.0/groups?… 200',
      'delete  ←  entry 4, DELETE /v1.0/groups/… 204',
    ]);
    const { source, date, run, inputs, steps } = recording();
    expect({ source, date, now: run.now, inputs }).toEqual({
      source: 'live',
      date: '2026-03-09',
      now: '2026-03-09T09:30:00Z',
      inputs: { who: expect.stringMatching(/^[Uu]ser-[0-9a-f]{8}@tenant-[0-9a-f]{8}\.example$/) },
    });
    expect(steps.create[0].request.body.mailNickname).toBe(`g-${run.id}`);
    expect(JSON.stringify(recording())).not.toMatch(/contoso|Alex/);
    expect((await command('run')).code).toBe(0);
  });

  test('follows the links that it gives to other hosts, and replays them', async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]);
    const address = `https://files.example.net/down?sig=${'Ab1%2B'.repeat(12)}`;
    const entry = (second: number, url: string, response: object) => ({
      startedDateTime: `2026-03-09T09:30:0${second}Z`,
      request: { method: 'GET', url, headers: [] },
      response: { headers: [], content: { text: '' }, ...response },
    });
    const content = 'https://graph.microsoft.com/v1.0/me/drive/root:/a.png:/content';
    const headers = [{ name: 'Content-Type', value: 'image/png' }];
    const entries = [
      entry(1, content, { status: 302, headers: [{ name: 'Location', value: address }] }),
      entry(2, address, { status: 200, headers, content: { text: picture.toString('base64'), encoding: 'base64' } }),
      entry(3, 'https://cdn.example.net/app.js', { status: 200 }),
    ];
    writeFileSync(file('browser.har'), JSON.stringify({ log: { entries } }));
    writeFileSync(
      file('a.scenario.yaml'),
      `version: 2
title: A download
actors: { me: {} }
steps:
  - id: content
    request: { method: GET, url: "/v1.0/me/drive/root:/a.png:/content" }
    response: { status: 302 }
    capture: { link: { header: Location } }
  - id: download
    request: { method: GET, url: "\${link}", credentials: none }
    response: { status: 200, type: image/png, size: 5 }
`,
    );
    const { code, out, all } = await fromHar();
    expect(code, all).toBe(0);
    expect(out).toContain('download  ←  entry 2, GET https://files.example.net/down?… 200');
    expect(out).toContain('1 more entry is not for Microsoft Graph');
    const text = JSON.stringify(recording());
    expect(text).not.toContain('Ab1%2B');
    expect(text).toContain(picture.toString('base64'));
    const replayed = await command('run');
    expect(replayed.code, replayed.all).toBe(0);
  });

  test('a token that a response repeats is removed completely', async () => {
    await browser(({ log }) => {
      log.entries[0].request.headers.push({ name: 'authorization', value: 'Bearer opaque-token-5501' });
      log.entries[3].response = { ...log.entries[3].response, status: 204, content: { text: '' } };
      log.entries[1].response.content.text = log.entries[1].response.content.text.replace(
        /"description": ?null/,
        '"description": "opaque-token-5501"',
      );
    });
    expect(readFileSync(file('browser.har'), 'utf8').match(/opaque-token-5501/g)).toHaveLength(2);
    const { code, all } = await fromHar();
    expect(code, all).toBe(0);
    expect(recording().steps.create[0].response.body.description).toBe('<gone>');
    expect(readFileSync(file('a.recording.json'), 'utf8') + all).not.toContain('opaque-token-5501');
  });

  test('takes what browsers save: proxied calls, base64, tokens that no one wants, preflights and other traffic', async () => {
    await browser(({ log }) => {
      const [first, second, third] = log.entries;
      first.request.url = `https://proxy.sandbox.example/svc?url=${encodeURIComponent(first.request.url)}`;
      first.request.headers.push({ name: 'Authorization', value: token });
      const { content } = second.response;
      second.response.content = { ...content, text: Buffer.from(content.text).toString('base64'), encoding: 'base64' };
      second.response.headers.push({ name: 'Set-Cookie', value: token });
      third.request.url = third.request.url.replaceAll('%20', '+');
      const preflight = {
        ...second,
        request: { ...second.request, method: 'OPTIONS' },
        response: { ...second.response, status: 200 },
      };
      const page = { ...first, request: { ...first.request, url: 'https://developer.microsoft.com/graph' } };
      const photo = {
        ...first,
        request: { ...first.request, url: 'https://graph.microsoft.com/v1.0/users/ann@contoso.com/photo' },
      };
      photo.request.method = 'GET\u001b[2J';
      log.entries = [preflight, page, photo, ...log.entries];
    });
    const { code, out, all } = await fromHar();
    expect(code, all).toBe(0);
    expect(out).toContain('\nnothing  ←  entry 3, GET\\x1b[2J /v1.0/users/…/photo 200\n');
    expect(out).toContain('\n2 more entries are not for Microsoft Graph\n');
    expect(JSON.stringify(recording()) + all).not.toMatch(/eyJ|ann@contoso/);
    expect((await command('run')).code).toBe(0);
  });

  test('follows the order of time, not of the file, and reports where a body is another', async () => {
    await browser(({ log }) => {
      log.entries[1].request.postData.text = JSON.stringify({ displayName: 'Typed by hand' });
      log.entries.reverse();
    });
    // The id of the run is in the url of the list.
    const { code, out, all } = await fromHar();
    expect(code, all).toBe(0);
    expect(out).toContain('create  ←  entry 3, POST /v1.0/groups 201 (another body)');
  });

  test('a step that no one did in the browser could not be asked, and nothing is written', async () => {
    await browser(({ log }) => {
      log.entries.pop();
    });
    const { code, all } = await fromHar();
    expect(code).toBe(3);
    expect(all).toMatch(/the HTTP Archive has no \(further\) response to DELETE/);
    expect(all).toMatch(/not-recorded: `delete` ended as blocked/);
    expect(existsSync(file('a.recording.json'))).toBe(false);
  });

  test('a response that is not as expected is reported, and nothing is written', async () => {
    await browser(({ log }) => {
      log.entries[2].response.content.text = '{"value":[]}';
    });
    expect(await fromHar()).toMatchObject({ code: 1, err: expect.stringContaining('not-recorded: `list`') });
  });

  test('a given value of an input takes precedence over the traffic', async () => {
    await browser();
    const { code, all } = await fromHar('--var', 'who=someone-else@contoso.com');
    expect([code, all]).toEqual([3, expect.stringContaining('no (further) response to GET /v1.0/users/')]);
  });

  test('saving again what did not change touches no file', async () => {
    await browser();
    await fromHar();
    const before = readFileSync(file('a.recording.json'), 'utf8');
    await browser(({ log }) => {
      for (const entry of log.entries) entry.startedDateTime = entry.startedDateTime.replace('09:30', '09:31');
    });
    const { out } = await fromHar();
    expect(readFileSync(file('a.recording.json'), 'utf8')).toBe(before);
    expect(out).toMatch(/^unchanged /m);
  });

  test.each([
    ['{"log": {"entries": [', /browser\.har:1:\d+: har-invalid/],
    [`{"log": {"entries": [{"startedDateTime": "${token}"}]}}`, /har-invalid: .*log\.entries\.0\.startedDateTime/],
    ['{"log": {"entries": []}}', /nothing-selected: no entry of .*browser\.har is a request to Microsoft Graph/],
  ])('%s is not an archive to record from, and nothing of it is shown', async (text, message) => {
    writeFileSync(file('a.scenario.yaml'), scenario);
    writeFileSync(file('browser.har'), text);
    const { code, all } = await fromHar();
    expect([code, all]).toEqual([2, expect.stringMatching(message)]);
    expect(all).not.toContain('eyJ');
  });

  test.each([
    [['--against', 'live']],
    [['--missing']],
    [['--tenant', '00000000-0000-4000-8000-000000000000']],
    [['--seed', 'x']],
  ])('%j cannot be used with it', async (args) => {
    await browser();
    expect(await fromHar(...args)).toMatchObject({ code: 2, err: expect.stringContaining('usage') });
  });
});
