import type { OutcomeKind } from '../../../run/result.ts';
import {
  areas,
  type DoctorFinding,
  type FindingState,
  findingName,
  isHealthy,
  type Readiness,
  readinessVerdict,
  shownFindings,
  stateMarks,
} from '../../../tenant/doctor/doctor-finding.ts';
import { counted } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { pageLink } from '../page-link.ts';
import { prose } from '../prose.ts';

/** Missing items concern the tenant, as `blocked` does, and have the same color. */
const tones = {
  there: 'passed',
  missing: 'blocked',
  'not-knowable': 'skipped',
  'beyond-need': 'skipped',
} as const satisfies { readonly [state in FindingState]: OutcomeKind };

/** The output of the doctor for the tenant: one sentence, items that are missing or unknown, and all others folded. */
export function readinessPart(readiness: Readiness | undefined): Html {
  // With many tenants, each has its own section.
  if (readiness === undefined || readiness.tenants !== undefined) return nothing;
  const { findings, examinedAt } = readiness;
  const shown = shownFindings(findings);
  const open = (['missing', 'not-knowable'] as const).flatMap((one) => shown.filter(({ state }) => state === one));
  const quiet = shown.filter((finding) => !open.includes(finding));
  const date = examinedAt.slice(0, 16).replace('T', ' ');
  return html`<section class="readiness"><h2>Readiness of the tenant</h2>
<p class="note ${isHealthy(findings) ? 'passed' : 'blocked'}">As of <time datetime="${examinedAt}">${date} UTC</time>, ${readinessVerdict(findings)}.</p>
${list(open)}${quiet.length === 0 ? nothing : html`<details><summary>${counted(quiet.length, open.length === 0 ? 'finding' : 'other finding')}</summary>${list(quiet)}</details>`}</section>`;
}

/** The findings in a tenant, as they are shown. */
export function findingsList(findings: readonly DoctorFinding[]): Html {
  return list(shownFindings(findings));
}

function list(findings: readonly DoctorFinding[]): Html {
  return findings.length === 0 ? nothing : html`<ul class="findings">${findings.map(row)}</ul>`;
}

function row(finding: DoctorFinding): Html {
  const { area, state, why, fix, link } = finding;
  const label = html`<span class="outcome ${tones[state]}"><span class="mark" aria-hidden="true">${stateMarks[state]}</span> ${state.replace('-', ' ')}</span>`;
  // An existing item needs no advice and no link.
  const further =
    state === 'there'
      ? nothing
      : html`${fix === undefined ? nothing : html`<p class="said lines">${prose(fix)}</p>`}${link === undefined ? nothing : html`<p class="said">${pageLink(link)}</p>`}`;
  return html`<li>${label}<div><p class="lines">${prose(findingName(finding))}</p><p class="of">${areas[area]}</p></div><div><p class="said lines">${prose(why)}</p>${further}</div></li>`;
}
