import type { DefinitionContent, ReviewDefinition, StageSettings } from './review-definition.ts';
import { type Actor, unknown } from './scope/review-actor.ts';
import type { ReviewerScope } from './scope/reviewer-scope.ts';
import type { Resource } from './scope/scope.ts';

export type InstanceStatus = 'NotStarted' | 'InProgress' | 'Completed' | 'AutoReviewing' | 'AutoReviewed' | 'Applied';

/** A review of one resource, once. */
export type ReviewInstance = {
  readonly id: string;
  readonly definition: ReviewDefinition;
  readonly resource: Resource;
  /** The definition's content when it began. */
  content: DefinitionContent;
  status: InstanceStatus;
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

export type Verdict = 'Approve' | 'Deny' | 'NotReviewed' | 'DontKnow';
export type Recommendation = 'Approve' | 'Deny' | 'NoInfoAvailable';
export type ApplyResult = 'New' | 'AppliedSuccessfully' | 'AppliedSuccessfullyButObjectNotFound' | 'ApplyNotSupported';

/** Whether one principal keeps its access to one resource. */
export type DecisionItem = {
  readonly id: string;
  readonly instance: ReviewInstance;
  readonly principal: ReviewedPrincipal;
  recommendation: Recommendation;
  reviewers: readonly string[];
  verdict: Verdict;
  justification: string;
  reviewedMs: number | null;
  reviewedBy: Actor;
  appliedMs: number | null;
  appliedBy: Actor;
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
