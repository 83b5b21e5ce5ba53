import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sideBySide } from './measure.ts';
import type { Row } from './row.ts';
import { copyScenario } from './scenario-copies.ts';
import { wholeProcess } from './whole-process.ts';

const count = 1_000;
const readYaml = fileURLToPath(new URL('./read-yaml.js', import.meta.url));

/** A thousand files of 435 lines in whole processes: replayed, listed and checked, beside reading them with `yaml` alone. */
export async function measureFiles(bin: string): Promise<readonly Row[]> {
  const folder = await copyScenario(count);
  const timed = async (...args: string[]) => (await wholeProcess(args, { folder })).ms;
  const medians = await sideBySide(
    {
      scenarios: () => timed(readYaml, '.'),
      recordings: () => timed(readYaml, '.', 'recordings'),
      run: () => timed(bin, 'run', '.'),
      list: () => timed(bin, 'list', '.'),
      check: () => timed(bin, 'check', '.'),
    },
    { rounds: 3, warmUp: 1 },
  );
  await rm(folder, { recursive: true });
  const row = (what: string, ms: number): Row => ({ group: 'files', what, value: ms, unit: 'ms' });
  const { scenarios, recordings, run, list, check } = medians;
  return [
    { ...row('1,000 files, read with yaml alone', scenarios), ratio: 1 },
    { ...row('run, beside reading scenarios and recordings', run), ratio: run / recordings, aim: 3.5 },
    { ...row('list', list), ratio: list / scenarios, aim: 1.3 },
    { ...row('check', check), ratio: check / scenarios, aim: 1.8 },
    ...(await testFiles(bin)),
  ];
}

const trivial = `import { expect, test } from 'vitest';
test('one is one', () => expect(1).toBe(1));
`;

/** A thousand scenarios as test files of vitest, beside as many trivial test files. */
async function testFiles(bin: string): Promise<readonly Row[]> {
  const [scenarios, tests] = [await copyScenario(count), await mkdtemp(join(tmpdir(), 'tutorial-replay-bench-tests-'))];
  const root = dirname(dirname(bin));
  for (const folder of [scenarios, tests]) {
    await mkdir(join(folder, 'node_modules'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    for (const name of ['vitest', 'msw', 'yaml', 'zod']) {
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
  }
  await symlink(root, join(scenarios, 'node_modules', 'tutorial-replay'));
  await writeFile(
    join(scenarios, 'vitest.config.ts'),
    `import { defineConfig } from 'vitest/config';
import { scenarios } from 'tutorial-replay/vitest';
export default defineConfig({ plugins: [scenarios()], test: { include: ['**/*.scenario.yaml'] } });
`,
  );
  for (let at = 0; at < count; at++) await writeFile(join(tests, `t${at}.test.ts`), trivial);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const timed = async (folder: string) => (await wholeProcess([vitest, 'run'], { folder })).ms;
  const medians = await sideBySide(
    { trivial: () => timed(tests), scenarios: () => timed(scenarios) },
    { rounds: 3, warmUp: 0 },
  );
  for (const folder of [scenarios, tests]) await rm(folder, { recursive: true });
  const what = 'vitest, 1,000 scenario files, beside as many trivial test files';
  return [
    { group: 'files', what, value: medians.scenarios, unit: 'ms', ratio: medians.scenarios / medians.trivial, aim: 3 },
  ];
}
