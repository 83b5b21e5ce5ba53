import { placeText } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { StepDocument } from '../../format/scenario/print-scenario.ts';
import { isNote } from '../page/defect-level.ts';
import type { Imported } from './import-tutorial.ts';
import { isNoExample } from './steps/left-out.ts';

/**
 * The summary of an import for a person: what was understood, what was guessed, what the person has to decide, and what
 * is wrong on the page.
 */
export function importSummary({ document, recording, links, guesses, defects, leftOut }: Imported): readonly string[] {
  const { steps, cleanup = [], inputs = {} } = document;
  const byHand = [...steps, ...cleanup].filter(({ manual }) => manual !== undefined).length;
  const exchanges = Object.values(recording.steps).flat();
  const derived = exchanges.filter(({ origin }) => origin === 'derived').length;
  const captured = [...steps, ...cleanup].reduce((sum, { capture = {} }) => sum + Object.keys(capture).length, 0);
  const unsure = guesses.filter(({ sure }) => sure === 'unsure');
  const likelyLinks = guesses.filter(({ sure, link }) => sure === 'likely' && link === true);
  const likely = guesses.length - unsure.length;
  return [
    `understood: ${counted(steps.length, 'step')}, ${counted(cleanup.length, 'cleanup step')}, ${counted(Object.keys(document.actors).length, 'actor')}`,
    `            ${counted(links.length, 'link')} between steps: ${counted(captured, 'capture')}, ${counted(Object.keys(inputs).length, 'input')}`,
    `            ${counted(exchanges.length, 'exchange')} recorded, ${derived} of them derived`,
    `guessed:    ${likely} likely, ${unsure.length} unsure; each is a comment in the scenario`,
    ...section('needs you:', [
      ...(byHand === 0
        ? []
        : [`${counted(byHand, 'step')} for a person; give them \`unattended\` where a call does the same`]),
      ...[...unsure, ...likelyLinks].map(
        ({ about, line, why }) => `${about}${line === undefined ? '' : ` (line ${line})`}: ${safeLine(why)}`,
      ),
      ...leftOutLines(leftOut.filter(({ why }) => why !== isNoExample)),
    ]),
    ...section('wrong with the page:', defects.filter((one) => !isNote(one)).map(problemLine)),
    ...section('notes:', [
      ...publishedPasswords([...steps, ...cleanup]),
      ...defects.filter(isNote).map(problemLine),
      ...leftOutLines(leftOut.filter(({ why }) => why === isNoExample)),
    ]),
  ];
}

/** Left-out requests, by reason. */
function leftOutLines(leftOut: Imported['leftOut']): readonly string[] {
  const reasons = new Map<string, Set<number>>();
  for (const { line, why } of leftOut) reasons.set(why, (reasons.get(why) ?? new Set()).add(line));
  return [...reasons].map(([why, found]) => {
    const lines = [...found];
    const more = lines.length > mostLines ? `, and ${lines.length - mostLines} more` : '';
    const which =
      lines.length === 1 ? `line ${lines[0]} is` : `lines ${lines.slice(0, mostLines).join(', ')}${more} are`;
    return `${which} left out: ${safeLine(why)}`;
  });
}

const mostLines = 8;

/** The password on the page is public, so no user may be created with it. */
function publishedPasswords(steps: readonly StepDocument[]): readonly string[] {
  return steps.flatMap(({ id, page, request }) => {
    const body = request?.body;
    if (body === undefined || !textsIn(body).includes('${run.password}')) return [];
    const where = page?.line === undefined ? '' : ` (line ${page.line})`;
    return [`${id}${where}: the page publishes a password; each run makes one of its own instead`];
  });
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function problemLine({ at, code, message }: Problem): string {
  return `${at === undefined ? '' : `${safeLine(placeText(at))}: `}${code}: ${safeLine(message)}`;
}
