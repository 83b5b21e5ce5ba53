import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changed, smallRecording, smallScenario } from '../../test/support/vitest/small-scenario.ts';
import { type Finished, VitestProject, written } from '../../test/support/vitest/vitest-project.ts';

const projects: VitestProject[] = [];
const makeProject = async (files: { readonly [name: string]: string }) => {
  const project = await VitestProject.make(files);
  projects.push(project);
  return project;
};
afterAll(() => Promise.all(projects.map((project) => project.remove())));

/** 1-based line of a text. */
const lineOf = (text: string, needle: string): number => text.slice(0, text.indexOf(needle)).split('\n').length;

// Breaks two expectations of its first step and the one of its cleanup.
const broken = changed(
  smallScenario,
  ['status: 201', 'status: 200'],
  ['visibility: Private', 'visibility: Public'],
  ['status: 204', 'status: 200'],
);

describe('all scenarios of a project at once', () => {
  let finished: Finished;
  let junit: string;

  beforeAll(async () => {
    const project = await makeProject({
      'kept.scenario.yaml': smallScenario,
      'kept.recording.json': smallRecording(),
      'broken here.scenario.yaml': broken,
      'broken here.recording.json': smallRecording(),
      'uncaptured.scenario.yaml': changed(smallScenario, ['groupId: $.id', 'groupId: $.ids']),
      'uncaptured.recording.json': smallRecording(),
      'attended.scenario.yaml': changed(smallScenario, [
        '  - id: list-groups',
        '  - id: look\n    title: Look\n    manual: { prompt: Look at the group. }\n\n  - id: list-groups',
      ]),
      'attended.recording.json': smallRecording(),
      'misspelt.scenario.yaml': changed(
        smallScenario,
        ['title: Read it', 'titel: Read it'],
        ['title: List', 'titel: List'],
      ),
      'unknown.scenario.yaml': changed(smallScenario, ['<string>', '<sting>']),
      'unknown.recording.json': smallRecording(),
      'unrecorded.scenario.yaml': smallScenario,
    });
    // What users may have set for their other tests.
    const settings = [
      '--sequence.shuffle.tests',
      '--sequence.seed=3',
      '--sequence.concurrent',
      '--expect.requireAssertions',
    ];
    finished = await project.run(
      'run',
      ...settings,
      '--reporter=verbose',
      '--reporter=junit',
      '--outputFile.junit=junit.xml',
    );
    junit = await project.read('junit.xml');
  });

  /** The lines of the JUnit report about one file. */
  const suite = (file: string): string =>
    junit.match(new RegExp(`<testsuite name="${file}"[\\s\\S]*?</testsuite>`))?.[0] ?? '';
  const counts = (file: string): string =>
    /tests="\d+" failures="\d+" errors="\d+" skipped="\d+"/.exec(suite(file))?.[0] ?? '';

  test('a failure anywhere fails the run', () => {
    expect(finished.exitCode).toBe(1);
    expect(finished.output).toContain('Test Files  5 failed | 2 passed (7)');
  });

  test('a kept scenario is one test a step, in the order of the file', () => {
    expect(counts('kept.scenario.yaml')).toBe('tests="3" failures="0" errors="0" skipped="0"');
    expect([...suite('kept.scenario.yaml').matchAll(/<testcase [^>]*name="([^"]*)"/g)].map(([, name]) => name)).toEqual(
      [
        'Create and read a group &gt; 1 create-group: Create a group',
        'Create and read a group &gt; 2 read-group: Read it',
        'Create and read a group &gt; 3 list-groups: List all of them',
      ],
    );
  });

  test('a property that was not expected is an annotation', () => {
    expect(suite('kept.scenario.yaml')).toContain(
      '<property name="undocumented-property" value="not expected: $.displayName, $.visibility">',
    );
  });

  test('a failing step lists all differences and points at the first one in the YAML, with a code frame', () => {
    const line = lineOf(broken, 'status: 200');
    const { output } = finished;
    expect(output).toContain('ScenarioDifference: step create-group: POST /v1.0/groups returned 201: 2 differences');
    expect(output).toMatch(/expected {2}200\n +actual {4}201\n/);
    expect(output).toMatch(/expected {2}"Public"\n +actual {4}"Private"\n/);
    expect(output).toContain(`broken here.scenario.yaml:${lineOf(broken, 'visibility')}:21`);
    expect(output).toMatch(
      new RegExp(
        ` ❯ broken here\\.scenario\\.yaml:${line}:15\n[\\s\\S]*? ${line}\\|       status: 200\n +\\| {15}\\^\n`,
      ),
    );
  });

  test('cleanup runs after a failure, and fails the file where it is not as expected', () => {
    const line = lineOf(broken, 'id: delete-group') + 3;
    expect(finished.output).toMatch(/FAIL {2}broken here\.scenario\.yaml > Create and read a group\n/);
    expect(finished.output).toContain('cleanup step delete-group: DELETE /v1.0/groups/g-1 returned 204: 1 difference');
    expect(finished.output).toContain(` ❯ broken here.scenario.yaml:${line}:15\n`);
    // The steps that can still run do.
    expect(counts('broken here.scenario.yaml')).toBe('tests="4" failures="2" errors="0" skipped="0"');
  });

  test('a step is skipped where what it uses was not captured, and the failure is reported once', () => {
    expect(counts('uncaptured.scenario.yaml')).toBe('tests="3" failures="1" errors="0" skipped="1"');
    expect(suite('uncaptured.scenario.yaml')).toMatch(/2 read-group: Read it"[\s\S]*?<skipped/);
  });

  test('a step for a person is skipped with what the person should do', () => {
    expect(counts('attended.scenario.yaml')).toBe('tests="4" failures="0" errors="0" skipped="1"');
    expect(finished.output).toContain('[waits for a person: Look at the group.]');
  });

  test('a scenario that cannot be read is one failing test with every problem', () => {
    expect(counts('misspelt.scenario.yaml')).toBe('tests="1" failures="1" errors="0" skipped="0"');
    expect(finished.output).toContain('ScenarioProblem: 2 problems\n');
    expect(finished.output).toContain('misspelt.scenario.yaml:16:5: unknown-key: `titel` is not a key here');
    expect(finished.output).toContain('misspelt.scenario.yaml:21:5: unknown-key: `titel` is not a key here');
    expect(finished.output).toContain(' ❯ misspelt.scenario.yaml:16:5\n');
  });

  test.each([
    ['unrecorded', ':1:1: recording-missing: there is no recording unrecorded.recording.json'],
    ['unknown', ':10:13: unknown-matcher: there is no matcher `<sting>`'],
  ])('no test passes where planning finds a problem: %s', (name, problem) => {
    expect(counts(`${name}.scenario.yaml`)).toBe('tests="3" failures="3" errors="0" skipped="0"');
    expect(finished.output).toContain(`${name}.scenario.yaml${problem}`);
  });
});

describe('a part of the tests', { concurrent: true }, () => {
  test('-t and file:line select steps: what they use runs before them, and fails them where it fails', async () => {
    const uncaptured = changed(smallScenario, ['groupId: $.id', 'groupId: $.ids']);
    const project = await makeProject({
      'kept.scenario.yaml': smallScenario,
      'kept.recording.json': smallRecording(),
      'uncaptured.scenario.yaml': uncaptured,
      'uncaptured.recording.json': smallRecording(),
    });
    const byName = await project.run('run', '-t', 'read-group', '--reporter=verbose');
    expect(byName.output).toMatch(/✓ kept\.scenario\.yaml > Create and read a group > 2 read-group/);
    expect(byName.output).toMatch(/× uncaptured\.scenario\.yaml > Create and read a group > 2 read-group/);
    expect(byName.output).toContain(
      'ScenarioDifference: step create-group: POST /v1.0/groups returned 201: 1 difference',
    );
    expect(byName.output).toContain('1 failed | 1 passed | 4 skipped (6)');
    const line = lineOf(uncaptured, 'id: list-groups');
    const byLine = await project.run('run', `uncaptured.scenario.yaml:${line}`, '--reporter=verbose');
    expect(byLine.output).toMatch(/✓ uncaptured\.scenario\.yaml:\d+ > Create and read a group > 3 list-groups/);
    expect(byLine.output).toContain('1 passed | 2 skipped (3)');
    expect(byLine.exitCode).toBe(0);
  });

  test('--bail stops at the first failing step, and cleanup still runs', async () => {
    const project = await makeProject({ 'broken.scenario.yaml': broken, 'broken.recording.json': smallRecording() });
    const { exitCode, output } = await project.run('run', '--bail=1', '--reporter=verbose');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/× .* 1 create-group/);
    expect(output).not.toMatch(/[✓×] .* (2 read-group|3 list-groups)/);
    expect(output).toContain('cleanup step delete-group: DELETE /v1.0/groups/g-1 returned 204: 1 difference');
  });

  test('shards add up when their blobs are merged', async () => {
    const names = ['a', 'b', 'c'];
    const files = names.flatMap((name) => [
      [`${name}.scenario.yaml`, name === 'c' ? broken : smallScenario],
      [`${name}.recording.json`, smallRecording()],
    ]);
    const project = await makeProject(Object.fromEntries(files));
    const shards = await Promise.all(
      ['1/2', '2/2'].map((shard) => project.run('run', `--shard=${shard}`, '--reporter=blob')),
    );
    expect(shards.map(({ exitCode }) => exitCode).sort()).toEqual([0, 1]);
    const merged = await project.run('--merge-reports');
    expect(merged.exitCode).toBe(1);
    expect(merged.output).toContain('Test Files  1 failed | 2 passed (3)');
    expect(merged.output).toContain('Tests  1 failed | 8 passed (9)');
    expect(merged.output).toContain(` ❯ c.scenario.yaml:${lineOf(broken, 'status: 200')}:15`);
  });
});

describe('watch mode', { concurrent: true }, () => {
  test('runs a file again when the scenario or its recording changes', { timeout: 300_000 }, async () => {
    const project = await makeProject({ 'a.scenario.yaml': smallScenario });
    const running = project.start('watch');
    try {
      const waits = /for file changes/;
      const first = await written(running, waits);
      expect(running.output()).toContain('recording-missing');
      const change = (name: string, text: string, from: number) => {
        const write = () => project.write(name, text);
        return write().then(() => written(running, waits, { from, again: write }));
      };
      const second = await change('a.recording.json', smallRecording(), first);
      expect(running.output().slice(first)).toContain('3 passed (3)');
      const third = await change('a.scenario.yaml', broken, second);
      expect(running.output().slice(second)).toContain(
        'step create-group: POST /v1.0/groups returned 201: 2 differences',
      );
      await change('a.recording.json', smallRecording({ status: 200 }), third);
      expect(running.output().slice(third)).toContain(
        'step create-group: POST /v1.0/groups returned 200: 1 difference',
      );
    } finally {
      running.stop();
      await running.ended;
    }
  });
});

test('each data row is a suite of its own, and a shared step stands on the line that calls it', async () => {
  const readGroup = /\n {2}- id: read-group[\s\S]*?(?=\n {2}- id: list-groups)/;
  const text = `version: 2
matrix: [{ name: First row }, { name: second }]
use: { parts: ./parts/read.steps.yaml }
${smallScenario.replace(readGroup, '\n  - { id: read, call: parts, with: { id: "${groupId}" } }\n')}`;
  const parts = `inputs: { id: {} }
steps:
  - id: group
    request: { method: GET, url: '/v1.0/groups/\${id}' }
    response: { status: 200, body: { id: g-2 } }
`;
  const recording = smallRecording().replace('"read-group"', '"read.group"');
  const project = await makeProject({
    'rows.scenario.yaml': text,
    'rows.first-row.recording.json': recording,
    'rows.second.recording.json': recording.replaceAll('g-1', 'g-2'),
    'parts/read.steps.yaml': parts,
  });
  const { exitCode, output } = await project.run('run', '--reporter=verbose');
  expect(exitCode).toBe(1);
  expect(output).toMatch(/FAIL {2}rows\.scenario\.yaml > Create and read a group · First row > 2 read\.group: /);
  expect(output).toContain('Tests  1 failed | 5 passed (6)');
  expect(output).toMatch(/❯ parts\/read\.steps\.yaml:5:42/);
  expect(output).toContain(`called at rows.scenario.yaml:${lineOf(text, '- { id: read,')}:`);
  const one = await project.run('run', `rows.scenario.yaml:${lineOf(text, '- { id: read,')}`, '-t', 'second');
  expect(one.output).toContain('Tests  1 passed | 5 skipped (6)');
});
