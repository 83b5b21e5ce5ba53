import { describe, expect, test } from 'vitest';
import {
  blockedScenario,
  differingScenario,
  passingScenario,
  sampleResult,
  textOf,
} from '../../../test/support/report/sample-result.ts';
import { displayWidth } from '../../diagnostics/display-width.ts';
import type { RunResult, ScenarioResult } from '../../run/result.ts';
import { markdownReporter } from '../ci/markdown-reporter.ts';
import { htmlReporter } from '../html/html-reporter.ts';
import { junitReporter } from '../junit/junit-reporter.ts';
import { terminalReporter } from '../terminal/terminal-reporter.ts';
import { matrixBuilder } from './tenant-matrix.ts';

const file = 'scenarios/access.scenario.yaml';
const inTenant = (tenantName: string, scenario: ScenarioResult): ScenarioResult => {
  const { recording: _, ...rest } = scenario;
  return { ...rest, tenantName, file, title: 'Review access', against: 'live' };
};

/** The same steps with one that lacks a license. */
const unlicensed: ScenarioResult = {
  ...passingScenario,
  outcome: 'blocked',
  steps: passingScenario.steps.map((step, index) =>
    index === 0
      ? { ...step, outcome: { kind: 'blocked', reason: 'missing-license', message: 'no license of contoso' } }
      : step,
  ),
};

const many = Array.from({ length: 12 }, (_, index) => `customer-${index + 10}`);
const result: RunResult = {
  ...sampleResult([...many.map((name) => inTenant(name, passingScenario)), inTenant('fabrikam', unlicensed)], {
    exitCode: 3,
  }),
};
const tenants = [
  ...many.map((name) => ({ name, tags: ['weekly'] })),
  { name: 'fabrikam', tags: [] },
  {
    name: 'northwind',
    tags: [],
    obstacles: [
      { code: 'missing-credential', message: 'no setting defines how the actor `admin` signs in', fix: 'set it' },
    ],
  },
];
const fleet: RunResult = {
  ...result,
  summary: { ...result.summary, against: 'live', tenants, notRun: { tenant: 1 } },
};

function matrixOf(scenarios: readonly ScenarioResult[], names: readonly string[]) {
  const builder = matrixBuilder();
  for (const scenario of scenarios) builder.add(scenario);
  const matrix = builder.matrix({ tenants: names.map((name) => ({ name, tags: [] })) });
  if (matrix === undefined) throw new Error('there is no matrix');
  return matrix;
}

describe('between tenants', () => {
  test('a license that one lacks is reported as licenses, with the tenants of each way', () => {
    const { between } = matrixOf([...fleet.scenarios], [...many, 'fabrikam']);
    expect(between).toMatchObject([
      {
        kind: 'license',
        step: passingScenario.steps[0]?.id,
        ways: [{ tenants: many }, { text: 'blocked: missing-license', tenants: ['fabrikam'] }],
      },
    ]);
  });

  test('the same everywhere is not a difference, whatever it is', () => {
    expect(matrixOf([inTenant('a', blockedScenario), inTenant('b', blockedScenario)], ['a', 'b']).between).toEqual([]);
    expect(matrixOf([inTenant('a', differingScenario), inTenant('b', differingScenario)], ['a', 'b']).between).toEqual(
      [],
    );
  });

  test('another version of the service is reported where both pass', () => {
    const [first] = passingScenario.steps;
    if (first?.exchange === undefined) throw new Error('the sample has no exchange');
    const { request, response } = first.exchange;
    const versioned = (version: string): ScenarioResult => ({
      ...passingScenario,
      steps: [
        {
          ...first,
          exchange: { request, response: { ...response, headers: { ...response.headers, 'odata-version': version } } },
        },
      ],
    });
    const { between } = matrixOf([inTenant('a', versioned('4.0')), inTenant('b', versioned('4.01'))], ['a', 'b']);
    expect(between).toMatchObject([{ kind: 'api' }]);
  });
});

describe('a run over many tenants', () => {
  test('fits 80 columns on a terminal, what needs a look first', () => {
    const text = textOf(
      (sink) => terminalReporter({ write: sink.write, color: false, live: false, columns: 80, verbose: false }),
      fleet,
    );
    const lines = text.slice(text.indexOf('Tenants '), text.indexOf('Look at ')).split('\n\n')[0]?.split('\n') ?? [];
    expect(lines[0]).toMatch(/^Tenants {6}! fabrikam {3}1 blocked$/);
    expect(lines[1]).toMatch(/^ {13}! northwind {2}not run: no setting defines how/);
    expect(lines[2]).toMatch(/^ {13}✓ 12 passed in full: customer-10, /);
    expect(lines.join('\n')).toMatch(/≠ licenses: Review access › /);
    expect(lines.filter((line) => displayWidth(line) > 80)).toEqual([]);
    expect(text).toContain('! fabrikam: Review access');
  });

  test('is a table in Markdown, with what differs below', () => {
    const text = textOf((sink) => markdownReporter(sink), fleet);
    expect(text).toContain('| ! `fabrikam` | ! |');
    expect(text).toContain('| ! `northwind` | `missing-credential` |');
    expect(text).toMatch(/- \*\*licenses\*\*, .*`fabrikam`/);
  });

  test('is a table in html, each cell of which leads to its story', () => {
    const page = textOf((sink) => htmlReporter(sink, { version: '1' }), fleet);
    const links = [...page.matchAll(/<td class="(?:passed|blocked)"><a href="#([^"]+)"/g)].map(([, anchor]) => anchor);
    expect(links.length).toBe(13);
    expect(links.filter((anchor) => !page.includes(`id="${anchor}"`))).toEqual([]);
    expect(page).toContain('<h3>fabrikam: Review access</h3>');
    expect(page).toContain('data-find-words="fabrikam"');
  });

  test('is a suite for each in JUnit, and what could not be tested is an error', () => {
    const xml = textOf((sink) => junitReporter(sink), fleet);
    const suites = [...xml.matchAll(/<testsuite name="([^"]+)" tests="(\d+)"[^>]*errors="(\d+)"/g)].map(
      ([, name, tests, errors]) => `${name} ${tests} ${errors}`,
    );
    expect(suites).toContain('northwind 1 1');
    expect(suites.filter((suite) => suite.startsWith('customer-')).length).toBe(12);
    expect(xml).toContain('classname="fabrikam.scenarios.access"');
  });
});
