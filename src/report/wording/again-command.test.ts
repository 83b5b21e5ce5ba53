import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { againCommand } from './again-command.ts';

describe('the command that runs a step again', () => {
  it('names the backend unless it is the recording', () => {
    expect(againCommand({ file: 'a/b.scenario.yaml', against: 'recorded' }, 'create')).toBe(
      'npx tutorial-replay run a/b.scenario.yaml --only create',
    );
    expect(againCommand({ file: 'a/b.scenario.yaml', against: 'live' }, 'create')).toMatch(
      / --only create --against live --tenant ID$/,
    );
  });

  it('repeats what the run was given', () => {
    const repeated = ['--var', "owner=it's me", '--tenant', 'abc', '--ledger', 'a b'];
    expect(againCommand({ file: 'a.yaml', against: 'live' }, 'create', repeated)).toBe(
      "npx tutorial-replay run a.yaml --only create --against live --var 'owner=it'\\''s me' --tenant abc --ledger 'a b'",
    );
  });

  it.each(["it's live.yaml", '$(touch x).yaml', 'a b;c&d|e.yaml', '`x`"y".yaml', 'ä.yaml'])(
    'gives a shell the file %j',
    (file) => {
      const command = againCommand({ file, against: 'sandbox' }, 'create');
      const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
        .trimEnd()
        .split('\n');
      expect(words).toEqual(['npx', 'tutorial-replay', 'run', file, '--only', 'create', '--against', 'sandbox']);
    },
  );

  it('keeps a file from looking like an option', () => {
    expect(againCommand({ file: '-rf.yaml', against: 'recorded' }, 'create')).toContain(' ./-rf.yaml ');
  });
});
