import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { blocksOf, type Workshop, workshop } from '../test/support/cli/docs-blocks.ts';
import { type SampleFleet, sampleFleet } from '../test/support/sandbox/sample-fleet.ts';

/**
 * The recipes for nightly runs, step by step as their systems would run them: with one application for three served tenants, a
 * repository, and a place to which it is pushed. What those systems alone can do (schedules, artifacts) is left out.
 */
let fleet: SampleFleet;
const shops: Workshop[] = [];

beforeAll(async () => {
  fleet = await sampleFleet(3, { oneApplication: true });
});
afterAll(async () => {
  await fleet.close();
  for (const { folder } of shops) rmSync(dirname(folder), { recursive: true, force: true });
});

const scenario = `title: Read the organization
actors:
  service: { context: application, permissions: [Organization.Read.All] }
steps:
  - id: read-organization
    request: { method: GET, url: /v1.0/organization }
    response: { status: 200, body: { value: [{ id: <uuid> }] } }
`;

/** A checkout of a repository with scenarios and tenants, as a pipeline begins with it. */
function checkout(): Workshop {
  const shop = workshop();
  shops.push(shop);
  const { folder } = shop;
  const origin = join(dirname(folder), 'origin.git');
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '--quiet', '--bare', '--initial-branch', 'main', origin);
  git('init', '--quiet', '--initial-branch', 'main');
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(join(folder, 'scenarios/organization.scenario.yaml'), scenario);
  writeFileSync(join(folder, '.gitignore'), '.tutorial-replay/\nreports/\n');
  copyFileSync(fleet.file, join(folder, 'tenants.yaml'));
  git('add', '--all');
  git('-c', 'user.name=x', '-c', 'user.email=x@example.com', 'commit', '--quiet', '--message', 'Scenarios');
  git('remote', 'add', 'origin', origin);
  git('push', '--quiet', '--set-upstream', 'origin', 'main');
  return shop;
}

type Step = {
  readonly run?: string;
  readonly script?: string;
  readonly id?: string;
  readonly env?: { readonly [name: string]: string };
};
type Job = { readonly steps: readonly Step[] };

const blocks = (page: string) => blocksOf(page).map(({ text }) => parse(text));
const stepsOf = ({ steps }: Job) => steps.filter(({ run, script }) => (run ?? script) !== undefined);

/** The values that the pipeline keeps; those of the steps of a job, by their names. */
const kept = () => ({
  PARTNER_CLIENT_ID: fleet.environment['PARTNER_CLIENT_ID'] ?? '',
  PARTNER_CLIENT_SECRET: fleet.environment['PARTNER_SERVICE_CLIENT_SECRET'] ?? '',
});

/** `${{ secrets.NAME }}` and `$(NAME)`; a name that is not known stays, and the shell complains of it. */
function filled(text: string, values: { readonly [name: string]: string }): string {
  return text.replaceAll(/\$\{\{ *(?:[a-z]+\.)?([\w.-]+) *\}\}|\$\(([A-Za-z_.]+)\)/g, (whole, github, azure) => {
    return values[github ?? azure] ?? whole;
  });
}

async function runJob(shop: Workshop, job: Job, values: { readonly [name: string]: string } = {}): Promise<string> {
  const all = { ...kept(), ...values };
  let printed = '';
  for (const { run, script, env = {} } of stepsOf(job)) {
    const text = filled(run ?? script ?? '', all);
    const own = Object.entries(env).map(([name, value]) => [name, filled(value, all)]);
    const { code, output } = await shop.step(text, {
      NODE_EXTRA_CA_CERTS: fleet.environment['NODE_EXTRA_CA_CERTS'] ?? '',
      PARTNER_GRAPH_ORIGIN: fleet.environment['PARTNER_GRAPH_ORIGIN'] ?? '',
      PARTNER_AUTHORITY: fleet.environment['PARTNER_AUTHORITY'] ?? '',
      GITHUB_STEP_SUMMARY: join(shop.folder, 'reports-summary.md'),
      GITHUB_OUTPUT: join(shop.folder, 'output.txt'),
      ...Object.fromEntries(own),
    });
    expect(code, `${text}\n${output}`).toBe(0);
    printed += output;
  }
  return printed;
}

const pushed = ({ folder }: Workshop) =>
  execFileSync('git', ['ls-tree', '-r', '--name-only', 'origin/main'], { cwd: folder, encoding: 'utf8' });

test('GitHub: one job for all tenants runs them, and pushes their history', async () => {
  const shop = checkout();
  const [nightly] = blocks('docs/recipes/github-schedule.md');
  await runJob(shop, nightly.jobs.replay);
  expect(readdirSync(join(shop.folder, 'history')).length).toBe(1);
  expect(pushed(shop)).toMatch(/^history\/\S+\.json$/m);
  expect(readFileSync(join(shop.folder, 'reports/tenants.html'), 'utf8')).toContain('tenant-3');
  // Two nights, and what changed is in the summary of the job.
  const again = await runJob(shop, nightly.jobs.replay);
  expect(readdirSync(join(shop.folder, 'history')).length).toBe(2);
  expect(again).toContain('nothing changed');
});

test('GitHub: a job for each tenant, and one report of their parts', async () => {
  const shop = checkout();
  const { plan, replay, report } = blocks('docs/recipes/github-schedule.md')[1].jobs;
  await runJob(shop, plan);
  const matrix = /^matrix=(.*)$/m.exec(readFileSync(join(shop.folder, 'output.txt'), 'utf8'))?.[1] ?? '';
  const { include } = JSON.parse(matrix);
  expect(include.length).toBe(3);
  for (const { name, args } of include) await runJob(shop, replay, { name: name, args: args });
  await runJob(shop, report);
  const page = readFileSync(join(shop.folder, 'reports/tenants.html'), 'utf8');
  for (const { name } of include) expect(page).toContain(name);
});

test('Azure Pipelines: one job for all tenants', async () => {
  const shop = checkout();
  const staging = join(dirname(shop.folder), 'staging');
  mkdirSync(staging);
  const [nightly] = blocks('docs/recipes/azure-schedule.md');
  await runJob(shop, nightly, { 'Build.ArtifactStagingDirectory': staging });
  expect(pushed(shop)).toMatch(/^history\/\S+\.json$/m);
  expect(readFileSync(join(staging, 'junit.xml'), 'utf8').match(/<testsuite /g)?.length).toBe(3);
});

test('Azure Pipelines: a job for each tenant', async () => {
  const shop = checkout();
  const [plan, replay] = blocks('docs/recipes/azure-schedule.md')[1].jobs;
  const printed = await runJob(shop, plan);
  const jobs = JSON.parse(/setvariable variable=jobs;isOutput=true\](.*)$/m.exec(printed)?.[1] ?? '');
  expect(Object.keys(jobs)).toEqual(['tenant_1', 'tenant_2', 'tenant_3']);
  for (const variables of Object.values(jobs)) await runJob(shop, replay, variables as { [name: string]: string });
  expect(readdirSync(join(shop.folder, 'parts')).sort()).toEqual(['tenant-1.json', 'tenant-2.json', 'tenant-3.json']);
});
