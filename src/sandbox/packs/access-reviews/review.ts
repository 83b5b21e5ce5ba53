import type { IsoDuration } from '../../../format/template/duration.ts';
import type { Json, JsonObject } from '../../../json/json.ts';
import type { Recurrence } from './recurrence.ts';
import { type ReviewActor, unknown } from './scope/review-actor.ts';
import type { ReviewerScope } from './scope/reviewer-scope.ts';
import type { QueryScope, Resource, ReviewScope } from './scope/scope.ts';

/** A review or a series of reviews, as a person defined it. */
export type ReviewDefinition = {
  readonly id: string;
  readonly createdBy: ReviewActor;
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

/** A review of one resource, once. */
export type ReviewInstance = {
  readonly id: string;
  readonly definition: ReviewDefinition;
  readonly resource: Resource;
  /** The definition's content when it began. */
  content: DefinitionContent;
  status: InstanceStatus;
  /** What was decided is not applied by itself any more. */
  applyingStopped?: true;
  startMs: number;
  endMs: number;
  /** When reviewers lose their say; with a duration of zero later than `endMs`. */
  closeMs: number;
  reviewers: readonly ReviewerScope[];
  fallbackReviewers: readonly ReviewerScope[];
  readonly decisions: DecisionBook;
  /** Those that have begun. */
  readonly stages: ReviewStage[];
  /** Reviewer's id → when they became one. */
  readonly contacted: Map<string, number>;
};

/** A part of a review in which some reviewers decide before others. */
export type ReviewStage = {
  readonly id: string;
  readonly instance: ReviewInstance;
  readonly settings: StageSettings;
  reviewers: readonly ReviewerScope[];
  fallbackReviewers: readonly ReviewerScope[];
  status: 'InProgress' | 'Completed';
  readonly startMs: number;
  endMs: number;
  readonly decisions: DecisionBook;
};

/** Decision items, and ways to find them. */
export type DecisionBook = {
  readonly items: DecisionItem[];
  readonly byId: Map<string, DecisionItem>;
  /** Reviewer's id → the items that are theirs to decide. Lists may be shared. */
  readonly byReviewer: Map<string, readonly DecisionItem[]>;
};

export type ReviewVerdict = 'Approve' | 'Deny' | 'NotReviewed' | 'DontKnow';
export type Recommendation = 'Approve' | 'Deny' | 'NoInfoAvailable';
export type ApplyResult = 'New' | 'AppliedSuccessfully' | 'AppliedSuccessfullyButObjectNotFound' | 'ApplyNotSupported';

/** Whether one principal keeps its access to one resource. */
export type DecisionItem = {
  readonly id: string;
  readonly instance: ReviewInstance;
  readonly principal: ReviewedPrincipal;
  recommendation: Recommendation;
  reviewers: readonly string[];
  verdict: ReviewVerdict;
  justification: string;
  reviewedMs: number | null;
  reviewedBy: ReviewActor;
  appliedMs: number | null;
  appliedBy: ReviewActor;
  applyResult: ApplyResult;
  /** Of an instance's item its item in the current stage, and the other way round: they are decided together. */
  twin: DecisionItem | null;
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

export const emptyBook = (): DecisionBook => ({ items: [], byId: new Map(), byReviewer: new Map() });

/** How a decision item begins. */
export const undecided = {
  verdict: 'NotReviewed',
  justification: '',
  reviewedMs: null,
  reviewedBy: unknown,
  appliedMs: null,
  appliedBy: unknown,
  applyResult: 'New',
  twin: null,
} as const;
