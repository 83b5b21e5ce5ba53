import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { fitProblems } from '../backends/recorded/recording-fit.ts';
import { problemText } from '../diagnostics/code-frame.ts';
import { placeAt } from '../diagnostics/place.ts';
import type { Problem } from '../diagnostics/problem.ts';
import type { Source } from '../diagnostics/source.ts';
import { type LoadedRecording, parseRecording, recordingPath } from '../format/recording/load-recording.ts';
import { parseScenario } from '../format/scenario/parse-scenario.ts';
import { makePlan } from '../run/plan/make-plan.ts';
import { dispatch } from './dispatch.ts';

/** Whatever is in a file or on the command line, the result is a list of problems with places, never a crash. */
const shipped = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.scenario.yaml'))
  .map((name) => join('scenarios', name));
const textOf = (path: string) => readFileSync(path, 'utf8');

/** What people and machines leave in files by mistake. */
const litter = [
  ...[
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ':',
    ': ',
    '- ',
    '#',
    '&a ',
    '*a',
    '!x ',
    '<<: ',
    '|',
    '>',
    '%',
    '@',
    '`',
    '?',
    ',',
  ],
  ...[
    '\t',
    '\n',
    '\r\n',
    '  ',
    '\u0000',
    '\u2028',
    '\u202e',
    '\ufeff',
    '\ud83d',
    '😀',
    '---\n',
    '...\n',
    '%YAML 1.1\n',
  ],
  ...['${', '}', '$${', '${run.id}', '${run.now + P1D}', '${x}', '<uuid>', '<', '>', '<one of a>', '<contains>'],
  ...['0123', '1e999', 'null', 'true', '~', '__proto__: 1', 'constructor', '//', '..', '\\', '%2e', '$.', '[?@.a==1]'],
];

type Edit =
  | { readonly kind: 'delete-line' | 'repeat-line'; readonly at: number }
  | { readonly kind: 'move-line'; readonly at: number; readonly to: number }
  | { readonly kind: 'delete' | 'repeat'; readonly at: number; readonly length: number }
  | { readonly kind: 'insert' | 'replace'; readonly at: number; readonly text: string };

const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constantFrom('delete-line' as const, 'repeat-line' as const), at }),
  fc.record({ kind: fc.constant('move-line' as const), at, to: at }),
  fc.record({
    kind: fc.constantFrom('delete' as const, 'repeat' as const),
    at,
    length: fc.integer({ min: 1, max: 30 }),
  }),
  fc.record({ kind: fc.constantFrom('insert' as const, 'replace' as const), at, text: fc.constantFrom(...litter) }),
);

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce(applied, text);
}

function applied(text: string, change: Edit): string {
  const offset = Math.floor(change.at * text.length);
  const lines = text.split('\n');
  const line = Math.floor(change.at * lines.length);
  switch (change.kind) {
    case 'delete-line':
      return lines.toSpliced(line, 1).join('\n');
    case 'repeat-line':
      return lines.toSpliced(line, 0, lines[line] ?? '').join('\n');
    case 'move-line':
      return lines
        .toSpliced(line, 1)
        .toSpliced(Math.floor(change.to * lines.length), 0, lines[line] ?? '')
        .join('\n');
    case 'delete':
      return text.slice(0, offset) + text.slice(offset + change.length);
    case 'repeat':
      return text.slice(0, offset + change.length) + text.slice(offset);
    case 'insert':
      return text.slice(0, offset) + change.text + text.slice(offset);
    case 'replace':
      return text.slice(0, offset) + change.text + text.slice(offset + 1);
    default:
      return change satisfies never;
  }
}

function expectPlaced(problems: readonly Problem[], sources: readonly Source[]): void {
  expect(problems.length).toBeGreaterThan(0);
  for (const problem of problems) {
    const { message, at: place } = problem;
    const source = sources.find(({ path }) => path === place?.file);
    const line = source?.text.split('\n')[(place?.line ?? 0) - 1];
    expect(message).not.toBe('');
    expect(message).not.toMatch(/undefined|\[object/);
    expect(line, `${place?.file}:${place?.line}`).toBeDefined();
    expect(place?.column).toBeGreaterThanOrEqual(1);
    expect(place?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
    expect(place?.endColumn).toBeGreaterThan(place?.column ?? 0);
    expect(problemText(problem)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e\u2028]/);
  }
}

function planned(source: Source, { recording, source: file }: LoadedRecording) {
  const placeOf = () => placeAt(file, { start: 0, end: 1 });
  const scenario = parseScenario(source);
  if (!scenario.ok) return scenario;
  return makePlan(scenario.value, {
    against: 'recorded',
    run: { ...recording.run, password: 'secret-word' },
    sources: {
      given: new Map(),
      environment: {},
      recorded: { values: new Map(Object.entries(recording.inputs)), placeOf },
    },
  });
}

function recordingOf(path: string): { readonly source: Source; readonly loaded: LoadedRecording } {
  const source = { path: recordingPath(path), text: textOf(recordingPath(path)) };
  const parsed = parseRecording(source);
  if (!parsed.ok) throw new Error(`${source.path} is broken`);
  return { source, loaded: parsed.value };
}

const some = fc.constantFrom(...shipped);
/** A few seconds of each; more with `FUZZ_SECONDS=600`. */
const seconds = Number(process.env['FUZZ_SECONDS'] ?? 2);
/** So many runs, unless the machine is busy: then one may take seconds. */
const bounded = (numRuns: number) => ({ numRuns, interruptAfterTimeLimit: seconds * 10_000 });
const timeout = seconds * 40_000;

test('P13 a scenario edited at random is planned or has problems with places in it', { timeout }, () => {
  fc.assert(
    fc.property(some, fc.array(edit, { minLength: 1, maxLength: 4 }), (path, edits) => {
      const source = { path, text: edited(textOf(path), edits) };
      const plan = planned(source, recordingOf(path).loaded);
      if (!plan.ok) expectPlaced(plan.problems, [source]);
    }),
    bounded(seconds * 100),
  );
});

test('P13 a recording edited at random is read or has problems with places in it', { timeout }, () => {
  fc.assert(
    fc.property(some, fc.array(edit, { minLength: 1, maxLength: 3 }), (path, edits) => {
      const { source: original, loaded } = recordingOf(path);
      const source = { ...original, text: edited(original.text, edits) };
      const parsed = parseRecording(source);
      if (!parsed.ok) return expectPlaced(parsed.problems, [source]);
      const scenario = { path, text: textOf(path) };
      const plan = planned(scenario, loaded);
      const misfits = plan.ok ? fitProblems(parsed.value, plan.value) : plan.problems;
      if (misfits.length > 0) expectPlaced(misfits, [source, scenario]);
    }),
    bounded(seconds * 400),
  );
});

describe('the command line', () => {
  const words = {
    commands: ['run', 'check', 'list', 'schema', 'help', 'rnu', 'chekc'],
    flags: ['--only', '--from', '--to', '-t', '--tags', '-j', '--jobs', '--shard', '--against', '--bail', '--strict'],
    switches: ['--dry-run', '-v', '--json', '-h', '--version', '--', '-', '--=', '-t=', '--tags=(', '--shard=1/2'],
    values: ['', '=', 'a and', 'not', '1/2', '0', '2', 'recorded', 'unknown', 'smoke', 'read-user', 'create-grup'],
    paths: [
      'src/cli/fixtures',
      'src/cli/fixtures/users.scenario.yaml',
      'nowhere',
      '*.md',
      '[',
      '{a',
      'src/cli/*/x',
      'a\0b',
    ],
  };
  // Nothing that asks a network, serves, deletes or writes a file, and no paths out of this folder.
  const acting = /[/\\.*]|json|junit|live|sandbox|doctor|cleanup|record(?!ed)/;
  const word = fc.oneof(
    ...Object.values(words).map((some) => fc.constantFrom(...some)),
    fc.string({ maxLength: 8, unit: 'grapheme' }).filter((text) => !acting.test(text)),
  );

  test('P13 any words end in 0, 1, 2 or 3, and in something to read', { timeout }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 6 }), async (args) => {
        const { streams, out, err } = capturedStreams();
        const code = await dispatch(args, streams);
        expect([0, 1, 2, 3]).toContain(code);
        if (code === 2) expect(err()).toMatch(/problems?; nothing was sent\n$/);
        else expect(out()).not.toBe('');
        expect(out() + err()).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/);
      }),
      bounded(seconds * 20),
    );
  });
});
