/** A warm vitest of one copy of the project: a process of its own, so that one which hangs can be ended. */
import { createVitest, type TestSpecification } from 'vitest/node';

export type Request = { readonly test: string; readonly changed: readonly string[] };
export type Reply = { readonly failed: boolean; readonly milliseconds: number };

const vitest = await createVitest('test', {
  watch: false,
  project: ['unit'],
  maxWorkers: 1,
  bail: 1,
  reporters: [{}],
  // Its own check of what tests leave would see those of other runs.
  globalSetup: [],
});
await vitest.standalone();
const [project] = vitest.projects;
if (project === undefined) throw new Error('there is no project `unit`');

async function fails(specification: TestSpecification): Promise<boolean> {
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
  const failed = unhandledErrors.length > 0 || testModules.some((module) => !module.ok() || module.errors().length > 0);
  // What failed before must not count against the next run's `bail`.
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  return failed;
}

process.on('message', async ({ test, changed }: Request) => {
  for (const file of changed) vitest.invalidateFile(file);
  const began = performance.now();
  const failed = await fails(project.createSpecification(test));
  process.send?.({ failed, milliseconds: performance.now() - began } satisfies Reply);
});
// The parent process is gone: so is this one, with all that its tests started.
process.once('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.send?.('ready');
