import type { IsoDuration } from '../../../format/template/duration.ts';
import type { Json, JsonObject } from '../../../json/json.ts';
import type { Recurrence } from './recurrence.ts';
import type { ReviewInstance } from './review-instance.ts';
import type { Actor } from './scope/review-actor.ts';
import type { ReviewerScope } from './scope/reviewer-scope.ts';
import type { QueryScope, ReviewScope } from './scope/scope.ts';

/** A review or a series of reviews, as a person defined it. */
export type ReviewDefinition = {
  readonly id: string;
  readonly createdBy: Actor;
  readonly createdMs: number;
  /** In the order in which they were received into being. */
  readonly instances: ReviewInstance[];
  modifiedMs: number;
  /** What the caller wrote; replaced as a whole. An instance keeps the one it began with. */
  content: DefinitionContent;
  /** Counts changes of the schedule, so that what was planned before is known as void. */
  revision: number;
  /** How many times the review has begun. */
  begun: number;
  /** When it begins next; null: never again. */
  nextStartMs: number | null;
};

export type DefinitionContent = {
  readonly displayName: string;
  readonly descriptionForAdmins: string | null;
  readonly descriptionForReviewers: string | null;
  readonly scope: ReviewScope;
  readonly enumeration: QueryScope | null;
  /** Empty: everybody reviews themselves. */
  readonly reviewers: readonly ReviewerScope[];
  readonly fallbackReviewers: readonly ReviewerScope[];
  readonly settings: ReviewSettings;
  readonly stages: readonly StageSettings[];
  /** Echoed; the sandbox sends no mail. */
  readonly additionalNotificationRecipients: readonly Json[];
};

export type DefaultDecision = 'None' | 'Approve' | 'Deny' | 'Recommendation';

export type ReviewSettings = {
  readonly mailNotificationsEnabled: boolean;
  readonly reminderNotificationsEnabled: boolean;
  readonly justificationRequiredOnApproval: boolean;
  readonly defaultDecisionEnabled: boolean;
  readonly defaultDecision: DefaultDecision;
  readonly instanceDurationInDays: number;
  readonly autoApplyDecisionsEnabled: boolean;
  readonly recommendationsEnabled: boolean;
  /** As written; null where it was not. */
  readonly recommendationLookBackDuration: string | null;
  readonly lookBack: IsoDuration;
  readonly decisionHistoriesForReviewersEnabled: boolean;
  readonly recurrence: Recurrence;
  /** As written: types of what is done to denied principals. Empty: access is removed. */
  readonly applyActions: readonly JsonObject[];
  readonly disablesAndDeletesGuests: boolean;
  readonly recommendationInsightSettings: readonly JsonObject[];
};

export type MovingDecision = 'Approve' | 'Deny' | 'Recommendation' | 'NotReviewed';

export type StageSettings = {
  readonly stageId: string;
  readonly dependsOn: readonly string[];
  readonly durationInDays: number;
  readonly recommendationsEnabled: boolean;
  readonly decisionsThatWillMoveToNextStage: readonly MovingDecision[];
  readonly reviewers: readonly ReviewerScope[];
  readonly fallbackReviewers: readonly ReviewerScope[];
  readonly recommendationInsightSettings: readonly JsonObject[];
};
