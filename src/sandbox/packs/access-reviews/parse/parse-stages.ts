import type { Directory } from '../../directory/directory.ts';
import type { MovingDecision, StageSettings } from '../review.ts';
import { parseReviewers } from '../scope/reviewer-scope.ts';
import { insightsOf } from './parse-settings.ts';
import { type BodyObject, invalid, oneOf } from './review-body.ts';

const properties: readonly string[] = [
  ...['stageId', 'dependsOn', 'durationInDays', 'recommendationsEnabled', 'decisionsThatWillMoveToNextStage'],
  ...['reviewers', 'fallbackReviewers', 'recommendationInsightSettings', 'recommendationLookBackDuration'],
];

const movingDecisions: readonly MovingDecision[] = ['Approve', 'Deny', 'Recommendation', 'NotReviewed'];

/** Reads `stageSettings`: none, or up to three stages one after the other. Throws an `InvalidBody`. */
export function parseStages(definition: BodyObject, directory: Directory): readonly StageSettings[] {
  const bodies = definition.objects('stageSettings');
  if (bodies.length > 3) invalid('stageSettings has more than three stages.');
  const ids = bodies.map((body) => body.text('stageId'));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) invalid(`stageSettings has two stages '${twice}'.`);
  return bodies.map((body, index) => {
    const previousId = index === 0 ? undefined : bodies[index - 1]?.text('stageId');
    return parseStage(body, { previousId, directory });
  });
}

function parseStage(
  body: BodyObject,
  { previousId, directory }: { readonly previousId: string | undefined; readonly directory: Directory },
): StageSettings {
  body.knows('accessReviewStageSettings', properties);
  const dependsOn = body.texts('dependsOn');
  const expected = previousId === undefined ? [] : [previousId];
  if (dependsOn.length !== expected.length || dependsOn[0] !== expected[0])
    invalid(
      `${body.at('dependsOn')} has to name ${previousId === undefined ? 'nothing' : `'${previousId}'`}, as stages follow each other.`,
    );
  const durationInDays = body.countOr('durationInDays', 0, 3_650);
  if (durationInDays === 0) invalid(`${body.at('durationInDays')} is required, and at least 1.`);
  return {
    stageId: body.text('stageId'),
    dependsOn,
    durationInDays,
    recommendationsEnabled: body.booleanOr('recommendationsEnabled', false),
    decisionsThatWillMoveToNextStage: movingOf(body),
    reviewers: parseReviewers(body, 'reviewers', directory),
    fallbackReviewers: parseReviewers(body, 'fallbackReviewers', directory),
    recommendationInsightSettings: insightsOf(body),
  };
}

function movingOf(body: BodyObject): readonly MovingDecision[] {
  const name = 'decisionsThatWillMoveToNextStage';
  const words = body.texts(name);
  if (words.length === 0) return movingDecisions;
  return words.map(
    (word) =>
      oneOf(word, movingDecisions) ??
      invalid(`${body.at(name)} has '${word}'; supported are ${movingDecisions.join(', ')}.`),
  );
}
