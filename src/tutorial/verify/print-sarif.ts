import { safeText } from '../../diagnostics/safe-text.ts';
import type { Json } from '../../json/json.ts';
import { sarifFingerprint, sarifLocation, sarifText } from '../../json/sarif.ts';
import { type Drift, type DriftKind, driftKinds } from './find-drift.ts';

const about: { readonly [kind in DriftKind]: string } = {
  page: 'The page is wrong, or no longer says what the step was written from.',
  scenario: 'The scenario is wrong: page and service agree.',
  service: 'The service changed: page and scenario agree.',
  both: 'Page, scenario and service all differ.',
  contradiction: 'Page and scenario contradict each other, and no run says which is right.',
  vanished: 'The page no longer has a block for the step.',
  new: 'No step is documented by a block of the page.',
};

/** The drift of any number of pages for code scanning: SARIF 2.1.0 (OASIS), places in the page first. */
export function driftSarif(drifts: readonly Drift[], { version }: { readonly version: string }): string {
  const rules = driftKinds.map((kind) => ({
    id: `drift-${kind}`,
    name: `Drift${kind[0]?.toUpperCase()}${kind.slice(1)}`,
    shortDescription: { text: about[kind] },
    defaultConfiguration: { level: levelOf(kind) },
  }));
  return sarifText({ version, rules, results: drifts.map(result) });
}

const levelOf = (kind: DriftKind) => (kind === 'new' ? 'warning' : 'error');

function result(drift: Drift): Json {
  const { kind, message, fix, inPage, inScenario, step, block } = drift;
  const parts = [kind, step?.id ?? '', block?.request.method ?? '', block?.request.url ?? ''];
  const key = [...parts, ...(drift.value === undefined ? [] : [drift.value.path])].join('\n');
  return {
    ruleId: `drift-${kind}`,
    ruleIndex: driftKinds.indexOf(kind),
    level: levelOf(kind),
    message: { text: safeText(`${message}. ${fix}.`) },
    locations: [sarifLocation(inPage ?? inScenario)],
    ...(inPage === undefined || kind === 'new' ? {} : { relatedLocations: [{ id: 1, ...sarifLocation(inScenario) }] }),
    // The same drift keeps its name when lines move.
    partialFingerprints: { 'drift/v1': sarifFingerprint(key) },
  };
}
