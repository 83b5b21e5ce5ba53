import { safeLine } from '../../diagnostics/safe-text.ts';
import {
  areas,
  type DoctorFinding,
  findingName,
  readinessVerdict,
  shownFindings,
  stateMarks,
} from './doctor-finding.ts';

/** The findings as a table for people: an area each, and below what is not there what to do. */
export function findingsText(all: readonly DoctorFinding[]): string {
  const findings = shownFindings(all);
  const width = Math.max(...findings.map((finding) => nameOf(finding).length));
  const blocks = [...new Set(findings.map(({ area }) => area))].map((area) => {
    const rows = findings.filter((finding) => finding.area === area).map((finding) => `${row(finding, width)}\n`);
    return `${areas[area]}\n${rows.join('')}`;
  });
  return [...blocks, `${readinessVerdict(all)}; nothing was written\n`].join('\n');
}

function row(finding: DoctorFinding, width: number): string {
  const { state, why, fix, link } = finding;
  const head = `  ${stateMarks[state]} ${nameOf(finding).padEnd(width)}  ${safeLine(why)}`;
  if (state === 'there') return head;
  const below = [fix, link].filter((text) => text !== undefined);
  return [head, ...below.map((text) => `      ${safeLine(text)}`)].join('\n');
}

function nameOf(finding: DoctorFinding): string {
  return safeLine(findingName(finding));
}
