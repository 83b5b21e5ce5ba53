import { graphError } from '../../service/graph-error.ts';
import type { Pack, TypeRules } from '../../typed/pack/pack.ts';
import { definitionAround, instanceAround, reportAround } from './review-places.ts';
import { reviewPermissions } from './routes/review-route.ts';
import { instanceRefusal, reportRefusal, unauthorized, viewRefusal } from './scope/review-access.ts';

/** What the pack's routes do not answer, such as one property of a review, the metadata does; it changes nothing. */
const rules: TypeRules = {
  of: ({ record }) => record !== undefined,
  check: ({ entity }) =>
    entity.record === undefined ? undefined : graphError(405, 'MethodNotAllowed', 'It is not changed in this way.'),
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
      if (on === undefined) return false;
      if (on.type.startsWith('accessReviewHistory'))
        return reportRefusal(call, reportAround(reviews, on)) === undefined;
      if (on.type === 'accessReviewScheduleDefinition')
        return viewRefusal(call, definitionAround(reviews, on)) === undefined;
      return instanceRefusal(call, instanceAround(reviews, on)) === undefined;
    },
  },
  types: Object.fromEntries(
    [...types.map((one) => `accessReview${one}`), 'userSignInInsight'].map((one) => [one, rules]),
  ),
};
