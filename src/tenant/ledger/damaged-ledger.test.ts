import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { simulatedDisk, systemError } from '../../../test/support/tenant/simulated-disk.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { diskFiles } from './files.ts';
import { takeLock } from './lock.ts';
import { openRunLedger } from './run-ledger.ts';
import { storedRuns, takeOver, tidyRuns } from './stored-runs.ts';

const folder = '/work/runs';
const run = 'r4n1d-damaged';
const path = `${folder}/${run}.jsonl`;
/** No process has it. */
const deadPid = 2 ** 22 + 1;
const about = {
  tenant: 't',
  origin: 'https://graph.example',
  scenario: 's',
  startedAt: '2026-11-22T08:30:00Z',
  actors: [],
};
const intent = (step: string) =>
  ({
    step,
    actor: 'a',
    method: 'POST',
    url: '/v1.0/x',
    delete: '/v1.0/x/${id}',
    captures: { id: '$.id' },
    find: '/v1.0/x',
    mark: { text: run, properties: ['alias'] },
  }) as const;

/** What a killed run left: two creates whose ids are known. */
async function killed(): Promise<readonly string[]> {
  const disk = simulatedDisk();
  disk.put('/work/other', '');
  const ledger = openRunLedger({ folder, pid: deadPid, files: disk, run: { ...about, run } });
  for (const step of ['one', 'two']) {
    const intended = await ledger.intend(intent(step));
    if (intended.ok) await ledger.created(intended.id, `/v1.0/x/${step}`);
  }
  const lines = (disk.text(path) ?? '').split('\n').slice(0, -1);
  expect(lines).toHaveLength(6);
  return lines;
}

function read(text: string, at = path) {
  const disk = simulatedDisk();
  disk.put(at, text);
  tidyRuns(folder, { files: disk, nowMs: 0 });
  const { runs, damaged } = storedRuns(folder, { files: disk });
  return {
    disk,
    runs,
    open: runs.flatMap((one) => one.open.map(({ step, created }) => [step, created])),
    places: damaged.map(({ problem }) => placeOf(problem)),
    orphans: damaged.flatMap(({ problem }) => problem.message.split('; it names ')[1]?.split(', ') ?? []),
  };
}

/** Where it is, and what is wrong with it. */
const placeOf = ({ at, message }: Problem) => `${at?.file}:${at?.line}:${at?.column} ${message.split(', so what ')[0]}`;

const both = [
  ['one', '/v1.0/x/one'],
  ['two', '/v1.0/x/two'],
];
const whole = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

test('a whole ledger is not damaged', async () => {
  expect(read(whole(await killed()))).toMatchObject({ open: both, places: [] });
});

describe('in a damaged ledger, the intact lines count and the others are reported with their place', () => {
  test.each([
    ['the first', 0, both, []],
    ['the first intent', 1, [['two', '/v1.0/x/two']], ['/v1.0/x/one']],
    ['the repeated first', 2, both, []],
    [
      'an id',
      3,
      [
        ['one', undefined],
        ['two', '/v1.0/x/two'],
      ],
      [],
    ],
    [
      'the last',
      5,
      [
        ['one', '/v1.0/x/one'],
        ['two', undefined],
      ],
      [],
    ],
  ] as const)('%s line', async (_, at, open, orphans) => {
    const lines = await killed();
    for (const [bad, place] of [
      ['', '1 not valid JSON: '],
      ['no line', '1 not valid JSON: '],
      ['{"kind":"int', '9 not valid JSON: '],
      ['{"kind":"odd"}', '9 `kind` cannot be "odd"'],
      ['{"kind":"resumed","kind":"closed"}', '19 $.kind occurs at '],
      ['\0'.repeat(300), '1 not valid JSON: '],
      ['[]', '1 '],
    ] as const) {
      const found = read(whole(lines.with(at, bad)));
      expect(found, bad).toMatchObject({ open, orphans });
      expect(found.places, bad).toEqual([expect.stringContaining(`${path}:${at + 1}:${place}`)]);
    }
  });

  test('a torn tail, wherever it is torn', async () => {
    const lines = await killed();
    const last = lines.at(-1) ?? '';
    for (let length = 1; length <= last.length; length++) {
      const { open, places } = read(whole(lines.slice(0, -1)) + last.slice(0, length));
      expect(open).toEqual([
        ['one', '/v1.0/x/one'],
        ['two', undefined],
      ]);
      expect(places).toEqual([expect.stringMatching(/:6:\d+ (?:not valid JSON: |this line is incomplete$)/)]);
    }
  });

  test('bytes that are no text', async () => {
    const text = Buffer.from(whole(await killed()).replace('"one"', '"\u00e9ne"'));
    const disk = simulatedDisk();
    disk.put(path, '');
    const descriptor = disk.open(path, 'existing');
    // The second byte of an é that has lost its first.
    disk.write(descriptor, Buffer.from(text.map((byte) => (byte === 0xc3 ? 0xa9 : byte))), 0);
    expect(storedRuns(folder, { files: disk }).damaged).toMatchObject([
      { problem: { at: { line: 2 }, message: expect.stringContaining('UTF-8') } },
    ]);
  });

  test('a line that is gone is missed by those after it', async () => {
    const lines = await killed();
    expect(read(whole(lines.toSpliced(1, 1)))).toMatchObject({
      open: [['two', '/v1.0/x/two']],
      orphans: ['/v1.0/x/one'],
      places: [`${path}:3:1 this line refers to one that is missing`],
    });
    expect(read(whole(lines.toSpliced(4, 1))).places).toEqual([`${path}:5:1 this line refers to one that is missing`]);
  });

  test.each([
    ['emptied', () => '', `${path}:1:1 the lines from here on are missing`],
    [
      'cut after its first line',
      (lines: readonly string[]) => `${lines[0]}\n`,
      `${path}:2:1 the lines from here on are missing`,
    ],
    [
      'filled with zeros',
      (lines: readonly string[]) => '\0'.repeat(whole(lines).length),
      `${path}:1:1 not valid JSON: expected a value`,
    ],
    [
      'filled with line feeds',
      () => '\n'.repeat(9),
      `${path}:1:1 not valid JSON: the text is empty (and 8 more after it)`,
    ],
  ])('a file that is %s', async (_, damage, place) => {
    const { places, open, disk } = read(damage(await killed()));
    expect({ places, open }).toEqual({ places: [place], open: [] });
    expect(disk.paths()).toContain(path);
  });

  test('a ledger of another version is reported, whatever it says', async () => {
    const lines = await killed();
    for (const version of [0, 2, 99]) {
      const text = whole(lines).replaceAll('"version":1', `"version":${version}`);
      expect(read(text).places[0]).toBe(`${path}:1:25 this is version ${version}, and this release reads version 1`);
    }
    // The ledger of a former release, which says once which run it is, is whole.
    expect(read(whole(lines.toSpliced(2, 1)))).toMatchObject({ open: both, places: [] });
  });

  test('a date by which everything would be newer is none', async () => {
    const { runs, places } = read(whole(await killed()).replaceAll(about.startedAt, 'yesterday'));
    expect(runs).toEqual([]);
    expect(places).toEqual([1, 3].map((line) => `${path}:${line}:100 \`startedAt\` cannot be "yesterday"`));
  });
});

test('without a line that names the run, the objects of the others are reported', async () => {
  const { runs, orphans } = read(whole((await killed()).with(0, '').with(2, '')));
  expect(runs).toEqual([]);
  expect(orphans).toEqual(['/v1.0/x/one', '/v1.0/x/two']);
});

test('the id of a run names its own file only', async () => {
  const text = whole(await killed()).replaceAll(`"run":"${run}"`, '"run":"../victim"');
  const { runs, places, disk } = read(text);
  expect(runs).toEqual([]);
  expect(places).toEqual([1, 3].map((line) => `${path}:${line}:141 \`run\` cannot be "../victim"`));
  expect(disk.text(path)).toBe(text);
  // Nor the file of another run.
  const other = read(whole(await killed()), `${folder}/r4n1d-other.jsonl`);
  expect(other.runs).toEqual([]);
  expect(() => openRunLedger({ folder, pid: deadPid, run: { ...about, run: '../victim' } })).toThrow(RangeError);
});

test('a damaged file stays, with all of its lines, even if everything readable is deleted', async () => {
  const lines = await killed();
  for (const text of [whole(lines.with(3, 'no line')), `${whole(lines)}{"kind":"del`]) {
    const { disk, runs } = read(text);
    const [stored] = runs;
    const ledger = stored && takeOver(stored, { folder, pid: process.pid, files: disk });
    await ledger?.deleted(1);
    await ledger?.deleted(2, '2030-01-01T00:00:00Z');
    await ledger?.end();
    expect(disk.text(path)?.startsWith(text)).toBe(true);
    expect(disk.text(path)?.slice(text.length)).toMatch(
      /^\n?\{"kind":"deleted","id":1\}\n\{"kind":"deleted","id":2,.*\}\n$/,
    );
    const again = storedRuns(folder, { files: disk });
    expect(again.runs[0]?.open).toEqual([]);
    expect(again.damaged).toHaveLength(1);
    tidyRuns(folder, { files: disk, nowMs: Date.parse('2040-01-01') });
    expect(storedRuns(folder, { files: disk }).damaged).toHaveLength(1);
  }
});

test('what was refused is known to be refused after a power failure, where no one could look for it', async () => {
  const disk = simulatedDisk();
  disk.put('/work/other', '');
  const ledger = openRunLedger({ folder, pid: deadPid, files: disk, run: { ...about, run } });
  const { find: _, ...unfindable } = intent('one');
  const intended = await ledger.intend(unfindable);
  if (intended.ok) await ledger.notCreated(intended.id);
  disk.crash();
  expect(storedRuns(folder, { files: disk }).runs).toMatchObject([{ open: [] }]);
});

test('an incomplete last line of a run in progress is not damage', async () => {
  const disk = simulatedDisk();
  disk.put(path, whole(await killed()).slice(0, -9));
  disk.put(`${folder}/${run}.${process.pid}-0.lock`, '');
  const { runs, damaged } = storedRuns(folder, { files: disk });
  expect(runs).toMatchObject([{ isRunning: true }]);
  expect(damaged).toEqual([]);
});

describe('on a real disk', () => {
  let real: string;
  beforeEach(() => {
    real = mkdtempSync(join(tmpdir(), 'damaged-'));
  });
  afterEach(() => rmSync(real, { recursive: true }));

  test('what is not a file is reported, and never opened for long', () => {
    mkdirSync(join(real, 'folder.jsonl'));
    symlinkSync('/etc/passwd', join(real, 'link.jsonl'));
    symlinkSync(join(real, 'nowhere'), join(real, 'dangling.jsonl'));
    const { runs, damaged } = storedRuns(real);
    expect(runs).toEqual([]);
    expect(damaged.map(({ run: name, problem }) => [name, problem.at?.file])).toEqual([
      ['dangling', join(real, 'dangling.jsonl')],
      ['folder', join(real, 'folder.jsonl')],
      ['link', join(real, 'link.jsonl')],
    ]);
  });

  test('a lock whose process number was given to another process counts for nothing', () => {
    const stale = join(real, `${run}.${process.pid}-1.lock`);
    writeFileSync(stale, '');
    const lock = takeLock(run, { folder: real, pid: process.ppid, files: diskFiles });
    expect(lock).toBeDefined();
    expect(diskFiles.list(real).filter((name) => name.includes(`.${process.pid}-`))).toEqual([]);
    expect(takeLock(run, { folder: real, pid: process.pid, files: diskFiles })).toBeUndefined();
    lock?.release();
    expect(takeLock(run, { folder: real, pid: process.pid, files: diskFiles })).toBeDefined();
  });
});

test('a folder that cannot be listed is damage, not emptiness', () => {
  const disk = simulatedDisk();
  const list = () => {
    throw systemError('EIO');
  };
  expect(storedRuns(folder, { files: { ...disk, list } })).toMatchObject({
    runs: [],
    damaged: [{ run: '', problem: { at: { file: folder }, message: expect.stringContaining('cannot be read') } }],
  });
});
