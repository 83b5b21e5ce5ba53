import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'record-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const head = `title: A group
actors:
  admin: { permissions: [Group.ReadWrite.All, User.Read.All, AccessReview.ReadWrite.All] }
steps:
`;
const create = (displayName = 'Harbour') => `  - id: create
    actor: admin
    request:
      method: POST
      url: /v1.0/groups
      body: { displayName: "${displayName}", mailNickname: "g-\${run.id}", mailEnabled: false, securityEnabled: true }
    response: { status: 201, body: { displayName: "${displayName}" } }
    capture: { groupId: $.id }
    creates: { delete: "/v1.0/groups/\${groupId}", find: "/v1.0/groups?$filter=mailNickname eq 'g-\${run.id}'" }
`;
const read = (id: string, status: number, rest = '') => `  - id: ${id}
    actor: admin
    request: { method: GET, url: "/v1.0/groups/\${groupId}" }
    response: { status: ${status}${rest} }
`;
const remove = `  - id: remove
    actor: admin
    request: { method: DELETE, url: "/v1.0/groups/\${groupId}" }
    response: { status: 204 }
`;

const scenarioFile = () => join(folder, 'a.scenario.yaml');
const recordingFile = () => join(folder, 'a.recording.json');
const recordingText = () => readFileSync(recordingFile(), 'utf8');
const write = (steps: string) => writeFileSync(scenarioFile(), head + steps);

async function command(...args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, streams);
  return { code, out: out(), err: err() };
}
const record = (...args: readonly string[]) => command('record', ...args, scenarioFile());

describe('record', () => {
  test('holds nothing that the sandbox answers in shape only, unless it may; then each says what gave it', async () => {
    const list = (id: string, url: string) => `  - id: ${id}
    actor: admin
    request: { method: GET, url: "${url}" }
    response: { status: 200 }
`;
    write(
      create() +
        list('tasks', '/v1.0/me/todo/lists') +
        list('businesses', '/v1.0/solutions/bookingBusinesses') +
        remove,
    );
    const { code, err } = await record();
    expect([code, existsSync(recordingFile())]).toEqual([2, false]);
    expect(err).toMatch(/a\.scenario\.yaml:\d+:\d+: recording-typed: `tasks` is seeded: no pack of the sandbox models/);
    expect(err).toContain('`businesses` is typed');
    expect((await record('--allow-typed')).code).toBe(0);
    const { steps } = JSON.parse(recordingText());
    const origins = Object.values(steps as { [id: string]: { origin?: string }[] }).map(([one]) => one?.origin);
    expect(origins).toEqual([undefined, 'seeded', 'typed', undefined]);
    expect((await command('run', scenarioFile())).code).toBe(0);
  });

  test('writes what was exchanged; a replay keeps state: after the DELETE, a GET answers what it answered then', async () => {
    write(create() + read('there', 200) + remove + read('gone', 404));
    const { code, out } = await record();
    expect([code, out]).toEqual([0, expect.stringMatching(/^recorded {3}.*a\.recording\.json$/m)]);
    const { source, steps } = JSON.parse(recordingText());
    expect([source, Object.keys(steps)]).toEqual(['sandbox', ['create', 'there', 'remove', 'gone']]);
    const replayed = await command('run', '-v', scenarioFile());
    expect([replayed.code, replayed.out]).toEqual([0, expect.stringMatching(/gone +GET [^\n]+404/)]);
  });

  test('keeps every attempt and every page, and a replay goes through them again', async () => {
    const url = '/v1.0/identityGovernance/accessReviews/definitions';
    write(`${create()}  - id: review
    actor: admin
    request:
      method: POST
      url: ${url}
      body:
        displayName: "r-\${run.id}"
        scope: { "@odata.type": "#microsoft.graph.accessReviewQueryScope", query: "/groups/\${groupId}/transitiveMembers", queryType: MicrosoftGraph }
        reviewers: [{ query: "/groups/\${groupId}/owners", queryType: MicrosoftGraph }]
        settings: { instanceDurationInDays: 3, recurrence: { range: { type: noEnd, startDate: "\${run.today}" }, pattern: null } }
    response: { status: 201 }
    capture: { reviewId: $.id }
    creates: { delete: "${url}/\${reviewId}", find: "${url}?$filter=displayName eq 'r-\${run.id}'" }
  - id: wait
    actor: admin
    request: { method: GET, url: "${url}/\${reviewId}/instances?$select=status" }
    eventually: { within: PT5M, every: PT5S }
    response: { status: 200, body: { value: [{ status: InProgress }] } }
  - id: everybody
    actor: admin
    request: { method: GET, url: "/v1.0/users?$select=displayName&$top=5", pages: all }
    response: { status: 200 }
`);
    const { code, out, err } = await record();
    expect(code, out + err).toBe(0);
    const { steps } = JSON.parse(recordingText());
    expect(steps.wait.length).toBeGreaterThan(1);
    expect(steps.everybody.length).toBeGreaterThan(1);
    const result = join(folder, 'result.json');
    expect((await command('run', scenarioFile(), '-r', `json=${result}`)).code).toBe(0);
    const [{ steps: ran }] = JSON.parse(readFileSync(result, 'utf8')).scenarios;
    expect(ran.map(({ attempts }: { attempts: number }) => attempts)).toEqual([1, 1, steps.wait.length, 1]);
  });

  test('of a changed scenario changes only the parts that differ', async () => {
    write(create() + read('there', 200));
    await record();
    const before = recordingText().split('\n');
    write(create('Harbour') + read('there', 200) + read('again', 200));
    expect((await record()).out).toMatch(/^changed {4}/m);
    const after = recordingText().split('\n');
    expect(before.filter((line) => !after.includes(line)).map((line) => line.trim().slice(0, 8))).toEqual(['"digest"']);
  });

  test('a run that does not keep its expectations becomes no recording, and the old one stays', async () => {
    write(create());
    await record();
    const before = recordingText();
    write(create() + read('there', 200, ', body: { displayName: Quay }'));
    const { code, err } = await record();
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/a\.scenario\.yaml:\d+:\d+: not-recorded: `there` ended as failed/),
    ]);
    expect(recordingText()).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['a.recording.json', 'a.scenario.yaml']);
  });

  test('a recording that would not replay as it ran is not written', async () => {
    // The password is never stored, so no response with it can be expected.
    write(create('${run.password}'));
    const { code, err } = await record();
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/recording-replay: when replayed, `create` is failed: \$\.displayName/),
    ]);
    expect(existsSync(recordingFile())).toBe(false);
  });

  test('a secret is not written, and is reported by its rule and place alone', async () => {
    const inputs = `inputs: { key: { example: ${'q7'.repeat(20)} } }\nsteps:\n`;
    writeFileSync(scenarioFile(), head.replace('steps:\n', inputs) + create('AccountKey=${key}'));
    const { code, err } = await record();
    expect([code, err]).toEqual([2, expect.stringMatching(/a\.recording\.json:\d+:\d+: secret-found: account-key/)]);
    expect(err).not.toContain('q7q7');
    expect(existsSync(recordingFile())).toBe(false);
  });

  test('anyone who has the checkout may read a recording; the mode of an old one stays', async () => {
    write(create());
    await record();
    expect(statSync(recordingFile()).mode & 0o777).toBe(0o644);
    chmodSync(recordingFile(), 0o640);
    write(create('Quay'));
    expect((await record()).out).toMatch(/^changed /m);
    expect(statSync(recordingFile()).mode & 0o777).toBe(0o640);
  });

  test('replaces only regular files', async () => {
    write(create());
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere', 'target'), recordingFile());
    expect(await record()).toMatchObject({ code: 2, err: expect.stringContaining('a symbolic link') });
  });

  test('a damaged recording is corrected by recording again', async () => {
    write(create());
    await record();
    const whole = recordingText();
    writeFileSync(recordingFile(), whole.replace('Harbour', 'Quay'));
    expect((await command('run', scenarioFile())).code).toBe(2);
    expect((await record()).code).toBe(0);
    expect(recordingText()).toBe(whole);
  });

  test('a recording from somewhere else is replaced only where that is intended', async () => {
    write(create());
    await record();
    const page = { ...JSON.parse(recordingText()), source: 'documentation' };
    writeFileSync(recordingFile(), JSON.stringify(page));
    expect(await record()).toMatchObject({
      code: 2,
      err: expect.stringContaining('recording-source: this recording comes from documentation'),
    });
    expect(await record('--replace')).toMatchObject({ code: 0, out: expect.stringMatching(/^changed {4}/m) });
  });

  test('with `--missing`, records again what lacks a step, and nothing else', async () => {
    write(create());
    expect((await record('--missing')).out).toMatch(/^recorded /m);
    expect(await record('--missing')).toEqual({ code: 0, out: 'every scenario has its recording\n', err: '' });
    write(create() + read('there', 200));
    expect((await record('--missing')).out).toMatch(/^changed /m);
    expect(Object.keys(JSON.parse(recordingText()).steps)).toEqual(['create', 'there']);
  });

  test('`run --record` reports and records; `record --dry-run` does neither', async () => {
    write(create());
    expect((await record('--dry-run')).out).toContain('POST /v1.0/groups');
    expect(existsSync(recordingFile())).toBe(false);
    const report = join(folder, 'result.json');
    const args = ['run', '--against', 'sandbox', '--record', '-r', `json=${report}`, scenarioFile()];
    expect(await command(...args)).toMatchObject({ code: 0, out: expect.stringMatching(/^recorded /m) });
    expect([existsSync(report), existsSync(recordingFile())]).toEqual([true, true]);
  });

  test.each([
    [['record', '--against', 'recorded'], /`--against recorded` is nothing that can be recorded/],
    [['record', '--only', 'create'], /there is no flag `--only`/],
    [['record', '--expires', 'P1Y'], /concerns live recordings only/],
    [
      ['record', '--against', 'live', '--tenant', '00000000-0000-4000-8000-000000000000', '--expires', 'soon'],
      /neither a day/,
    ],
    [['run', '--record'], /`--record` records no recording/],
    [['run', '--record', '--against', 'sandbox', '--only', 'create'], /a recording is whole/],
  ])('%j is wrong', async (args, message) => {
    write(create());
    expect(await command(...args, scenarioFile())).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
});
