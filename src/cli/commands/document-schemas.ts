import { scenarioEditorSchema, stepsEditorSchema } from '../../expectation/compile/editor-schema.ts';
import { type DocumentName, documentNames } from '../../format/document/document-names.ts';
import { jsonSchema } from '../../format/document/json-schema.ts';
import { recordingSchema } from '../../format/recording/recording.ts';
import type { OwnNames } from '../../format/scenario/compose/own-names.ts';
import { runStateSchema } from '../../harness/run-state.ts';
import { scanSchema } from '../../redaction/scan/scan-document.ts';
import { comparisonSchema } from '../../report/compare/comparison-json.ts';
import { manifestSchema } from '../../report/evidence/manifest.ts';
import { resultSchema } from '../../report/result/result-schema.ts';
import { seedSchema } from '../../sandbox/packs/directory/seed/seed.ts';
import { readinessSchema } from '../../tenant/doctor/doctor-finding.ts';
import { tenantsSchema } from '../../tenant/fleet/tenants-schema.ts';
import { historySchema } from '../../tenant/history/history-run.ts';
import { trendsSchema } from '../../tenant/history/history-trends.ts';
import { ledgerSchema } from '../../tenant/ledger/ledger-record.ts';
import { baselineSchema } from '../../tutorial/check/baseline.ts';
import { pageFindingsSchema } from '../../tutorial/check/page-report.ts';
import { coverageSchema, driftSchema } from '../../tutorial/verify/drift-document.ts';
import { listSchema } from '../output/list-document.ts';

/**
 * The schema of each document that is not edited in an editor: its type, its parser and its JSON Schema are derived
 * from it.
 */
export const documentSchemas = {
  seed: seedSchema,
  tenants: tenantsSchema,
  recording: recordingSchema,
  result: resultSchema,
  ledger: ledgerSchema,
  state: runStateSchema,
  history: historySchema,
  trends: trendsSchema,
  manifest: manifestSchema,
  baseline: baselineSchema,
  list: listSchema,
  readiness: readinessSchema,
  drift: driftSchema,
  coverage: coverageSchema,
  pages: pageFindingsSchema,
  diff: comparisonSchema,
  scan: scanSchema,
} as const;

/** The JSON Schema (draft 2020-12) of a document; of a scenario and of shared steps with the names of some of them, where they are given. */
export function documentJsonSchema(name: DocumentName, own?: OwnNames): object {
  // Editors complete matchers and `${…}`.
  if (name === 'scenario') return scenarioEditorSchema(own);
  if (name === 'steps') return stepsEditorSchema(own);
  return jsonSchema(documentSchemas[name], `tutorial-replay: ${documentNames[name]}`);
}
