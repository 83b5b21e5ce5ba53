import type { IsoDuration } from '../../../format/template/duration.ts';
import type { Json, JsonObject } from '../../../json/json.ts';
import type { Recurrence } from './recurrence.ts';
import { type ReviewActor, unknown } from './scope/review-actor.ts';
import type { ReviewerScope } from './scope/reviewer-scope.ts';
import type { QueryScope, Resource, ReviewScope } from './scope/scope.ts';

/** A review or a series of reviews, as a person defined it. */
export type ReviewDefinition = {
  readonly id: string;
  readonly path: string;
  readonly createdBy: ReviewActor;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** The content as the caller wrote it; replaced as a whole. An instance keeps the content with which it began. */
  readonly content: DefinitionContent;
  /** Counts changes of the schedule, so that what was planned before is known as void. */
  readonly revision: number;
  /** How many times the review has begun. */
  readonly begun: number;
  /** When it begins next; null: never again. */
  readonly nextStartMs: number | null;
};

export type DefinitionContent = {
  readonly displayName: string;
  readonly descriptionForAdmins: string | null;
  readonly descriptionForReviewers: string | null;
  readonly scope: ReviewScope;
  readonly enumeration: QueryScope | null;
  /** Empty: all principals review themselves. */
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

export type InstanceStatus = 'NotStarted' | 'InProgress' | 'Completed' | 'AutoReviewing' | 'AutoReviewed' | 'Applied';

/** An object with reviewers: an instance, or a stage of one. */
type Reviewed = {
  readonly id: string;
  readonly path: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly reviewers: readonly ReviewerScope[];
  readonly fallbackReviewers: readonly ReviewerScope[];
};

/** A review of one resource, once. */
export type ReviewInstance = Reviewed & {
  readonly resource: Resource;
  /** The definition's content when it began. */
  readonly content: DefinitionContent;
  readonly status: InstanceStatus;
  /** Decisions are no longer applied automatically. */
  readonly applyingStopped: boolean;
  /** When reviewers can no longer decide; with a duration of zero, later than `endMs`. */
  readonly closeMs: number;
  /** The ids of reviewers, and when they became ones. */
  readonly contacted: readonly Contacted[];
};

type Contacted = { readonly id: string; readonly atMs: number };

/** A part of a review in which some reviewers decide before others. */
export type ReviewStage = Reviewed & {
  readonly settings: StageSettings;
  readonly status: 'InProgress' | 'Completed';
};

export type ReviewVerdict = 'Approve' | 'Deny' | 'NotReviewed' | 'DontKnow';
export type Recommendation = 'Approve' | 'Deny' | 'NoInfoAvailable';
export type ApplyResult = 'New' | 'AppliedSuccessfully' | 'AppliedSuccessfullyButObjectNotFound' | 'ApplyNotSupported';

/** Whether one principal keeps its access to one resource. */
export type DecisionItem = {
  readonly id: string;
  readonly path: string;
  readonly principal: ReviewedPrincipal;
  readonly recommendation: Recommendation;
  /** Ids of the reviewers; the same array for the same people. */
  readonly reviewers: readonly string[];
  readonly verdict: ReviewVerdict;
  readonly justification: string;
  readonly reviewedMs: number | null;
  readonly reviewedBy: ReviewActor;
  readonly appliedMs: number | null;
  readonly appliedBy: ReviewActor;
  readonly applyResult: ApplyResult;
  /** For an item of an instance, the path of its item in the current stage, and the reverse: they are decided together. */
  readonly twin: string | null;
};

/** A principal as it was when its review began. */
export type ReviewedPrincipal =
  | {
      readonly kind: 'user';
      readonly id: string;
      readonly displayName: string;
      readonly userPrincipalName: string;
      readonly guest: boolean;
      readonly lastSignInDateTime: string | null;
    }
  | { readonly kind: 'group'; readonly id: string; readonly displayName: string }
  | { readonly kind: 'servicePrincipal'; readonly id: string; readonly displayName: string; readonly appId: string };

/** How a decision item begins. */
export const undecided = {
  verdict: 'NotReviewed',
  justification: '',
  reviewedMs: null,
  reviewedBy: unknown,
  appliedMs: null,
  appliedBy: unknown,
  applyResult: 'New',
} as const;
