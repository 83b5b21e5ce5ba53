/** Every JSON or YAML document that a person or a tool reads, by its name for `schema`, and its source. */
export const documentNames = {
  scenario: 'a scenario file',
  steps: 'a file of shared steps',
  seed: 'a seed of the sandbox',
  tenants: 'a tenants file',
  recording: 'a recording',
  result: 'RESULT.json, which `run -r json` writes',
  ledger: 'a line of a ledger',
  state: 'the state of a suspended run',
  history: 'a run of a history',
  trends: 'what `report --history -r json` writes',
  manifest: 'the manifest of an evidence pack',
  baseline: 'what `pages check --write-baseline` writes',
  list: 'what `list --json` prints',
  readiness: 'what `doctor --json` prints',
  drift: 'what `drift --json` prints',
  coverage: 'what `coverage --json` prints',
  pages: 'what `pages check --json` prints',
  diff: 'what `diff --json` prints',
  scan: 'what `scan --json` prints',
} as const;

export type DocumentName = keyof typeof documentNames;
