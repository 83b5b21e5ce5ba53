import { onceFor } from '../../../once-for.ts';
import { wordsOf } from '../../../words-of.ts';
import type { TypedType } from './typed-model.ts';

/** How services return objects of a type, beyond the metadata: from Graph's v1.0 reference (2026-08). Facts only. */

/** A mailbox always returns the id of an object, regardless of `$select`. */
const identified = new Set(['outlookItem', 'mailFolder', 'calendar', 'contactFolder', 'person', 'attachment']);

/** Each list has the count of its items, even if it is not requested. */
const counted = new Set(
  wordsOf(`
  accessReviewHistoryDefinition accessReviewHistoryInstance accessReviewInstance accessReviewInstanceDecisionItem
  accessReviewReviewer accessReviewScheduleDefinition appConsentRequest channel chat chatMessage
  chatMessageHostedContent conversationMember teamsApp teamsAppInstallation teamsTab userConsentRequest
`),
);

/** Lists of these have the count of the page. */
const countedByPage = new Set(['chatMessage']);

/** Relationships that are shown without `$expand`. */
const expanded: { readonly [type: string]: readonly string[] } = {
  appConsentRequest: ['userConsentRequests'],
  approval: ['stages'],
  authenticationMethodConfiguration: ['includeTargets'],
  authenticationMethodsPolicy: ['authenticationMethodConfigurations'],
  contentType: ['base'],
  permissionGrantPolicy: ['excludes', 'includes'],
  printService: ['endpoints'],
  samlOrWsFedExternalDomainFederation: ['domains'],
  todoTask: ['linkedResources'],
  unifiedRoleDefinition: ['inheritsPermissionsFrom'],
  userConsentRequest: ['approval'],
};

export type ReadHabits = {
  readonly isIdentified: boolean;
  readonly isCounted: boolean;
  readonly isCountedByPage: boolean;
  /** In lower case. */
  readonly expanded: readonly string[];
};

export const readHabits = onceFor(
  ({ lineage }: TypedType): ReadHabits => ({
    isIdentified: lineage.some((one) => identified.has(one)),
    isCounted: lineage.some((one) => counted.has(one)),
    isCountedByPage: lineage.some((one) => countedByPage.has(one)),
    expanded: lineage.flatMap((one) => expanded[one] ?? []).map((one) => one.toLowerCase()),
  }),
);
