/**
 * So many served tenants and the whole library in one command: nothing of one tenant is in anything of another, nothing of any
 * of them in a report, and after `kill -9` in the middle `cleanup` leaves nothing. `npm run prove:tenants -- [25]`; minutes.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dispatch } from '../src/cli/dispatch.ts';
import type { Streams } from '../src/cli/output/streams.ts';
import { capturedStreams } from '../test/support/cli/captured-streams.ts';
import { commonClock } from './prove-tenants/common-clock.ts';
import { libraryTenants } from './prove-tenants/library-tenants.ts';

const count = Number(process.argv[2] ?? 25);
const heard: { readonly tenant: number; readonly text: string }[] = [];
let creates = 0;
const tenants = await libraryTenants(count, (tenant, { method, url, headers, body }) => {
  heard.push({ tenant, text: `${method} ${url} ${JSON.stringify(headers)} ${body}` });
  if (method === 'POST' && url.startsWith('/v1.0/')) creates++;
});
const { folder, file, files, environment, state, advance } = tenants;
const clock = commonClock({ happened: () => heard.length, advance });
const before = state();
const [reports, ledger] = [join(folder, 'reports'), join(folder, 'runs')];
const failures: string[] = [];
const holds = (what: string, isTrue: boolean) => {
  process.stdout.write(`${isTrue ? 'yes' : 'NO '}  ${what}\n`);
  if (!isTrue) failures.push(what);
};

async function command(...args: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  const { streams, out, err } = capturedStreams();
  const own: Streams = { ...streams, clock, environment };
  return { code: await dispatch([...args, '--tenants', file, '--ledger', ledger], own), text: out() + err() };
}

const live = ['run', '--against', 'live', '--unattended', '--allow-dirty', '-j', String(count)];

/** Whose canaries and tokens are in a text: each word of it is looked up once. */
function tenantsIn(text: string, owners: ReadonlyMap<string, number>): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [word] of text.matchAll(/[\w@.-]{8,}/g))
    for (const part of [word, ...word.split('@')]) {
      const owner = owners.get(part.toLowerCase());
      if (owner !== undefined) found.add(owner);
    }
  for (const [, n] of text.matchAll(/canary-?(\d+)(?:-on|-domain| Ltd)/gi)) found.add(Number(n));
  return found;
}

async function* textsBelow(path: string): AsyncGenerator<string> {
  for (const one of await readdir(path, { recursive: true, withFileTypes: true }))
    if (one.isFile()) yield readFile(join(one.parentPath, one.name), 'utf8');
}

const began = performance.now();
const formats = ['json', 'html', 'junit', 'allure', 'har', 'markdown'].flatMap((name) => [
  '-r',
  `${name}=${join(reports, name)}`,
]);
const budgets = ['--step-budget', 'P30D', '--run-budget', 'P300D'];
const run = await command(...live, ...budgets, '-r', 'terminal', ...formats, ...files);
process.stdout.write(run.text.replace(/^[\s\S]*(?=^Scenarios)/m, ''));
process.stdout.write(`${heard.length} requests, ${((performance.now() - began) / 1000).toFixed(0)} s\n\n`);
holds(`${files.length} scenarios pass in ${count} tenants`, run.code === 0);
holds('nothing is left in any of them', state() === before);

const owners = new Map(tenants.canaries.flatMap((all, at) => all.map((canary) => [canary, at + 1] as const)));
for (const { tenant, text } of heard)
  for (const [, token = ''] of text.matchAll(/"authorization":"Bearer ([^"]+)"/g))
    owners.set(token.toLowerCase(), tenant);
const mixed = heard.filter(({ tenant, text }) => [...tenantsIn(text, owners)].some((one) => one !== tenant));
holds(`of ${owners.size} canaries and tokens none is in a request to another tenant`, mixed.length === 0);
const known = heard.filter(({ tenant, text }) => tenantsIn(text, owners).has(tenant));
holds('and they are found where they belong', known.length > heard.length / 2);
let [read, naming] = [0, tenantsIn(run.text, owners).size > 0 ? 1 : 0];
for await (const text of textsBelow(reports)) {
  read++;
  if (tenantsIn(text, owners).size > 0) naming++;
}
holds(`none is in the output, nor in ${read} files of reports`, naming === 0 && read > count * files.length);
let [ledgers, shared] = [0, 0];
for await (const text of textsBelow(ledger)) {
  ledgers++;
  if (tenantsIn(text, owners).size > 1) shared++;
}
holds(`none of ${ledgers} ledgers and settled runs knows two tenants`, shared === 0 && ledgers > 0);

creates = 0;
const quick = files.filter((one) => /groups\/|access-reviews\/(?:security|auto|apply|manager)/.test(one)).slice(0, 4);
const program = [
  join(import.meta.dirname, '../bin/tutorial-replay.js'),
  ...live,
  '--tenants',
  file,
  '--ledger',
  ledger,
];
const child = spawn(process.execPath, ['--', ...program, ...quick], { env: environment, stdio: 'ignore' });
const ended = once(child, 'exit');
while (creates < 2 * count && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
child.kill('SIGKILL');
await ended;
holds('a run that is killed leaves something', state() !== before);
const cleanup = await command('cleanup');
holds('one `cleanup` deletes all of it', cleanup.code === 0 && state() === before);

clock.stop();
await tenants.close();
process.exitCode = failures.length === 0 ? 0 : 1;
