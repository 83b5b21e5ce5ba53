import type { Json } from '../../../../json/json.ts';
import type { Reading } from '../../../service/reading.ts';
import type { Directory } from '../../directory/directory.ts';
import type { DefinitionContent } from '../review.ts';
import { fixedResource } from '../scope/resources-in-scope.ts';
import { parseReviewers, type ReviewerScope } from '../scope/reviewer-scope.ts';
import type { QueryScope, Resource, ReviewScope } from '../scope/scope.ts';
import { parseQueryScope, parseScope } from './parse-scope.ts';
import { parseSettings } from './parse-settings.ts';
import { parseStages } from './parse-stages.ts';
import { parsedBody } from './parsed-body.ts';
import { BodyObject, invalid } from './review-body.ts';

export type DefinitionContext = {
  readonly directory: Directory;
  /** The default start date. */
  readonly today: string;
};

/** Reads the body that creates or replaces a definition. */
export function parseDefinition(body: Json | undefined, context: DefinitionContext): Reading<DefinitionContent> {
  return parsedBody(() => readDefinition(new BodyObject(body), context));
}

const properties: readonly string[] = [
  ...['id', 'displayName', 'descriptionForAdmins', 'descriptionForReviewers', 'scope', 'instanceEnumerationScope'],
  ...['reviewers', 'fallbackReviewers', 'backupReviewers', 'settings', 'stageSettings'],
  'additionalNotificationRecipients',
  // Read-only, and ignored, so that what was read can be sent back.
  ...['status', 'createdBy', 'createdDateTime', 'lastModifiedDateTime', 'instances'],
  ...['customData', 'customDataProvider'],
];

function readDefinition(body: BodyObject, { directory, today }: DefinitionContext): DefinitionContent {
  body.knows('accessReviewScheduleDefinition', properties);
  const displayName = body.text('displayName');
  const scope = parseScope(body.required('scope'));
  const enumeration = enumerationOf(body);
  checkEnumeration(scope, enumeration);
  const stages = parseStages(body, directory);
  const settings = parseSettings(body.required('settings'), { stages, today });
  const content: DefinitionContent = {
    displayName,
    descriptionForAdmins: body.textOr('descriptionForAdmins', null),
    descriptionForReviewers: body.textOr('descriptionForReviewers', null),
    scope,
    enumeration,
    reviewers: parseReviewers(body, 'reviewers', directory),
    fallbackReviewers: fallbackReviewersOf(body, directory),
    settings,
    stages,
    additionalNotificationRecipients: body.objects('additionalNotificationRecipients').map(({ json }) => json),
  };
  checkResource(fixedResource(content), directory);
  return content;
}

function enumerationOf(body: BodyObject): QueryScope | null {
  const scope = body.object('instanceEnumerationScope');
  // Pages print `{}` for an omitted scope.
  if (scope === undefined || Object.keys(scope.json).length === 0) return null;
  const parsed = parseQueryScope(scope);
  if (parsed.selection.kind !== 'groups')
    invalid(`${scope.at('query')} is '${parsed.query.text}'; supported are /groups/{id} and /groups?$filter=….`);
  return parsed;
}

/** `./members` requires the groups. A scope of inactive users includes all, as in a documented example. */
function checkEnumeration(scope: ReviewScope, enumeration: QueryScope | null): void {
  if (scope.kind === 'memberships' || enumeration !== null || scope.inactive !== null) return;
  if (scope.selection.kind === 'members' && scope.selection.groupId === null)
    invalid(`instanceEnumerationScope is required where scope.query is relative ('${scope.query.text}').`);
}

/** The name of 2021 and the current one; each sets the other. */
function fallbackReviewersOf(body: BodyObject, directory: Directory): readonly ReviewerScope[] {
  const named = body.objects('fallbackReviewers').length > 0 ? 'fallbackReviewers' : 'backupReviewers';
  return parseReviewers(body, named, directory);
}

function checkResource(resource: Resource | undefined, directory: Directory): void {
  if (resource === undefined || isThere(resource, directory)) return;
  invalid(`scope.query names '${resource.id}', which does not exist.`);
}

function isThere(resource: Resource, directory: Directory): boolean {
  switch (resource.kind) {
    case 'group':
      return directory.group(resource.id) !== undefined;
    case 'app':
      return directory.servicePrincipal(resource.id) !== undefined;
    case 'role':
      return directory.roleDefinitions().some(({ id }) => id === resource.id);
    case 'access-package':
    case 'tenant':
      return true;
    default:
      return resource satisfies never;
  }
}
