import { expect, test } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { printUnknownVariables } from './unknown-variables.ts';

test('a variable that only this tool would read, and does not, is named, with the one that may be meant', () => {
  const { streams, err } = capturedStreams();
  const environment = { TUTORIAL_REPLAY_LEDGR: 'x', TUTORIAL_REPLAY_LEDGER: 'y', REPLAY_LEDGR: 'z' };
  printUnknownVariables({ ...streams, environment });
  expect(err()).toBe(
    'note: nothing reads the variable TUTORIAL_REPLAY_LEDGR; did you mean `TUTORIAL_REPLAY_LEDGER`?\n',
  );
});
