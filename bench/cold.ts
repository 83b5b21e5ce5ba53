import { runNode } from './built-cli.ts';
import { sideBySide, timed } from './measure.ts';
import type { Row } from './row.ts';
import { scenarioFile } from './scenario-copies.ts';

/** Whole processes, from start to exit, beside one that does nothing. */
export async function measureCold(bin: string): Promise<readonly Row[]> {
  const start = (...args: string[]) => timed(() => runNode(args));
  const medians = await sideBySide(
    {
      bare: () => start('-e', '0'),
      request: () => start('-e', "new Request('http://localhost/'); new Response('')"),
      version: () => start(bin, '--version'),
      list: () => start(bin, 'list', scenarioFile),
      check: () => start(bin, 'check', scenarioFile),
      run: () => start(bin, 'run', scenarioFile),
    },
    { rounds: 15, warmUp: 2 },
  );
  const row = (what: string, value: number, aim?: number): Row => ({
    group: 'cold',
    what,
    value,
    unit: 'ms',
    ratio: value / medians.bare,
    ...(aim === undefined ? {} : { aim }),
  });
  return [
    row('node -e 0', medians.bare),
    row('node, one Request and one Response', medians.request),
    row('tutorial-replay --version', medians.version),
    row('tutorial-replay list', medians.list, 3),
    row('tutorial-replay check', medians.check, 3),
    row('tutorial-replay run', medians.run, 4),
  ];
}
