import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemCodes } from './diagnostics/problem-codes.ts';
import { differenceCodes } from './expectation/compare/difference.ts';
import { matcherTable } from './expectation/matchers/matcher-table.ts';
import { changeCodes } from './report/compare/compared-change.ts';
import { blockedReasons, type ExitCode, outcomeKinds, type SkipReason } from './run/result.ts';

/** docs/codes.md and the source say the same: every code has its row, and no row is stale. */
const page = readFileSync(new URL('../docs/codes.md', import.meta.url), 'utf8');

type Row = readonly [code: string, meaning: string, todo: string];

/** The rows of the table below a heading. */
function rowsBelow(heading: string): readonly Row[] {
  const start = page.indexOf(`\n${heading}\n`);
  const section = page.slice(start + heading.length + 2).split(/\n#+ /)[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('| `'));
  return lines.map((line) => {
    const [code = '', meaning = '', todo = ''] = line.split(' | ').map((cell) => cell.replace(/^\||\|$/g, '').trim());
    return [code.replaceAll('`', ''), meaning, todo];
  });
}

const codesBelow = (heading: string) => rowsBelow(heading).map(([code]) => code);

test.each([
  ['## Problems', problemCodes],
  ['## Differences', differenceCodes],
  ['## Changes', changeCodes],
  ['## Reasons of `blocked`', blockedReasons],
])('%s has each code in the order of the source, with its sentence', (heading, codes) => {
  expect(rowsBelow(heading).map(([code, meaning]) => [code, meaning])).toEqual(Object.entries(codes));
});

test('every outcome has its row', () => {
  expect(codesBelow('## Outcomes')).toEqual([...outcomeKinds]);
});

test('every reason to skip a step has its row', () => {
  const reasons = {
    'earlier-step': true,
    'not-selected': true,
    'nothing-to-clean-up': true,
    stopped: true,
    'by-person': true,
    'not-ours': true,
    condition: true,
  } satisfies { readonly [reason in SkipReason]: true };
  expect(codesBelow('### Why a step is skipped')).toEqual(Object.keys(reasons));
});

test('every exit code has its row', () => {
  const codes = { 0: true, 1: true, 2: true, 3: true, 4: true, 129: true, 130: true, 143: true } satisfies {
    readonly [code in ExitCode]: true;
  };
  expect(codesBelow('## Exit codes')).toEqual(Object.keys(codes));
});

test('every row says what to do, in a sentence', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(80);
  expect(rows.filter((line) => !/ \| [^|]{6,}[.] \|$/.test(line))).toEqual([]);
});

test('every matcher has its row in the page of the format, and no row is of none', () => {
  const format = readFileSync(new URL('../docs/scenario-format.md', import.meta.url), 'utf8');
  const section = format.split('\n## Matchers')[1]?.split('\n### ')[0] ?? '';
  const heads = section
    .split('\n')
    .filter((line) => line.startsWith('| `<'))
    .map((line) => line.split(' | ')[0] ?? '');
  const named = heads.flatMap((head) => [...head.matchAll(/`<((?:one of)|\w+)/g)].map(([, name]) => name));
  expect(new Set(named)).toEqual(new Set(matcherTable.map(({ name }) => name)));
});
