import { safeLine } from '../diagnostics/safe-text.ts';
import { type Area, areas, type Finding, type FindingState, isHealthy } from './finding.ts';

const marks: { readonly [state in FindingState]: string } = {
  there: '✓',
  missing: '✗',
  'not-knowable': '?',
  'beyond-need': '+',
};

/** The findings as a table for people: an area each, and below what is not there what to do. */
export function findingsText(all: readonly Finding[]): string {
  const findings = [...all.filter(({ state }) => state !== 'beyond-need'), ...beyondNeed(all)];
  const width = Math.max(...findings.map((finding) => nameOf(finding).length));
  const order = Object.keys(areas) as Area[];
  const blocks = order
    .map((area) => findings.filter((finding) => finding.area === area))
    .filter(({ length }) => length > 0);
  return [...blocks.map((block) => blockText(block, width)), summary(all)].join('\n');
}

/** A token may allow much that nobody here needs: a row for each actor. */
function beyondNeed(findings: readonly Finding[]): readonly Finding[] {
  const beyond = findings.filter(({ state }) => state === 'beyond-need');
  return [...new Set(beyond.map(({ actor }) => actor))].flatMap((actor) => {
    const own = beyond.filter((finding) => finding.actor === actor);
    const [first] = own;
    if (first === undefined) return [];
    return [{ ...first, what: 'beyond need', why: own.map(({ what }) => what).join(', ') }];
  });
}

function blockText(findings: readonly Finding[], width: number): string {
  const [first] = findings;
  const title = first === undefined ? '' : areas[first.area];
  return `${title}\n${findings.map((finding) => `${row(finding, width)}\n`).join('')}`;
}

function row(finding: Finding, width: number): string {
  const { state, why, fix, link } = finding;
  const head = `  ${marks[state]} ${nameOf(finding).padEnd(width)}  ${safeLine(why)}`;
  if (state === 'there') return head;
  const below = [fix, state === 'beyond-need' ? undefined : link].filter((text) => text !== undefined);
  return [head, ...below.map((text) => `      ${safeLine(text)}`)].join('\n');
}

function nameOf({ what, actor }: Finding): string {
  return safeLine(actor === undefined ? what : `${actor}: ${what}`);
}

function summary(findings: readonly Finding[]): string {
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  const counts = `${count('there')} there, ${count('missing')} missing, ${count('not-knowable')} not knowable`;
  const verdict = isHealthy(findings) ? 'nothing known stands in the way of a run' : 'a run would not get through';
  return `${counts}: ${verdict}; nothing was written\n`;
}
