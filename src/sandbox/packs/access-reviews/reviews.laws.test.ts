import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dayMs,
  definitionBody,
  definitions,
  ids,
  instanceUrl,
  queryScope,
  reviewer,
  type SampleTenant,
  sampleTenant,
  textOf,
  valuesOf,
} from '../../../../test/support/sandbox/sample-tenant.ts';
import type { JsonObject } from '../../../json/json.ts';
import type { ReviewInstance } from './review.ts';
import { decisionsOf, definitionAround, definitionsOf, instancesOf, stagesOf } from './review-places.ts';

type Command =
  | { readonly kind: 'create'; readonly body: JsonObject; readonly as: string }
  | { readonly kind: 'advance'; readonly ms: number }
  | { readonly kind: 'leave' | 'join'; readonly group: string; readonly who: string }
  /** On the nth definition there is, and the nth instance and decision of it. */
  | {
      readonly kind: 'act';
      readonly act: (typeof acts)[number];
      readonly target: number;
      readonly as: string;
      readonly decision: string;
    };

const acts = ['patch', 'batch', 'accept', 'reset', 'stop', 'apply', 'stop-stage', 'delete', 'replace'] as const;

const people = [ids.admin, ids.casey, ids.alex, ids.jamie, ids.morgan, ids.jordan, ids.taylor, ids.drew];
const groups = [ids.nightShift, ids.facilities, ids.campaigns, ids.archive, ids.onPremises];
const person = fc.constantFrom(...people);
const group = fc.constantFrom(...groups);

const scope = fc.oneof(
  group.map((id) => ({ scope: queryScope(`/groups/${id}/transitiveMembers`) })),
  group.map((id) => ({ scope: queryScope(`/groups/${id}/members`) })),
  fc.constant({
    scope: queryScope("./members/microsoft.graph.user/?$filter=(userType eq 'Guest')"),
    instanceEnumerationScope: queryScope("/groups?$filter=(groupTypes/any(c:c eq 'Unified'))"),
  }),
  fc.constant({ scope: queryScope(`/servicePrincipals/${ids.expenseReports}`) }),
  fc.constant({ scope: queryScope("/users?$filter=(userType eq 'Guest')") }),
);

const reviewers = fc.oneof(
  fc.constant([]),
  person.map((id) => [reviewer(`/users/${id}`)]),
  fc.constant([reviewer('./owners')]),
  fc.constant([reviewer('./manager', { queryRoot: 'decisions' })]),
);

const recurrence = fc.oneof(
  fc.constant({ pattern: null, range: { type: 'numbered', startDate: '2026-11-22', endDate: '2026-12-20' } }),
  fc.record({
    pattern: fc.constantFrom({ type: 'weekly', interval: 1 }, { type: 'absoluteMonthly', interval: 1 }),
    range: fc.constantFrom(
      { type: 'noEnd', startDate: '2026-11-22' },
      { type: 'numbered', numberOfOccurrences: 2, startDate: '2026-11-25' },
    ),
  }),
);

const stages = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.tuple(person, person).map(([one, other]) => ({
      stageSettings: [
        { stageId: 'a', durationInDays: 2, reviewers: [reviewer(`/users/${one}`)] },
        { stageId: 'b', dependsOn: ['a'], durationInDays: 3, reviewers: [reviewer(`/users/${other}`)] },
      ],
    })),
  },
);

const settings = fc.record({
  instanceDurationInDays: fc.constantFrom(0, 1, 5),
  recommendationsEnabled: fc.boolean(),
  defaultDecisionEnabled: fc.boolean(),
  defaultDecision: fc.constantFrom('None', 'Approve', 'Deny', 'Recommendation'),
  autoApplyDecisionsEnabled: fc.boolean(),
  recurrence,
});

const create: fc.Arbitrary<Command> = fc
  .tuple(scope, reviewers, settings, stages, fc.constantFrom(ids.admin, ids.morgan, 'application'))
  .map(([what, who, how, parts, as]) => ({
    kind: 'create',
    body: definitionBody({ ...what, ...parts, reviewers: who, settings: how }),
    as,
  }));

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 2, arbitrary: create },
  {
    weight: 3,
    arbitrary: fc
      .oneof(fc.constantFrom(1_000, 60_000, 300_000), fc.integer({ min: 0, max: 12 * dayMs }))
      .map((ms) => ({ kind: 'advance', ms }) as const),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('leave', 'join'), group, who: person }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('act'),
      act: fc.constantFrom(...acts),
      target: fc.nat(40),
      as: fc.oneof(person, fc.constant('application')),
      decision: fc.constantFrom('Approve', 'Deny', 'DontKnow'),
    }),
  },
);

const commands = fc.array(command, { minLength: 3, maxLength: 25 });

function run(tenant: SampleTenant, one: Command): string {
  const { directory } = tenant.sandbox.world;
  switch (one.kind) {
    case 'create': {
      const made = tenant.send('POST', definitions, { body: one.body, as: one.as });
      expect(made.text).toContain('"status":"NotStarted"');
      return made.text;
    }
    case 'advance':
      tenant.advance(one.ms);
      return '';
    case 'leave':
      return String(directory.removeMember(one.group, one.who));
    case 'join':
      return String(directory.addMember(one.group, one.who));
    case 'act':
      return act(tenant, one);
    default:
      return one satisfies never;
  }
}

function act(tenant: SampleTenant, { act: what, target, as, decision }: Extract<Command, { kind: 'act' }>): string {
  const nth = <T>(list: readonly T[]): T | undefined => list[target % Math.max(1, list.length)];
  const { reviews } = tenant.sandbox.world;
  const definition = nth(definitionsOf(reviews));
  if (definition === undefined) return '';
  const url = `${definitions}/${definition.id}`;
  if (what === 'delete') return tenant.send('DELETE', url, { as }).text;
  if (what === 'replace') {
    const { body } = tenant.send('GET', url);
    return tenant.send('PUT', url, { as, body: { ...body, displayName: `by ${as}` } }).text;
  }
  const instance = nth(instancesOf(reviews, definition));
  if (instance === undefined) return '';
  const at = instanceUrl(definition.id, instance.id);
  const item = nth(decisionsOf(reviews, instance));
  const body = { decision, justification: 'because' };
  switch (what) {
    case 'patch':
      return tenant.send('PATCH', `${at}/decisions/${item?.id}`, { as: item?.reviewers[0] ?? as, body }).text;
    case 'batch':
      return tenant.send('POST', `${at}/batchRecordDecisions`, { as, body }).text;
    case 'accept':
      return tenant.send('POST', `${at}/acceptRecommendations`, { as: item?.reviewers[0] ?? as }).text;
    case 'reset':
      return tenant.send('POST', `${at}/resetDecisions`, { as }).text;
    case 'stop':
      return tenant.send('POST', `${at}/stop`, { as }).text;
    case 'apply':
      return tenant.send('POST', `${at}/applyDecisions`, { as }).text;
    case 'stop-stage':
      return tenant.send('POST', `${at}/stages/${nth(stagesOf(reviews, instance))?.id}/stop`, { as }).text;
    default:
      return what satisfies never;
  }
}

/** Everything that can be read of all reviews, as one text. */
function everything({ send }: SampleTenant): string {
  const texts: string[] = [];
  for (const definition of valuesOf(send('GET', `${definitions}?$top=999`))) {
    const url = `${definitions}/${textOf(definition, 'id')}/instances`;
    const instances = send('GET', url);
    texts.push(JSON.stringify(definition), instances.text);
    for (const instance of valuesOf(instances)) {
      const at = `${url}/${textOf(instance, 'id')}`;
      for (const part of ['decisions?$top=999', 'stages', 'contactedReviewers'])
        texts.push(send('GET', `${at}/${part}`).text);
    }
  }
  return texts.join('\n');
}

const allInstances = ({ sandbox: { world } }: SampleTenant): readonly ReviewInstance[] =>
  definitionsOf(world.reviews).flatMap((one) => instancesOf(world.reviews, one));

/** Who has access to what, as far as reviews may take it away. */
function accesses({ sandbox }: SampleTenant): ReadonlySet<string> {
  const { directory } = sandbox.world;
  return new Set([
    ...directory.groups().flatMap(({ id }) => directory.members(id).map((member) => `${id} ${member}`)),
    ...directory.appAssignments(ids.expenseReports).map((one) => `${ids.expenseReports} ${one}`),
  ]);
}

const fewRuns = { numRuns: 60 };

test('an item for each principal in scope when a review begins, and counts agree', () => {
  fc.assert(
    fc.property(
      create,
      fc.array(fc.record({ kind: fc.constantFrom('leave', 'join'), group, who: person })),
      (one, moves) => {
        const tenant = sampleTenant();
        for (const move of moves) run(tenant, move);
        run(tenant, one);
        tenant.advance(4 * dayMs);
        const { directory, reviews } = tenant.sandbox.world;
        for (const instance of allInstances(tenant)) {
          const url = `${instanceUrl(definitionAround(reviews, instance).id, instance.id)}/decisions`;
          const response = tenant.send('GET', `${url}?$top=999`);
          expect(response.body['@odata.count']).toBe(valuesOf(response).length);
          const { resource, content } = instance;
          if (resource.kind !== 'group' || content.scope.kind !== 'query' || content.scope.query.relative) continue;
          const { text } = content.scope.query;
          const inScope = text.endsWith('/members')
            ? directory.members(resource.id)
            : directory.transitiveMembers(resource.id).filter((id) => directory.user(id) !== undefined);
          if (instance.status === 'InProgress')
            expect(decisionsOf(reviews, instance).map(({ principal }) => principal.id)).toEqual(inScope);
        }
      },
    ),
    fewRuns,
  );
});

test('nothing of a deleted definition is reachable, and no event of it happens', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const tenant = sampleTenant();
      for (const one of list) run(tenant, one);
      const { reviews } = tenant.sandbox.world;
      const known = everything(tenant);
      const gone = [...definitionsOf(reviews), ...allInstances(tenant)].map(({ id }) => id);
      for (const { id } of definitionsOf(reviews))
        expect(tenant.send('DELETE', `${definitions}/${id}`).status).toBe(204);
      const before = accesses(tenant);
      for (const step of [0, 300_000, 90 * dayMs]) {
        tenant.advance(step);
        expect(everything(tenant)).toBe('');
      }
      for (const id of gone) expect(tenant.send('GET', `${definitions}/${id}`).status).toBe(404);
      expect([...reviews.store.all()].filter(({ record }) => record !== undefined)).toEqual([]);
      for (const as of people)
        expect(valuesOf(tenant.send('GET', '/beta/me/pendingAccessReviewInstances', { as }))).toEqual([]);
      expect(accesses(tenant)).toEqual(before);
      expect(known.length > 0 || gone.length === 0).toBe(true);
    }),
    fewRuns,
  );
});

test('access is lost only by a person who was denied it, and who was denied it successfully has lost it', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const tenant = sampleTenant();
      for (const one of list) {
        const before = accesses(tenant);
        const wasTaken = takenAway(tenant);
        run(tenant, one);
        const after = accesses(tenant);
        const taken = takenAway(tenant);
        for (const access of before)
          if (!after.has(access) && one.kind !== 'leave') expect(taken.get(access) ?? 0).toBeGreaterThan(0);
        for (const [access, times] of taken)
          if (times > (wasTaken.get(access) ?? 0) && one.kind !== 'join') expect(after.has(access)).toBe(false);
      }
    }),
    fewRuns,
  );
});

/** Accesses whose denial was applied successfully → how often. */
function takenAway(tenant: SampleTenant): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const { reviews } = tenant.sandbox.world;
  for (const instance of allInstances(tenant))
    for (const { verdict, applyResult, principal } of decisionsOf(reviews, instance)) {
      if (verdict !== 'Deny' || applyResult !== 'AppliedSuccessfully') continue;
      const access = `${instance.resource.id} ${principal.id}`;
      times.set(access, (times.get(access) ?? 0) + 1);
    }
  return times;
}

test('settling twice is settling once', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const tenant = sampleTenant();
      for (const one of list) run(tenant, one);
      const { reviews } = tenant.sandbox.world;
      reviews.settle();
      const once = everything(tenant);
      reviews.settle();
      expect(everything(tenant)).toBe(once);
    }),
    fewRuns,
  );
});

test('the same commands give the same bytes', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const [one, other] = [sampleTenant(), sampleTenant()].map((tenant) => [
        ...list.map((each) => run(tenant, each).replace(/"(?:date|request-id|client-request-id)":"[^"]*"/g, '')),
        everything(tenant),
      ]);
      expect(one).toEqual(other);
    }),
    fewRuns,
  );
});

test('an instance is open until its time is over and no longer, whatever is requested in whatever order', () => {
  fc.assert(
    fc.property(commands, (list) => {
      const tenant = sampleTenant();
      for (const one of list) run(tenant, one);
      for (const { status, startMs, endMs, closeMs } of allInstances(tenant)) {
        expect(startMs).toBeLessThanOrEqual(endMs);
        if (status === 'InProgress') expect(closeMs).toBeGreaterThan(tenant.sandbox.clock.now());
        if (status === 'NotStarted') expect(startMs + 1_000).toBeGreaterThan(tenant.sandbox.clock.now());
      }
    }),
    fewRuns,
  );
});
