import { displayWidth, padded, shortened, shortenedInside } from '../../diagnostics/display-width.ts';
import { safeLine, safeText } from '../../diagnostics/safe-text.ts';
import { differencesFound } from '../../expectation/compare/difference.ts';
import type { StepResult } from '../../run/result.ts';
import { byPersonLabel, personsWordText } from '../wording/by-person.ts';
import { counted, groupedDigits, lagText, tookText } from '../wording/duration-text.ts';
import { exchangeLines } from '../wording/exchange-lines.ts';
import { differenceText, isStatusWrong } from '../wording/outcome-message.ts';
import { notesOf } from '../wording/step-notes.ts';
import { outcomeMark, type View, viewLines } from '../wording/terminal-view.ts';

const widestId = 32;
const streamedId = 24;
const roomForResult = 32;

/** The columns that the steps of one scenario share. */
export type StepColumns = { readonly number: number; readonly id: number; readonly request: number };

export function stepColumns(steps: readonly StepResult[], view: View): StepColumns {
  const number = Math.max(1, ...steps.map((step) => String(step.number).length));
  const id = Math.min(widestId, Math.max(1, ...steps.map((step) => displayWidth(safeLine(step.id)))));
  const room = Math.max(24, view.columns - number - id - roomForResult);
  const request = Math.min(room, Math.max(0, ...steps.map((step) => displayWidth(requestText(step, room)))));
  return { number, id, request };
}

/** The columns for steps of which only the number is known. */
export function streamedColumns(steps: number, view: View): StepColumns {
  const [number, id] = [String(steps).length, streamedId];
  return { number, id, request: Math.max(24, view.columns - number - id - roomForResult) };
}

/** A step on one line, and below it the notes that a person should see. */
export function stepLines(step: StepResult, columns: StepColumns, view: View): readonly string[] {
  const { paint } = view;
  const number = String(step.number).padStart(columns.number);
  const id = padded(shortened(safeLine(step.id), columns.id), columns.id);
  const request = requestText(step, columns.request);
  const left = `  ${outcomeMark(step.outcome.kind, paint)}  ${paint.dim(number)}  ${id}  `;
  const below = ' '.repeat(columns.number + 7);
  const result = resultText(step, view);
  const line = request === '' ? left + result : `${left}${paint.dim(padded(request, columns.request))}  ${result}`;
  return [
    ...viewLines(line, view),
    ...promptLines(step, below),
    ...[...unmatchedLines(step, view, below), ...noteLines(step, view, below)].flatMap((one) => viewLines(one, view)),
    ...bodyLines(step, view, below),
  ];
}

function requestText(step: StepResult, width: number): string {
  if (step.exchange === undefined) return '';
  const { method, url } = step.exchange.request;
  return `${method} ${shortUrl(safeLine(url), width - method.length - 1)}`;
}

const guids = /([0-9a-f]{4})[0-9a-f]{4}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/** In a url that is too long, ids are shortened first: the words around them describe the step. */
function shortUrl(url: string, width: number): string {
  return url.length <= width ? url : shortenedInside(url.replace(guids, '$1…'), width);
}

function resultText(step: StepResult, view: View): string {
  const { outcome, exchange } = step;
  const { paint } = view;
  const words: string[] = [];
  if (exchange !== undefined) {
    const status = String(exchange.response.status);
    const wrong = outcome.kind === 'blocked' ? paint.yellow : paint.red;
    words.push(isStatusWrong(outcome) ? wrong(status) : status);
  }
  if (step.attempts > 1) words.push(paint.dim(`after ${step.attempts} attempts, ${tookText(step)}`));
  if (step.lagMs !== undefined) words.push(paint.dim(lagText(step.lagMs)));
  const said = personsWordText(step);
  if (said !== undefined) words.push(`${byPersonLabel}: ${safeLine(said)}`);
  switch (outcome.kind) {
    case 'passed':
      break;
    case 'failed':
      words.push(paint.red(counted(differencesFound(outcome.differences), 'difference')));
      break;
    case 'blocked':
      words.push(paint.yellow(`blocked: ${outcome.reason}`));
      break;
    case 'skipped':
      words.push(paint.dim(`skipped, ${outcome.reason}: ${safeLine(outcome.message)}`));
      break;
    case 'pending':
      words.push(paint.yellow('waits for a person:'));
      break;
    default:
      outcome satisfies never;
  }
  return words.join('  ');
}

/** Behind a gutter: a line of data never begins a line of a log, not even after spaces. */
function promptLines(step: StepResult, indent: string): readonly string[] {
  if (step.outcome.kind !== 'pending') return [];
  return safeText(step.outcome.prompt)
    .trimEnd()
    .split('\n')
    .map((line) => `${indent}| ${line}`);
}

const mostUnmatched = 3;

/** Differences that an earlier step may have caused: information, not a failure. */
function unmatchedLines(step: StepResult, view: View, indent: string): readonly string[] {
  const { unmatched } = notesOf(step);
  const shown = view.verbose ? unmatched : unmatched.slice(0, mostUnmatched);
  const more = differencesFound(unmatched) - shown.length;
  const lines = [
    ...shown.map(differenceText),
    ...(more === 0 ? [] : [`and ${groupedDigits(more)} more${view.verbose ? '' : ' (-v lists them)'}`]),
  ];
  return lines.map((line) => indent + view.paint.dim(safeLine(line)));
}

function noteLines(step: StepResult, view: View, indent: string): readonly string[] {
  const notes = notesOf(step).undocumented;
  if (notes.length === 0 || !view.verbose) return [];
  const found = differencesFound(notes);
  const part = found > notes.length ? `first ${groupedDigits(notes.length)} of ` : '';
  return [
    indent + view.paint.dim(`${part}${undocumentedText(found)}: received, not expected`),
    ...notes.map((note) => {
      const value = note.actual === undefined ? '' : ` = ${safeLine(note.actual)}`;
      return `${indent}  ${safeLine(note.path)}${view.paint.dim(value)}`;
    }),
  ];
}

/** The undocumented properties of all steps in one line: without `-v`, a line below each step would only distract. */
export function undocumentedLines(steps: readonly StepResult[], view: View): readonly string[] {
  const counts = steps.map((step) => differencesFound(notesOf(step).undocumented)).filter((count) => count > 0);
  if (view.verbose || counts.length === 0) return [];
  const found = counts.reduce((sum, count) => sum + count, 0);
  const where = counts.length === 1 ? '' : ` in ${counted(counts.length, 'step')}`;
  const line = `  ${undocumentedText(found)}${where}: received, not expected (-v lists them)`;
  return viewLines(view.paint.dim(line), view);
}

function undocumentedText(found: number): string {
  return `${groupedDigits(found)} undocumented ${found === 1 ? 'property' : 'properties'}`;
}

function bodyLines(step: StepResult, view: View, indent: string): readonly string[] {
  if (!view.verbose || step.exchange === undefined) return [];
  return exchangeLines(step.exchange, view, indent);
}
