import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dispatch } from '../../src/cli/dispatch.ts';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { terminalSvg } from './terminal-svg.ts';

/** From the root of the checkout: it is in the reports. */
export const scenarios = 'docs/gallery/scenarios';

const columns = 110;

/** Every picture of the gallery that is text, by its name: the same on every machine. */
export async function galleryTexts(): Promise<{ readonly [name: string]: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tutorial-replay-gallery-'));
  try {
    const at = (name: string) => join(folder, name);
    await run([
      'run',
      scenarios,
      '-r',
      `junit=${at('junit')}`,
      '-r',
      `markdown=${at('md')}`,
      '-r',
      `json=${at('today')}`,
    ]);
    await writeFile(at('yesterday'), kept(await readFile(at('today'), 'utf8')));
    await run(['report', '--compare', at('yesterday'), at('today'), '-r', `markdown=${at('changes')}`]);
    return {
      'terminal-kept.svg': terminalSvg(await run(['run', `${scenarios}/night-shift.scenario.yaml`], true)),
      'terminal-broken.svg': terminalSvg(await run(['run', `${scenarios}/handover.scenario.yaml`], true)),
      'summary.md': await readFile(at('md'), 'utf8'),
      'changes.md': (await readFile(at('changes'), 'utf8')).replaceAll(`${folder}/`, ''),
      'junit.xml': await readFile(at('junit'), 'utf8'),
      'github-log.txt': await run(['run', scenarios, '-r', 'github']),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The same result, in which every step kept its expectation. */
function kept(text: string): string {
  const result = JSON.parse(text);
  for (const step of result.scenarios.flatMap((one: { steps: object[] }) => one.steps)) {
    Object.assign(step, { outcome: { kind: 'passed' }, notes: [] });
  }
  return JSON.stringify(result);
}

/** What a command prints to a terminal of a fixed width. */
async function run(args: readonly string[], color = false): Promise<string> {
  const { streams, out, err } = capturedStreams();
  const stdout = { ...streams.stdout, columns };
  const environment = color ? { FORCE_COLOR: '1' } : {};
  await dispatch(args, { ...streams, stdout, environment });
  if (!/^(?:written: .*\n)*$/.test(err())) throw new Error(err());
  return out();
}
