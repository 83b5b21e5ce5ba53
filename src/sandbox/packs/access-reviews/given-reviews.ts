import type { JsonObject } from '../../../json/json.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, TypeRules, Write } from '../../typed/pack/pack.ts';
import { invalidReview } from './invalid-review.ts';

/**
 * Reviews from a seed, as a page shows them: their scope is unknown, so nothing begins or ends by itself. An action
 * finds the state in the seed, and sets the one that follows.
 */
type Acted = Parameters<Operate>[0] & { readonly on: Entity };

/** An action that an instance allows in one state; without a state in the seed, it is always allowed. */
const whileIn =
  (needed: string, act: (acted: Acted) => GraphResponse | undefined): Operate =>
  (asked) => {
    const { on } = asked;
    const status = on?.values['status'] ?? needed;
    if (on === undefined || status !== needed)
      return invalidReview(`The access review is ${String(status)}; this is done only while it is ${needed}.`);
    return act({ ...asked, on }) ?? { status: 204 };
  };

const decisionsIn = ({ ground, on }: Acted): readonly Entity[] => ground.all(`${on.path}/decisions`);
const idIn = ({ values }: Entity, name: string): unknown => Object(values[name])['id'];

function reviewer({ caller, world }: GraphCall): JsonObject | null {
  const user = caller.kind === 'delegated' ? world.directory.user(caller.userId) : undefined;
  return user === undefined
    ? null
    : { id: user.id, displayName: user.displayName, userPrincipalName: user.userPrincipalName };
}

type Verdict = { readonly decision: string; readonly justification?: string };

function record(ground: Ground, item: Entity, { call, ...verdict }: Verdict & { readonly call: GraphCall }): void {
  ground.change(item, { ...verdict, reviewedDateTime: ground.now, reviewedBy: reviewer(call) });
}

const words = ['Approve', 'Deny', 'DontKnow'];
const unknownWord = (said: unknown, known: readonly string[]): GraphResponse | undefined =>
  known.includes(String(said))
    ? undefined
    : invalidReview(`decision is '${String(said)}'; supported are ${known.join(', ')}.`);

function decideTogether(acted: Acted): GraphResponse | undefined {
  const { parameters, ground, call } = acted;
  const { decision, justification, principalId, resourceId } = parameters;
  const fault = unknownWord(decision, [...words, 'NotReviewed']);
  if (fault !== undefined) return fault;
  const isMeant = (item: Entity): boolean =>
    [undefined, null, idIn(item, 'principal')].includes(principalId as string) &&
    [undefined, null, idIn(item, 'resource')].includes(resourceId as string);
  for (const item of decisionsIn(acted).filter(isMeant))
    record(ground, item, { decision: String(decision), justification: String(justification ?? ''), call });
  return undefined;
}

const finish = whileIn('InProgress', ({ on, ground }) => {
  ground.change(on, { status: 'Completed', endDateTime: ground.now });
  return undefined;
});

export const givenOperations: { readonly [name: string]: Operate } = {
  'accessReviewInstance.stop': finish,
  'accessReviewStage.stop': finish,
  'accessReviewInstance.sendReminder': whileIn('InProgress', () => undefined),
  'accessReviewInstance.batchRecordDecisions': whileIn('InProgress', decideTogether),
  'accessReviewInstance.acceptRecommendations': whileIn('InProgress', (acted) => {
    for (const item of decisionsIn(acted)) {
      const { decision, recommendation } = item.values;
      if (decision === 'NotReviewed' && words.includes(String(recommendation)))
        record(acted.ground, item, { decision: String(recommendation), call: acted.call });
    }
    return undefined;
  }),
  'accessReviewInstance.resetDecisions': whileIn('InProgress', (acted) => {
    for (const item of decisionsIn(acted))
      acted.ground.change(item, {
        decision: 'NotReviewed',
        justification: '',
        reviewedBy: null,
        reviewedDateTime: null,
      });
    return undefined;
  }),
  'accessReviewInstance.applyDecisions': whileIn('Completed', (acted) => {
    const { ground, on, call } = acted;
    for (const item of decisionsIn(acted))
      ground.change(item, {
        applyResult: 'AppliedSuccessfully',
        appliedDateTime: ground.now,
        appliedBy: reviewer(call),
      });
    ground.change(on, { status: 'Applied' });
    return undefined;
  }),
};

/** A decision is one of three, and names who made it. */
export const givenDecision: Pick<TypeRules, 'check' | 'changed'> = {
  check: ({ kind, given }: Write) =>
    kind !== 'update' || given('decision') === undefined ? undefined : unknownWord(given('decision'), words),
  changed: ({ entity, ground, call }: Write) =>
    ground.change(entity, { reviewedDateTime: ground.now, reviewedBy: reviewer(call) }),
};
