import type { Method } from '../../../src/http/message.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../src/json/json.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/create-sandbox.ts';
import type { Caller } from '../../../src/sandbox/service/caller.ts';

/** Ids of the default seed that tests speak of. */
export const ids = {
  admin: 'b828cc0e-4240-46ed-bb25-888744487e2d',
  casey: '010b2de0-0ed4-4ece-bfa2-22fff71d0497',
  alex: '43b12b0c-ee2c-4257-96fe-505d823e06ab',
  jamie: '859924d0-7115-422a-9ee8-ea8c0c014707',
  morgan: 'cdb555e3-b33e-4fd5-a427-17fadacbdfa7',
  jordan: '2f6c0e9a-51d7-8c34-a0b8-7d91e35f4c62',
  taylor: '94b7d1f3-0a6e-8258-b3c9-58f2e60d7a1b',
  sam: 'd05e8a72-c913-84bf-86d4-1ba7f9403e5c',
  drew: '7b13c4d6-e820-8f9a-95b7-c46a02df8e31',
  /** Guests; Kim has not signed in for months. */
  kim: 'e8a4f05b-7c32-81d6-b9e0-3f5d18c76a94',
  lee: '1c7f92e5-4bd8-8063-a7f1-96e0b5d3c284',
  /** Security groups: the second one has Alex and Jordan in it, and the first one with Jamie and Taylor. */
  nightShift: '5d82b6c1-9e07-8a43-bc15-e270f4936d8a',
  facilities: 'a1f63e90-28c5-8d7b-94a2-0b8e57d1c36f',
  /** Microsoft 365 groups: Morgan's with Kim, no one's with both guests. */
  campaigns: '38e5d7a4-b06f-8192-8c7e-d94a21f0b5c3',
  archive: 'c96b08f2-e3d1-8547-b2a8-41f07c5e9d16',
  onPremises: '0e47a9d5-16fc-83b8-a5d9-b83c62e07f41',
  expenseReports: '61e9c2d8-f507-8b4a-83c6-a9f04d7e2b15',
  policy: 'ea60d4f8-39b2-8c75-8d1f-67b3e0a92c54',
} as const;

export const definitions = '/v1.0/identityGovernance/accessReviews/definitions';
export const minuteMs = 60_000;
export const dayMs = 86_400_000;

export type TenantResponse = { readonly status: number; readonly body: JsonObject; readonly text: string };

export type SampleTenant = {
  readonly sandbox: Sandbox;
  /** Asks as a user, or as an application that may do everything; as the default: administrator. */
  readonly send: (
    method: Method,
    url: string,
    options?: { readonly as?: string; readonly body?: Json },
  ) => TenantResponse;
  readonly advance: (ms: number) => void;
};

/** A sandbox with the default seed, asked through the whole service. */
export function sampleTenant(options: SandboxOptions = { now: '2026-11-22T08:30:00Z' }): SampleTenant {
  const sandbox = createSandbox(options);
  const callerOf = (name: string): Caller =>
    name === 'application' ? sandbox.signInApplication('17c6a0f4-925e-8d3b-b8d2-f30e6a94c57b') : sandbox.signIn(name);
  return {
    sandbox,
    send: (method, url, { as = ids.admin, body } = {}) => {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const request = { method, url, headers, ...(body === undefined ? {} : { body }) };
      const { status, text } = sandbox.handle(request, callerOf(as));
      const parsed = text === '' ? undefined : parseJson(text);
      return { status, text, body: parsed?.ok === true && isJsonObject(parsed.value) ? parsed.value : {} };
    },
    advance: (ms) => sandbox.clock.advance(ms),
  };
}

/** A body that defines a review: of the night shift by its owner, once, for five days; with what is given instead. */
export function definitionBody({
  settings,
  ...changes
}: JsonObject & { readonly settings?: JsonObject } = {}): JsonObject {
  return {
    displayName: 'Review of the night shift',
    scope: { query: `/groups/${ids.nightShift}/transitiveMembers`, queryType: 'MicrosoftGraph' },
    reviewers: [{ query: `/users/${ids.casey}`, queryType: 'MicrosoftGraph' }],
    settings: { instanceDurationInDays: 5, recommendationsEnabled: true, recurrence: once, ...settings },
    ...changes,
  };
}

export const once: JsonObject = {
  pattern: null,
  range: { type: 'numbered', startDate: '2026-11-22', endDate: '2026-12-31' },
};

export const weekly: JsonObject = {
  pattern: { type: 'weekly', interval: 1 },
  range: { type: 'noEnd', startDate: '2026-11-22' },
};

/** A property of a response, as text. */
export function textOf(value: JsonObject, name: string): string {
  const found = value[name];
  if (typeof found !== 'string') throw new Error(`${name} is not a text: ${JSON.stringify(found)}`);
  return found;
}

/** The items of a collection that was answered. */
export function valuesOf({ body }: TenantResponse): readonly JsonObject[] {
  const { value } = body;
  if (!Array.isArray(value)) throw new Error(`no collection: ${JSON.stringify(body)}`);
  return value.filter((item): item is JsonObject => isJsonObject(item));
}

/** Defines a review, and moves the clock to where it runs; answers with its id. */
export function startReview(
  { send, advance }: SampleTenant,
  changes: Parameters<typeof definitionBody>[0] = {},
  as: string = ids.admin,
): string {
  const response = send('POST', definitions, { body: definitionBody(changes), as });
  if (response.status !== 201) throw new Error(response.text);
  advance(1_000);
  return textOf(response.body, 'id');
}

/** A one-time review's only instance has its id. */
export const instanceUrl = (id: string, instanceId = id): string => `${definitions}/${id}/instances/${instanceId}`;

/** What was decided about whom: `Jamie Quill Approve`. */
export function verdictsOf(response: TenantResponse): readonly string[] {
  return valuesOf(response).map((item) => {
    const principal = item['principal'];
    const name = isJsonObject(principal) ? textOf(principal, 'displayName') : '';
    return `${name} ${textOf(item, 'decision')}`;
  });
}

/** The id of the decision about a principal. */
export function decisionAbout(response: TenantResponse, principalId: string): string {
  const item = valuesOf(response).find(({ principal }) => isJsonObject(principal) && principal['id'] === principalId);
  if (item === undefined) throw new Error(`no decision about ${principalId}`);
  return textOf(item, 'id');
}

/** The message of an error. */
export function messageOf({ body }: TenantResponse): string {
  const { error } = body;
  return isJsonObject(error) ? textOf(error, 'message') : '';
}

export const reviewer = (query: string, more: JsonObject = {}): JsonObject => ({
  query,
  queryType: 'MicrosoftGraph',
  ...more,
});

export const queryScope = (query: string, more: JsonObject = {}): JsonObject => ({
  '@odata.type': '#microsoft.graph.accessReviewQueryScope',
  query,
  queryType: 'MicrosoftGraph',
  ...more,
});

/** A new device: each of its properties is required. */
export const device = {
  accountEnabled: true,
  alternativeSecurityIds: [{ type: 2, key: 'base64Y3YxN2E1MWFlYw==' }],
  deviceId: '4c299165-6e8f-4b45-a5ba-c5d250a707ff',
  displayName: 'Bench',
  operatingSystem: 'linux',
  operatingSystemVersion: '1',
} as const;
