import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

/** The comment that the action and the template keep, against a server that answers as GitHub and Azure DevOps do. */
const script = fileURLToPath(new URL('../recipes/keep-comment.js', import.meta.url));
const mark = '<!-- tutorial-replay -->';
type Received = { readonly call: string; readonly authorization: string | undefined; readonly body: unknown };

let folder: string;
let server: Server;
let origin: string;
let received: Received[];
/** What is there: of GitHub a list of comments, of Azure a list of threads. */
let there: readonly object[];
/** The status of every response, where it is not a success. */
let refusal: number | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comment-'));
  writeFileSync(join(folder, 'summary.md'), '## ✗ 1 of 2 scenarios failed.\n');
  [received, there, refusal] = [[], [], undefined];
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://here');
    const body = await text(request);
    const { authorization } = request.headers;
    received.push({
      call: `${request.method} ${request.url}`,
      authorization,
      body: body === '' ? '' : JSON.parse(body),
    });
    response.writeHead(refusal ?? 200, { 'content-type': 'application/json' });
    const page = Number(url.searchParams.get('page') ?? 1);
    const list = url.pathname.endsWith('/threads') ? { value: there } : there.slice((page - 1) * 100, page * 100);
    response.end(JSON.stringify(request.method === 'GET' ? list : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return () => new Promise((resolve) => server.close(resolve));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function keep(
  environment: NodeJS.Dict<string>,
  ...name: readonly string[]
): Promise<readonly [code: number | null, printed: string]> {
  const child = spawn(process.execPath, [script, 'summary.md', ...name], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = Promise.all([text(child.stdout), text(child.stderr)]);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return [code, (await printed).join('')];
}

const github = () => ({
  GITHUB_API_URL: origin,
  GITHUB_REPOSITORY: 'contoso/tutorials',
  GITHUB_TOKEN: 'token-1',
  PULL_REQUEST: '7',
});
const azure = () => ({
  TF_BUILD: 'True',
  SYSTEM_COLLECTIONURI: `${origin}/contoso/`,
  SYSTEM_TEAMPROJECTID: 'p1',
  BUILD_REPOSITORY_ID: 'r1',
  SYSTEM_PULLREQUEST_PULLREQUESTID: '7',
  SYSTEM_ACCESSTOKEN: 'token-1',
});
const calls = () => received.map(({ call }) => call);
const whole = `${mark}\n## ✗ 1 of 2 scenarios failed.\n`;

describe('on GitHub', () => {
  const issues = '/repos/contoso/tutorials/issues';

  test('the first run writes a comment', async () => {
    there = [
      { id: 1, body: 'Looks good' },
      { id: 2, body: null },
    ];
    expect(await keep(github())).toEqual([0, 'the comment of the pull request is up to date\n']);
    expect(calls()).toEqual([`GET ${issues}/7/comments?per_page=100&page=1`, `POST ${issues}/7/comments`]);
    expect(received.at(-1)).toMatchObject({ authorization: 'Bearer token-1', body: { body: whole } });
  });

  test('the next one changes it, however many comments were written between', async () => {
    there = [...Array.from({ length: 130 }, (_, id) => ({ id, body: 'text' })), { id: 500, body: `${mark}\nold` }];
    expect((await keep(github()))[0]).toBe(0);
    expect(calls().slice(1)).toEqual([`GET ${issues}/7/comments?per_page=100&page=2`, `PATCH ${issues}/comments/500`]);
  });

  test('a job of another name has a comment of its own', async () => {
    there = [
      { id: 1, body: `${mark}\nold` },
      { id: 2, body: '<!-- node-24 -->\nold' },
    ];
    expect((await keep(github(), 'node-24'))[0]).toBe(0);
    expect(calls().slice(1)).toEqual([`PATCH ${issues}/comments/2`]);
    expect(received.at(-1)?.body).toEqual({ body: whole.replace('tutorial-replay', 'node-24') });
  });

  test.each([
    ['a pull request of a fork', 403, /^::warning title=tutorial-replay::the comment .* returned status 403; .*fork/],
    ['a token that has ended', 401, /returned status 401/],
    ['a service that is down', 503, /returned status 503/],
  ])('%s is a warning, and does not fail the job', async (_, status, message) => {
    refusal = status;
    const [code, printed] = await keep(github());
    expect([code, printed]).toEqual([0, expect.stringMatching(message)]);
    expect(printed).not.toContain('token-1');
  });

  test('no token, no summary and no server are warnings, too', async () => {
    expect(await keep({ ...github(), GITHUB_TOKEN: '' })).toEqual([0, expect.stringContaining('there is no token')]);
    rmSync(join(folder, 'summary.md'));
    expect(await keep(github())).toEqual([0, expect.stringMatching(/^::warning .*summary\.md/)]);
    expect(received).toEqual([]);
    writeFileSync(join(folder, 'summary.md'), '## ✓\n');
    expect(await keep({ ...github(), GITHUB_API_URL: 'http://127.0.0.1:9' })).toEqual([
      0,
      expect.stringMatching(/^::warning .*\n$/),
    ]);
  });

  test('a push has no comment', async () => {
    expect(await keep({ ...github(), PULL_REQUEST: '' })).toEqual([0, 'not a pull request: no comment is kept\n']);
    expect(received).toEqual([]);
  });
});

describe('on Azure Pipelines', () => {
  const threads = '/contoso/p1/_apis/git/repositories/r1/pullRequests/7/threads';

  test('the first run opens a thread, the next one changes its comment', async () => {
    expect(await keep(azure())).toEqual([0, 'the comment of the pull request is up to date\n']);
    expect(calls()).toEqual([`GET ${threads}?api-version=7.1`, `POST ${threads}?api-version=7.1`]);
    expect(received.at(-1)?.body).toMatchObject({ comments: [{ content: whole }] });
    there = [{ id: 3 }, { id: 4, comments: [{ id: 1, content: `${mark}\nold` }] }];
    await keep(azure());
    expect(calls().at(-1)).toBe(`PATCH ${threads}/4/comments/1?api-version=7.1`);
    expect(received.at(-1)?.body).toEqual({ content: whole });
  });

  test('variables that the system does not fill in are none', async () => {
    const unknown = { ...azure(), SYSTEM_PULLREQUEST_PULLREQUESTID: '$(System.PullRequest.PullRequestId)' };
    expect(await keep(unknown)).toEqual([0, 'not a pull request: no comment is kept\n']);
    const [code, printed] = await keep({ ...azure(), SYSTEM_ACCESSTOKEN: '$(System.AccessToken)' });
    expect([code, printed]).toEqual([0, expect.stringMatching(/^##vso\[task\.logissue type=warning\].*no token/)]);
  });
});

test('the action and the template run it with what it needs', () => {
  const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const step = parse(read('action.yml')).runs.steps.find(({ run = '' }) =>
    run.includes('node "$SCRIPT" reports/summary.md'),
  );
  expect(Object.keys(step.env)).toEqual(['GITHUB_TOKEN', 'PULL_REQUEST', 'SCRIPT', 'NAME']);
  expect(step.env.SCRIPT).toBe('${{ github.action_path }}/recipes/keep-comment.js');
  const task = parse(read('recipes/azure-pipelines.yml')).steps.find(({ script = '' }) =>
    script.includes('keep-comment'),
  );
  expect(Object.keys(task.env)).toEqual(['SYSTEM_ACCESSTOKEN']);
});
