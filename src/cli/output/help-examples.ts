const tenant = '--tenant 00000000-0000-4000-8000-000000000000';

/** The arguments of examples by command, as `--help` shows them. */
export const helpExamples: { readonly [command: string]: readonly string[] } = {
  init: ['init', 'init --for documentation --yes'],
  run: [
    'run library:access-reviews',
    'run scenarios/groups -r terminal -r html',
    `run --against live ${tenant} --env .env.test scenarios/groups`,
  ],
  record: ['record scenarios/groups/create.scenario.yaml', `record --against live ${tenant} --expires P1Y scenarios`],
  check: ['check', 'check --contract --strict-contract scenarios/groups'],
  list: ['list', 'list --tags "groups and not slow" --json'],
  doctor: [`doctor ${tenant} library:security-group`, `doctor ${tenant} --json scenarios > readiness.json`],
  resume: ['resume mbr4k2q7x5nza', 'resume --unattended mbr4k2q7x5nza'],
  cleanup: ['cleanup --dry-run', 'cleanup --all --env .env.test'],
  report: ['report -r markdown', 'report parts/*.json -r html -r junit', 'report --compare before.json after.json'],
  sandbox: ['sandbox --demo', 'sandbox --port 8443 --clock 2026-11-22T08:30:00Z'],
  drift: ['drift --pages ../docs', 'drift --page groups.md --fix scenarios/groups.scenario.yaml'],
  coverage: ['coverage ../docs --min 80', 'coverage groups.md --scenarios scenarios/groups'],
  pages: [
    'pages check docs --metadata v1.0.2026-08.xml --permissions permissions.json',
    'pages check docs --baseline known.json --since origin/main --github',
  ],
  metadata: ['metadata pull', 'metadata pull --version beta'],
  diff: ['diff last-month.json today.json', 'diff last-month.json today.json --markdown'],
  scan: ['scan reports scenarios', 'scan --secret-env AZURE_CLIENT_SECRET reports'],
  import: ['import groups.md', 'import groups.md -o scenarios/groups/create.scenario.yaml --force'],
  export: ['export --markdown scenarios/groups.scenario.yaml', 'export --markdown groups.scenario.yaml -o groups.md'],
  completion: ['completion bash > ~/.local/share/bash-completion/completions/tutorial-replay', 'completion powershell'],
  schema: ['schema > scenario.schema.json', 'schema result'],
};
