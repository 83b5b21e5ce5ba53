/** Steps and differences made by hand for the tests of this room; no part of the package. */
import { type Place, placeAt } from '../../../src/diagnostics/place.ts';
import type { Source } from '../../../src/diagnostics/source.ts';
import type { Difference } from '../../../src/expectation/compare/difference.ts';
import type { Exchange, HttpRequest } from '../../../src/http/message.ts';
import { withExcerpt } from '../../../src/run/execute/shown-differences.ts';
import type { ServiceClock, StepResult } from '../../../src/run/result.ts';

export const groupSource: Source = {
  path: 'scenarios/groups/building-security.scenario.yaml',
  text: `title: Create a security group and read it back
tutorial: https://learn.example/graph/groups
steps:
  - id: create-group
    title: Create the group
    request: { method: POST, url: /beta/groups }
    response:
      status: 201
      body:
        id: <uuid>
        displayName: Building security group
        mailEnabled: false
        description: The people who may open the doors of the building at night, including weekends and all public holidays
        owners:
          - id: 010b2de0-0ed4-4ece-bfa2-22fff71d0497
    capture:
      groupId: $.id
  - id: list-members
    title: List its members
    request: { method: GET, url: "/beta/groups/\${groupId}/members" }
    response: { status: 200 }
  - id: attest
    title: Attest in My Access
cleanup:
  - id: delete-group
    title: Delete the group
`,
};

/** The place of a text of the sample scenario, as a result has it. */
export function sampleAt(text: string, source = groupSource): Place {
  const start = source.text.indexOf(text);
  if (start === -1) throw new Error(`the sample has no ${text}`);
  return withExcerpt(placeAt(source, { start, end: start + text.length }), (line) => line);
}

export const groupId = '9f1f2c4e-6b1a-4f4c-8a51-0d9f6f0c2b7e';

export const postGroup: HttpRequest = {
  method: 'POST',
  url: '/beta/groups',
  headers: { 'content-type': 'application/json' },
  body: { displayName: 'Building security group', mailEnabled: false, size: 9007199254740993n },
};

export function exchanged(request: HttpRequest, status: number, text = ''): Exchange {
  const headers = { 'content-type': 'application/json', 'request-id': '00000000-0000-0000-0000-00000000a001' };
  return { request, response: { status, headers, text } };
}

const createExchange = exchanged(
  postGroup,
  201,
  `{"id":"${groupId}","displayName":"Building security group","mailEnabled":false,"size":9007199254740993}`,
);
export const listExchange = exchanged(
  { method: 'GET', url: `/beta/groups/${groupId}/members`, headers: {} },
  200,
  '{"value":[]}',
);
const deleteExchange = exchanged({ method: 'DELETE', url: `/beta/groups/${groupId}`, headers: {} }, 204);

/** The clock of a recording, which moved on. */
export function recordingClock(durationMs: number): ServiceClock {
  return { of: 'recording', startedAt: '2026-11-22T08:30:00.000Z', durationMs };
}

/** A step that passed, but for what is said otherwise. */
export function sampleStep(change: Partial<StepResult> & Pick<StepResult, 'id' | 'number' | 'of'>): StepResult {
  return {
    title: 'Do something',
    phase: 'steps',
    actor: 'admin',
    at: sampleAt('create-group'),
    outcome: { kind: 'passed' },
    notes: [],
    attempts: 1,
    startedAt: '2026-11-29T20:15:00.250Z',
    durationMs: 120,
    captured: {},
    ...change,
  };
}

export function createStep(change: Partial<StepResult> = {}): StepResult {
  return sampleStep({
    id: 'create-group',
    title: 'Create the group',
    number: 1,
    of: 3,
    page: { heading: 'Step 1: Create a group', line: 42 },
    exchange: createExchange,
    captured: { groupId },
    ...change,
  });
}

export function listStep(change: Partial<StepResult> = {}): StepResult {
  return sampleStep({
    id: 'list-members',
    title: 'List its members',
    number: 2,
    of: 3,
    at: sampleAt('list-members'),
    exchange: listExchange,
    ...change,
  });
}

export function attestStep(change: Partial<StepResult> = {}): StepResult {
  return sampleStep({
    id: 'attest',
    title: 'Attest in My Access',
    number: 3,
    of: 3,
    actor: 'member',
    at: sampleAt('attest'),
    ...change,
  });
}

export function deleteStep(change: Partial<StepResult> = {}): StepResult {
  return sampleStep({
    id: 'delete-group',
    title: 'Delete the group',
    phase: 'cleanup',
    number: 1,
    of: 1,
    at: sampleAt('delete-group'),
    exchange: deleteExchange,
    ...change,
  });
}

export const undocumented: Difference = {
  code: 'undocumented-property',
  path: '$.visibility',
  message: 'this property was not expected',
  actual: '"Private"',
  at: sampleAt('body:'),
};

/** Differences of many kinds, best first, so that a report has to sort them. */
export const manyDifferences: readonly [Difference, ...Difference[]] = [
  {
    code: 'array-extra-item',
    path: '$.owners[1]',
    message: 'this item was not expected',
    actual: '{"id":"5c2f2a41-7d4f-4b75-9d2c-6e1f0a3b9d10"}',
    at: sampleAt('- id: 010b2de0-0ed4-4ece-bfa2-22fff71d0497'),
  },
  {
    code: 'value',
    path: '$.description',
    message: 'unexpected value',
    expected:
      '"The people who may open the doors of the building at night, including weekends and all public holidays"',
    actual:
      '"The people who may open the doors of the building at night, including weekends but not the public holidays"',
    at: sampleAt(
      'The people who may open the doors of the building at night, including weekends and all public holidays',
    ),
  },
  {
    code: 'type',
    path: '$.mailEnabled',
    message: 'a string where a boolean was expected',
    expected: 'false',
    actual: '"false"',
    at: sampleAt('mailEnabled: false'),
  },
  {
    code: 'value',
    path: '$.displayName',
    message: 'unexpected value',
    expected: '"Building security group"',
    actual: '"Building security"',
    at: sampleAt('displayName: Building security group'),
  },
  {
    code: 'missing-property',
    path: '$.id',
    message: 'the property is missing',
    expected: '<uuid>',
    at: sampleAt('<uuid>'),
  },
  {
    code: 'status',
    path: 'status',
    message: 'unexpected status',
    expected: '201',
    actual: '200',
    at: sampleAt('201'),
  },
];
