import { isHealthy, type Readiness } from '../../../tenant/doctor/doctor-finding.ts';
import { betweenKinds } from '../../tenants/between-tenants.ts';
import { type MatrixRow, obstacleOf, rowOutcome, type TenantMatrix } from '../../tenants/tenant-matrix.ts';
import { counted } from '../../wording/duration-text.ts';
import { type Html, html, nothing } from '../html-text.ts';
import { outcomeLabel, outcomeWords } from '../outcome-label.ts';
import { prose } from '../prose.ts';
import { findingsList } from './readiness-part.ts';

/** Tenants by scenarios: a cell leads to its story, a name shows the stories of that tenant alone. */
export function tenantsPart(matrix: TenantMatrix | undefined, readiness: Readiness | undefined): Html {
  if (matrix === undefined) return nothing;
  const { rows, scenarios } = matrix;
  const ready = new Map((readiness?.tenants ?? []).map(({ name, findings }) => [name, findings]));
  const readyHead = ready.size === 0 ? nothing : html`<th scope="col">readiness</th>`;
  const readyCell = ({ name }: MatrixRow) => {
    const findings = ready.get(name);
    if (ready.size === 0) return nothing;
    if (findings === undefined) return html`<td></td>`;
    return html`<td>${isHealthy(findings) ? html`<span class="outcome passed">ready</span>` : html`<span class="outcome blocked">not ready</span>`}</td>`;
  };
  return html`<section class="tenants" id="tenants"><h2>Tenants</h2>
<div class="wide" tabindex="0" role="region" aria-label="Tenants by scenarios"><table class="matrix"><thead><tr><th scope="col">tenant</th>${readyHead}${scenarios.map(({ title }, index) => html`<th scope="col"><abbr title="${title}">${index + 1}</abbr></th>`)}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr class="${rowOutcome(row)}"><th scope="row"><button type="button" data-find-words="${row.name}">${row.name}</button></th>${readyCell(row)}${scenarios.map(({ file, title }) => cellOf(row, file, title))}</tr>
`,
  )}</tbody></table></div>
<ol class="legend">${scenarios.map(({ title }) => html`<li>${title}</li>`)}</ol>
${obstaclesPart(rows)}${betweenPart(matrix)}${readinessOfEach(readiness)}</section>`;
}

function cellOf(row: MatrixRow, file: string, title: string): Html {
  const cell = row.cells.get(file);
  if (cell === undefined) {
    const why = obstacleOf(row, file)?.message ?? 'not run';
    return html`<td class="none"><abbr title="${why}">·</abbr></td>`;
  }
  const { mark, word } = outcomeWords[cell.outcome];
  const said = `${row.name}, ${title}: ${word}${cell.said === undefined ? '' : `, ${cell.said}`}`;
  const text = html`<span class="mark ${cell.outcome}" aria-hidden="true">${mark}</span>`;
  return html`<td class="${cell.outcome}"><a href="#${cell.anchor ?? ''}" title="${said}" aria-label="${said}">${text}</a></td>`;
}

function obstaclesPart(rows: readonly MatrixRow[]): Html {
  const all = rows.flatMap(({ name, obstacles = [] }) => obstacles.map((one) => ({ name, ...one })));
  if (all.length === 0) return nothing;
  const items = all.map(
    ({ name, file, message, fix }) =>
      html`<li>${outcomeLabel('blocked')}<div>${name}<p class="of">${file ?? 'every scenario'}</p></div><p class="said">${prose(message)}${fix === undefined ? nothing : html`. <em>What to do: ${prose(fix)}</em>`}</p></li>`,
  );
  return html`<div class="troubles"><h3>Not run</h3><ol>${items}</ol></div>`;
}

const mostBetween = 100;

function betweenPart({ between }: TenantMatrix): Html {
  if (between.length === 0) return nothing;
  const shown = between.slice(0, mostBetween);
  const left = between.length - shown.length;
  const items = shown.map(
    ({ scenario, step, kind, ways }) =>
      html`<li><strong>${betweenKinds[kind]}</strong><div>${step === '' ? scenario : step}<p class="of">${step === '' ? nothing : scenario}</p></div><ul>${ways.map(({ text, tenants }) => html`<li><code>${text}</code> in ${tenants.join(', ')}</li>`)}</ul></li>`,
  );
  return html`<div class="troubles between"><h3>What differs between tenants</h3><ol>${items}</ol>${left > 0 ? html`<p class="left">and ${left} more</p>` : nothing}</div>`;
}

function readinessOfEach(readiness: Readiness | undefined): Html {
  const tenants = readiness?.tenants ?? [];
  if (tenants.length === 0) return nothing;
  const each = tenants.map(({ name, findings }) => {
    const missing = findings.filter(({ state }) => state === 'missing').length;
    return html`<details><summary>${outcomeLabel(missing === 0 ? 'passed' : 'blocked')} ${name}: ${missing === 0 ? 'ready' : `${counted(missing, 'object')} missing`}</summary>${findingsList(findings)}</details>`;
  });
  return html`<div class="readiness"><h3>Readiness of each</h3>${each}</div>`;
}
