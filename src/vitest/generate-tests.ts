import type { Place } from '../diagnostics/place.ts';
import type { Result } from '../diagnostics/problem.ts';
import { safeLine } from '../diagnostics/safe-text.ts';
import { positionAt, type Source, type Span } from '../diagnostics/source.ts';
import { rowsOf } from '../format/scenario/compose/rows.ts';
import type { Scenario, Step } from '../format/scenario/scenario.ts';

/** The runtime, by the name that generated code imports; the plugin resolves it to its own file. */
export const runtimeModule = 'tutorial-replay/vitest-runtime';

/** Code that belongs at a position of the scenario file; line and column are 1-based. */
type Piece = { readonly line: number; readonly column: number; readonly code: string };

/**
 * A scenario as the JavaScript of a test file, in which each test is on the line of its step: places that vitest
 * reports, and every filter by line, then apply to the YAML. A shared step is on the line that calls it. A scenario
 * with problems becomes one test that shows them.
 */
export function generateTests(scenario: Result<Scenario>, { strict }: { readonly strict: boolean }): string {
  const head =
    "import { afterAll, describe, test } from 'vitest';" +
    ` import { scenarioTests } from ${literal(runtimeModule)};` +
    ` const open = (row) => scenarioTests(import.meta.url, { strict: ${strict}, row });`;
  const pieces = scenario.ok ? scenarioPieces(scenario.value) : [checkPiece(scenario.problems[0]?.at)];
  return layOut([{ line: 1, column: 1, code: head }, ...pieces]);
}

function scenarioPieces(scenario: Scenario): readonly Piece[] {
  const { source } = scenario;
  const tests = scenario.steps.map((step, index) => testPiece(source, step, index + 1));
  const body = [...tests, cleanupPiece(scenario)].sort(inOrder);
  const first = Math.min(titleLine(source), ...body.map(({ line }) => line));
  const last = body.at(-1)?.line ?? first;
  const around = (open: string, close: string) => [
    { line: first, column: 1, code: open },
    ...body,
    { line: last, column: 1, code: close },
  ];
  if (scenario.rows.length === 0) return around(`${suite(scenario.title)}{ const scenario = open();`, '});');
  // Each row has the same tests, on the same lines.
  const runs = rowsOf(scenario).map(({ title, row = '' }) => `${suite(title)}tests(open(${literal(row)})));`);
  return around('const tests = (scenario) => {', `}; ${runs.join(' ')}`);
}

/** In the order of the file and one at a time, regardless of the configuration: a tutorial is a sequence. */
function suite(title: string): string {
  return `describe(${literal(safeLine(title))}, { concurrent: false, shuffle: false }, () => `;
}

function testPiece(source: Source, step: Step, number: number): Piece {
  const name = safeLine(`${number} ${step.id}: ${step.title}`);
  const code = `test(${literal(name)}, (context) => scenario.step(${literal(step.id)}, context));`;
  return { ...inFile(source, step.span), code };
}

/** A position in the scenario's own file. */
function inFile(source: Source, { start, origin }: Span): Pick<Piece, 'line' | 'column'> {
  return origin?.calledAt.at(-1) ?? positionAt(source, start);
}

/** The line of the first cleanup step; without one, the line after the last step: a run must be closed in any case. */
function cleanupPiece({ source, steps, cleanup }: Scenario): Piece {
  const at = (cleanup[0] ?? steps.at(-1))?.span ?? { start: 0, end: 0 };
  return { ...inFile(source, at), code: 'afterAll(() => scenario.cleanup());' };
}

function checkPiece(place: Place | undefined): Piece {
  const at = place?.calledAt?.at(-1) ?? place;
  const code = "test('the scenario can be replayed', () => open().check());";
  return { line: at?.line ?? 1, column: at?.column ?? 1, code };
}

function titleLine({ text }: Source): number {
  const lines = text.split('\n');
  return lines.findIndex((line) => /^\uFEFF?["']?title["']?[\t ]*:/.test(line)) + 1 || 1;
}

const inOrder = (a: Piece, b: Piece): number => a.line - b.line || a.column - b.column;

/** Puts pieces, in the given order, at their lines, and at their columns if the text before leaves room. */
function layOut(pieces: readonly Piece[]): string {
  const lines: string[] = [];
  for (const { line, column, code } of pieces) {
    while (lines.length < line) lines.push('');
    const before = lines[line - 1] ?? '';
    lines[line - 1] = before.padEnd(column - 1) + code;
  }
  return `${lines.join('\n')}\n`;
}

/** A JavaScript string literal. */
function literal(text: string): string {
  return JSON.stringify(text);
}
