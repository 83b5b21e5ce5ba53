import type { Json } from '../../../../json/json.ts';
import type { Reading } from '../../../service/reading.ts';
import type { ReviewVerdict } from '../review.ts';
import { parsedBody } from './parsed-body.ts';
import { BodyObject, invalid } from './review-body.ts';

export type VerdictBody = {
  readonly verdict: ReviewVerdict;
  readonly justification: string;
  readonly principalId: string | null;
  readonly resourceId: string | null;
};

const ofItem: readonly string[] = [
  ...['id', 'accessReviewId', 'reviewedDateTime', 'reviewedBy', 'decision', 'justification', 'appliedDateTime'],
  ...['appliedBy', 'applyResult', 'recommendation', 'principal', 'principalLink', 'resource', 'resourceLink', 'target'],
];

/** Reads the body that decides one item. */
export function parseVerdict(body: Json | undefined, justified: boolean): Reading<VerdictBody> {
  return parsedBody(() => {
    const read = new BodyObject(body).knows('accessReviewInstanceDecisionItem', ofItem);
    return verdictOf(read, { choices: ['Approve', 'Deny', 'DontKnow'], justified });
  });
}

/** Reads the body that decides many items at once: those of a principal, of a resource, or all. */
export function parseBatch(body: Json | undefined, justified: boolean): Reading<VerdictBody> {
  return parsedBody(() => {
    const read = new BodyObject(body);
    const stranger = Object.keys(read.json).find((name) => !ofBatch.includes(name) && !name.includes('@'));
    if (stranger !== undefined) invalid(`The parameter '${stranger}' does not exist.`);
    return verdictOf(read, { choices: ['Approve', 'Deny', 'NotReviewed', 'DontKnow'], justified });
  });
}

const ofBatch: readonly string[] = ['decision', 'justification', 'principalId', 'resourceId'];

function verdictOf(
  body: BodyObject,
  { choices, justified }: { readonly choices: readonly ReviewVerdict[]; readonly justified: boolean },
): VerdictBody {
  const verdict = body.choice('decision', choices);
  const justification = body.textOr('justification', '');
  if (justified && verdict !== 'NotReviewed' && justification.trim() === '')
    invalid('justification is required: the settings of this review have justificationRequiredOnApproval.');
  return {
    verdict,
    justification,
    principalId: body.textOr('principalId', null)?.toLowerCase() ?? null,
    resourceId: body.textOr('resourceId', null)?.toLowerCase() ?? null,
  };
}
