import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TestResult } from 'allure-js-commons';
import { afterAll, expect, test } from 'vitest';
import { changed, smallRecording, smallScenario } from '../../test/support/vitest/small-scenario.ts';
import { VitestProject } from '../../test/support/vitest/vitest-project.ts';

const fileOf = (name: string) => JSON.stringify(fileURLToPath(import.meta.resolve(name)));
const plugin = JSON.stringify(fileURLToPath(new URL('./plugin.ts', import.meta.url)));

/** As docs/vitest.md has it. */
const config = `import { defineConfig } from 'vitest/config';
import { scenarios } from ${plugin};
const server = { deps: { external: [/runtime[.]ts$/] } };
export default defineConfig({
  plugins: [scenarios()],
  test: {
    include: ['**/*.scenario.yaml'],
    isolate: false,
    server,
    setupFiles: [${fileOf('allure-vitest/setup')}],
    reporters: ['default', [${fileOf('allure-vitest/reporter')}, { resultsDir: 'allure-results', reportMatchers: false }]],
  },
});
`;

const projects: VitestProject[] = [];
afterAll(() => Promise.all(projects.map((project) => project.remove())));

/** The results that allure-vitest wrote, by the id of their step, and the texts attached to them. */
async function resultsOf(scenario: string) {
  const project = await VitestProject.make({
    'vitest.config.ts': config,
    'groups.scenario.yaml': scenario,
    'groups.recording.json': smallRecording(),
  });
  projects.push(project);
  const { output } = await project.run('run');
  const folder = project.path('allure-results');
  const read = (name: string) => readFileSync(`${folder}/${name}`, 'utf8');
  const results: TestResult[] = readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(read(name)));
  const byId = new Map(results.map((one) => [/\d ([\w-]+):/.exec(one.name ?? '')?.[1], one]));
  return { byId, read, output };
}

test('allure-vitest gets what its results cannot know', async () => {
  const about =
    'title: Create and read a group\ntutorial: https://learn.example/graph/groups\ntags: [smoke, owner.ada]';
  const scenario = changed(
    smallScenario,
    ['title: Create and read a group', about],
    ['visibility: Private', 'visibility: Public'],
  );
  const { byId, read, output } = await resultsOf(scenario);
  const [create, list] = [byId.get('create-group'), byId.get('list-groups')];
  if (create === undefined || list === undefined) throw new Error(output);
  expect(create.status).toBe('failed');
  expect(list.status).toBe('passed');
  expect(list.labels).toEqual(
    expect.arrayContaining([
      { name: 'story', value: 'groups' },
      { name: 'owner', value: 'ada' },
      { name: 'tag', value: 'smoke' },
    ]),
  );
  expect(list.links).toEqual([{ name: 'the page', url: 'https://learn.example/graph/groups', type: 'link' }]);
  expect(create.parameters).toContainEqual({ name: 'actor', value: 'admin', excluded: true });
  const texts = new Map(
    create.steps.flatMap(({ attachments }) => attachments).map(({ name, source }) => [name, read(source)]),
  );
  expect([...texts.keys()].toSorted()).toEqual(['differences', 'request', 'response']);
  expect(texts.get('request')).toMatch(/^POST \/v1\.0\/groups\n/);
  expect(texts.get('differences')).toContain('$.visibility');
});

test('the history of a step survives another title', async () => {
  const idsOf = async (scenario: string) => {
    const { byId, output } = await resultsOf(scenario);
    const one = byId.get('list-groups');
    if (one === undefined) throw new Error(output);
    return [one.testCaseId, one.historyId];
  };
  const ids = await idsOf(smallScenario);
  expect(ids).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), expect.stringMatching(/^[0-9a-f]{32}$/)]);
  const renamed = changed(
    smallScenario,
    ['title: List all of them', 'title: See all'],
    ['title: Create and', 'title: Make and'],
  );
  expect(await idsOf(renamed)).toEqual(ids);
});
