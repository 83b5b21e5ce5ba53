import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { dispatch } from './dispatch.ts';

const configured = 'cOnfigured+Secret/9';
const password = 'four words@<less> likely';
const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;
const environment = { AZURE_CLIENT_SECRET: configured };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safe-output-'));
  return () => rm(folder, { recursive: true });
});

const scenario = `title: A
actors: { admin: {} }
steps:
  - id: look
    request: { method: GET, url: /v1.0/me }
    response: { status: 200, body: { displayName: "${configured}" } }
`;

/** Wrong at a line, and what is in that line or before it. */
const wrongScenarios: { readonly [name: string]: string } = {
  'a configured secret': `${scenario}    retires: "${configured}"\n`,
  'a password': `${scenario}    password: "${password}"\n`,
  'a password of a flow mapping': scenario.replace('displayName:', `password: "${password}", <x>: 1, displayName:`),
  'a token': `${scenario}    note: ${jwt}\n`,
  'a secret in the line before': `${scenario.replace('title: A', `title: A\n# ${configured}\nnote: ${jwt}`)}`,
};

async function run(args: readonly string[], more: { readonly [name: string]: string } = environment) {
  const { streams, out, err } = capturedStreams();
  const code = await dispatch(args, { ...streams, environment: more });
  return { code, printed: out() + err() };
}

test('a report of a recorded run quotes the scenario without what is configured as a secret', async () => {
  const shipped = fileURLToPath(new URL('../../scenarios/access-reviews/apply-decisions', import.meta.url));
  const yaml = await readFile(`${shipped}.scenario.yaml`, 'utf8');
  const wrong = yaml.replace(/status: 201$/m, `status: 202 # ${configured}`);
  expect(wrong).not.toBe(yaml);
  const path = join(folder, 'a.scenario.yaml');
  await writeFile(path, wrong);
  await copyFile(`${shipped}.recording.json`, join(folder, 'a.recording.json'));
  const reports = ['json', 'html', 'junit'].flatMap((name) => ['-r', `${name}=${join(folder, name)}`]);
  const shown = async (more: { readonly [name: string]: string }) => {
    const { code, printed } = await run(['run', path, '-r', 'terminal', ...reports], more);
    expect([code, printed]).toEqual([1, expect.any(String)]);
    const files = await Promise.all(['json', 'html', 'junit'].map((name) => readFile(join(folder, name), 'utf8')));
    return [printed, ...files].map((text) => text.includes(configured));
  };
  expect(await shown(environment)).toEqual([false, false, false, false]);
  expect(await shown({})).toContain(true);
});

describe('the excerpt of a source', () => {
  test.each(Object.keys(wrongScenarios))('of a scenario shows no secret: %s', async (name) => {
    const path = join(folder, 'a.scenario.yaml');
    await writeFile(path, wrongScenarios[name] ?? '');
    const { code, printed } = await run(['check', path]);
    expect(code).toBe(2);
    // What has the shape of a secret is refused before anything is quoted.
    const isRefused = printed.includes('secret-found');
    expect(isRefused).toBe(wrongScenarios[name]?.includes(jwt));
    expect(printed.includes(' | ')).toBe(!isRefused);
    for (const secret of [configured, password, jwt.slice(0, 20), 'four words']) expect(printed).not.toContain(secret);
    expect(printed.includes('<gone')).toBe(!isRefused);
  });

  test('of a recording shows no secret', async () => {
    const path = join(folder, 'a.scenario.yaml');
    await writeFile(path, scenario);
    const body = JSON.stringify({ password, note: configured });
    await writeFile(join(folder, 'a.recording.json'), `{ "version": 1, "text": ${JSON.stringify(body)} nonsense }`);
    const { code, printed } = await run(['run', path]);
    expect(code).toBe(2);
    expect(printed).toContain('nonsense');
    for (const secret of [configured, password]) expect(printed).not.toContain(secret);
  });

  test('shows what no one said to be a secret: the tests above can fail', async () => {
    const path = join(folder, 'a.scenario.yaml');
    await writeFile(path, wrongScenarios['a configured secret'] ?? '');
    expect((await run(['check', path], {})).printed).toContain(configured);
  });
});

test('a defect is reported without the secrets that its message quotes', async () => {
  const { streams } = capturedStreams();
  const fail = (): never => {
    throw new Error(`cannot read {"token":"${jwt}"} of ${configured}`);
  };
  const broken = { ...streams, environment, stdout: { ...streams.stdout, write: fail } };
  const failure: unknown = await dispatch(['list', folder], { ...broken, stderr: broken.stdout }).catch(
    (error) => error,
  );
  expect(failure).toBeInstanceOf(Error);
  const reported = failure instanceof Error ? `${failure.message}\n${failure.stack}` : '';
  expect(reported).toContain('cannot read');
  expect(reported).toContain('safe-output.test');
  expect(reported).not.toContain(configured);
  expect(reported).not.toContain(jwt.slice(0, 20));
});
