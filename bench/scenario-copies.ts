import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const scenarioFile: string = fileURLToPath(
  new URL('../scenarios/access-reviews/security-group.scenario.yaml', import.meta.url),
);

/** A new folder with so many copies of the scenario and its recording. */
export async function copyScenario(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `tutorial-replay-bench-${count}-`));
  await mkdir(folder, { recursive: true });
  for (let at = 0; at < count; at++) {
    const name = join(folder, `copy-${String(at).padStart(5, '0')}`);
    await cp(scenarioFile, `${name}.scenario.yaml`);
    await cp(scenarioFile.replace('.scenario.yaml', '.recording.json'), `${name}.recording.json`);
  }
  return folder;
}
