/** Pages of results made by hand, for tests and for looking at; no part of the package. */

import { htmlReporter } from '../../../src/report/html/html-reporter.ts';
import type { ReportEnvironment } from '../../../src/report/wording/reporter.ts';
import type { RunResult, ScenarioResult } from '../../../src/run/result.ts';
import type { Readiness } from '../../../src/tenant/doctor/doctor-finding.ts';
import { evil, hostileScenario } from './sample-hostile.ts';
import {
  blockedScenario,
  manualScenario,
  passingScenario,
  sampleResult,
  sampleScenario,
  skippedScenario,
  textOf,
} from './sample-result.ts';
import {
  attestStep,
  createStep,
  deleteStep,
  exchanged,
  groupId,
  listStep,
  manyDifferences,
  postGroup,
  sampleStep,
} from './sample-steps.ts';

const owner = '010b2de0-0ed4-4ece-bfa2-22fff71d0497';
const description = 'The people who may open the doors of the building at night, including weekends';

const expected = {
  id: '<uuid>',
  displayName: 'Building security group',
  mailEnabled: false,
  createdDateTime: '<datetime>',
  description: `${description} and all public holidays`,
  owners: [{ id: owner }],
};

const actual = {
  displayName: 'Building security',
  createdDateTime: '2026-11-22T08:30:00Z',
  mailEnabled: 'false',
  theme: null,
  description: `${description} but not the public holidays`,
  owners: [{ id: owner }, { id: '5c2f2a41-7d4f-4b75-9d2c-6e1f0a3b9d10' }],
};

const wait = { ms: 40_000, cause: 'the response did not match yet' };

/** A story with everything in it: captures, waiting, differences of many kinds, a step that was not tried, cleanup. */
export const differingStory: ScenarioResult = sampleScenario({
  outcome: 'failed',
  title: 'Change a security group, and see who is in it',
  file: 'scenarios/groups/change-group.scenario.yaml',
  durationMs: 126_000,
  steps: [
    createStep({ of: 4 }),
    sampleStep({
      id: 'change-group',
      title: 'Change what the group is called',
      number: 2,
      of: 4,
      uses: ['groupId'],
      exchange: exchanged(
        { ...postGroup, method: 'PATCH', url: `/beta/groups/${groupId}` },
        200,
        JSON.stringify(actual),
      ),
      expected: JSON.stringify(expected),
      outcome: { kind: 'failed', differences: manyDifferences },
    }),
    listStep({
      number: 3,
      of: 4,
      uses: ['groupId'],
      attempts: 1200,
      durationMs: 125_000,
      clock: { of: 'recording', startedAt: '2026-11-22T08:30:00.000Z', durationMs: 15 * 24 * 3_600_000 },
      waits: [wait, wait, wait],
      captured: { memberId: owner },
    }),
    attestStep({
      number: 4,
      of: 4,
      uses: ['memberId'],
      attempts: 0,
      durationMs: 0,
      outcome: { kind: 'skipped', reason: 'earlier-step', message: 'change-group differs' },
    }),
  ],
  cleanup: [deleteStep({ uses: ['groupId'] })],
});

/** Titles and data in scripts that run from right to left, and words that do not end. */
const farStory: ScenarioResult = sampleScenario({
  file: 'scenarios/groups/far.scenario.yaml',
  title: 'مراجعة الوصول إلى مجموعة أمان',
  steps: [
    createStep({
      title: 'צור קבוצת אבטחה',
      exchange: exchanged(postGroup, 201, JSON.stringify({ displayName: 'مجموعة أمان المبنى', note: 'W'.repeat(300) })),
    }),
    listStep({
      title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft auflisten',
      uses: ['groupId'],
    }),
  ],
});

const passing = { ...passingScenario, file: 'scenarios/groups/passing.scenario.yaml' };

export const sampleResults = {
  passing: sampleResult([passing], { exitCode: 0 }),
  everything: sampleResult([passing, differingStory, blockedScenario, manualScenario, skippedScenario, farStory], {
    exitCode: 1,
  }),
  leftovers: sampleResult([sampleScenario({ against: 'live', leftovers: ['DELETE /beta/groups/1'] })], {
    exitCode: 4,
    leftovers: ['DELETE /beta/groups/1'],
  }),
  hostile: sampleResult([hostileScenario], { exitCode: 4, leftovers: [evil] }),
  empty: sampleResult([], { exitCode: 2 }),
} as const satisfies { readonly [name: string]: RunResult };

/** A tenant that lacks a license, and of which not all can be known. */
export const sampleReadiness: Readiness = {
  examinedAt: '2026-11-22T08:30:00.000Z',
  findings: [
    { area: 'network', what: 'Microsoft Graph responds', state: 'there', why: 'it answered after 120 ms' },
    {
      area: 'permission',
      what: 'Group.ReadWrite.All',
      state: 'not-knowable',
      why: 'there is no token to check',
      actor: 'admin',
      link: 'https://learn.example/permissions#group',
    },
    { area: 'permission', what: 'Mail.Send', state: 'beyond-need', why: 'nothing here needs it', actor: 'admin' },
    {
      area: 'license',
      what: 'AAD_PREMIUM_P2',
      state: 'missing',
      why: 'no subscription of the tenant has it',
      fix: 'Assign a license that has it.\nA trial will do.',
      link: 'https://learn.example/licenses',
    },
  ],
};

/** The page of a result. */
export function pageOf(result: RunResult, options: Pick<ReportEnvironment, 'readiness' | 'changes'> = {}): string {
  return textOf((sink) => htmlReporter(sink, { version: '0.1.0', ...options }), result);
}

/** A run of many scenarios, each with ten steps; a few differ. */
export function manyScenarios(count: number): RunResult {
  const scenarios = Array.from({ length: count }, (_, index) => {
    const file = `scenarios/many/scenario-${index}.scenario.yaml`;
    if (index % 100 === 50) return { ...differingStory, file, title: `Scenario ${index} differs` };
    const steps = Array.from({ length: 9 }, (_, at) =>
      at === 0
        ? createStep({ of: 9 })
        : listStep({
            id: `list-${at}`,
            number: at + 1,
            of: 9,
            uses: ['groupId'],
            title: `List its members, time ${at}`,
          }),
    );
    return sampleScenario({ file, title: `Scenario ${index}`, steps, cleanup: [deleteStep({ uses: ['groupId'] })] });
  });
  return sampleResult(scenarios, { exitCode: 1 });
}
