import { graphError } from '../../service/graph-error.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Pack, TypeRules } from '../../typed/pack/pack.ts';
import { givenDecision, givenOperations } from './given-reviews.ts';
import { definitionAround, instanceAround, reportAround } from './review-places.ts';
import { reviewPermissions } from './routes/licensed-routes.ts';
import { instanceRefusal, reportRefusal, unauthorized, viewRefusal } from './scope/review-access.ts';

const isRecorded = ({ record }: Entity): boolean => record !== undefined;

/**
 * Paths that the pack's routes do not answer, such as one property of a review, are answered by the metadata, without
 * an effect on the review.
 */
const rules: TypeRules = {
  check: ({ entity }) =>
    isRecorded(entity) ? graphError(405, 'MethodNotAllowed', 'It is not changed in this way.') : undefined,
};
const types = [
  ...['ScheduleDefinition', 'Instance', 'Stage', 'InstanceDecisionItem', 'Reviewer'],
  ...['HistoryDefinition', 'HistoryInstance'],
];

export const accessReviewsPack: Pack = {
  name: 'access reviews',
  access: {
    ...reviewPermissions,
    refusal: unauthorized,
    roles: { read: [], write: [] },
    besides: (call, on) => {
      const { reviews } = call.world;
      // Reviews of a seed are shown to every caller with the permission.
      if (on === undefined || !isRecorded(on)) return true;
      if (on.type.startsWith('accessReviewHistory'))
        return reportRefusal(call, reportAround(reviews, on)) === undefined;
      if (on.type === 'accessReviewScheduleDefinition')
        return viewRefusal(call, definitionAround(reviews, on)) === undefined;
      return instanceRefusal(call, instanceAround(reviews, on)) === undefined;
    },
  },
  types: {
    ...Object.fromEntries(
      [...types.map((one) => `accessReview${one}`), 'userSignInInsight'].map((one) => [one, rules]),
    ),
    accessReviewScheduleDefinition: { ...rules, replaced: { status: 204 } },
    accessReviewInstanceDecisionItem: {
      check: (write) => rules.check?.(write) ?? givenDecision.check?.(write),
      changed: (write) => givenDecision.changed?.(write),
    },
  },
  operations: givenOperations,
};
