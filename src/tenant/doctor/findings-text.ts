import { safeLine } from '../../diagnostics/safe-text.ts';
import {
  areas,
  countsText,
  type DoctorFinding,
  findingName,
  isHealthy,
  readinessVerdict,
  shownFindings,
  stateMarks,
  type TenantFindings,
} from './doctor-finding.ts';

/** The findings as a table, by area, with the fix below each missing item. */
export function findingsText(all: readonly DoctorFinding[]): string {
  const findings = shownFindings(all);
  const width = Math.max(...findings.map((finding) => nameOf(finding).length));
  const blocks = [...new Set(findings.map(({ area }) => area))].map((area) => {
    const rows = findings.filter((finding) => finding.area === area).map((finding) => `${row(finding, width)}\n`);
    return `${areas[area]}\n${rows.join('')}`;
  });
  return [...blocks, `${readinessVerdict(all)}; nothing was written\n`].join('\n');
}

/** The same for many tenants: a line for each, and below it the items that are missing or unknown. */
export function fleetFindingsText(tenants: readonly TenantFindings[]): string {
  const blocks = tenants.map(({ name, findings }) => {
    const open = shownFindings(findings).filter(({ state }) => state === 'missing' || state === 'not-knowable');
    const width = Math.max(0, ...open.map((finding) => nameOf(finding).length));
    const mark = stateMarks[isHealthy(findings) ? 'there' : 'missing'];
    return [`${mark} ${safeLine(name)}  ${countsText(findings)}`, ...open.map((finding) => row(finding, width))];
  });
  const ready = tenants.filter(({ findings }) => isHealthy(findings)).length;
  return `${[...blocks.flat(), '', `${ready} of ${tenants.length} tenants are ready; nothing was written`].join('\n')}\n`;
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
