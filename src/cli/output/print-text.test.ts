import { expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { printText } from '../../report/wording/terminal-view.ts';
import { dispatch } from '../dispatch.ts';

const columns = 60;

async function onTerminal(args: readonly string[]) {
  const { streams, out, err } = capturedStreams();
  const stdout = { ...streams.stdout, columns };
  const stderr = { ...streams.stderr, columns };
  const code = await dispatch(args, { ...streams, stdout, stderr });
  return { code, out: out(), err: err() };
}

/** What a line may have beyond the width: a word that has no blank, a command, an excerpt, JSON. */
const tooWide = (text: string) =>
  text.split('\n').filter((line) => line.length > columns && !/^[ |]*npx |^ *\d* \| |^ *\S+$|^ *"/.test(line));

test.each([
  [['--help']],
  [['run', '--help']],
  [['pages', '--help']],
  [['schema', '--help']],
  [['list', 'scenarios/groups']],
  [['doctor', 'scenarios/groups']],
  [['check', 'nowhere.yaml', '--metadata', 'nowhere.xml']],
  [['check', '--contracts', 'scenarios/groups']],
  [
    [
      'run',
      '--against',
      'live',
      '--tenant',
      '6a9d41c8-3f27-8b15-9d60-e14c07b2a583',
      'scenarios/groups/batching.scenario.yaml',
    ],
  ],
  [['run', 'scenarios/groups/batching.scenario.yaml']],
  [['run', '--dry-run', 'scenarios/groups/batching.scenario.yaml']],
  [['nothing/here']],
  [['coverage', 'src/tutorial/page/pages/09-wrong-pages.md', '--scenarios', 'scenarios/groups']],
  [['pages', 'check', 'src/tutorial/page/pages/13-noise.md']],
  [['drift', 'scenarios/groups/batching.scenario.yaml', '--page', 'src/tutorial/page/pages/09-wrong-pages.md']],
])('%j breaks no word at the width of the terminal', async (args) => {
  const { out, err } = await onTerminal(args);
  expect(out + err).not.toBe('');
  expect(tooWide(out)).toEqual([]);
  expect(tooWide(err)).toEqual([]);
});

test('commands and excerpts stay whole, and so does everything in a pipe', () => {
  const lines = [
    '  npx tutorial-replay run --tenant some-id',
    ' 12 |   - id: a step of many words here',
    '      "description": "of many words",',
    'a b c d e f g h i j k l',
  ];
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  printText(lines.join('\n'), { write, columns: 20 });
  printText(lines.join('\n'), { write });
  expect(written).toEqual([[...lines.slice(0, 3), 'a b c d e f g h i j', '  k l'].join('\n'), lines.join('\n')]);
});

test('JSON is never broken', async () => {
  const { out } = await onTerminal(['list', '--json', 'scenarios/groups']);
  expect(() => JSON.parse(out)).not.toThrow();
});
