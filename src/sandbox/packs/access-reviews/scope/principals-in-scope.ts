import { addDuration, type IsoDuration } from '../../../../format/template/duration.ts';
import { matchesFilter } from '../../../odata/matches-filter.ts';
import type { Directory, DirectoryObject } from '../../directory/directory.ts';
import { principalWire } from '../wire/principal-wire.ts';
import type { MembershipsScope, QueryScope, Resource, ReviewScope, ScopeSelection } from './scope.ts';

type Moment = { readonly directory: Directory; readonly startMs: number };

/** The principals whose access to a resource is reviewed, each once, in the directory's order. */
export function principalsInScope(scope: ReviewScope, resource: Resource, moment: Moment): readonly DirectoryObject[] {
  return scope.kind === 'query' ? ofQuery(scope, resource, moment) : ofMemberships(scope, resource, moment);
}

function ofQuery(scope: QueryScope, resource: Resource, moment: Moment): readonly DirectoryObject[] {
  const { selection, inactive } = scope;
  const found = candidates(selection, resource, moment.directory).filter((object) =>
    isSelected(selection, resource, object),
  );
  return inactive === null ? found : found.filter((object) => isInactive(object, inactive.duration, moment.startMs));
}

/** The principals that have access to the resource, directly or through a group. */
function ofMemberships(scope: MembershipsScope, resource: Resource, moment: Moment): readonly DirectoryObject[] {
  return withAccess(resource, moment.directory).filter((object) =>
    scope.principals.some(
      ({ selection, inactive }) =>
        isAmong(selection, object, moment.directory) &&
        (inactive === null || isInactive(object, inactive.duration, moment.startMs)),
    ),
  );
}

function candidates(selection: ScopeSelection, resource: Resource, directory: Directory): readonly DirectoryObject[] {
  switch (selection.kind) {
    case 'members': {
      const ids = selection.transitive ? directory.transitiveMembers(resource.id) : directory.members(resource.id);
      // The service completes a bare `transitiveMembers` to `transitiveMembers/microsoft.graph.user`.
      const only = selection.only ?? (selection.transitive ? 'user' : null);
      return objects(ids, directory).filter(({ kind }) => only === null || kind === only);
    }
    case 'principals':
      return principalsOf(selection, directory);
    case 'role':
    case 'app':
    case 'access-package':
    case 'groups':
    case 'channels':
      return holdersOf(resource, directory);
    default:
      return selection satisfies never;
  }
}

function isSelected(selection: ScopeSelection, resource: Resource, object: DirectoryObject): boolean {
  if (selection.kind === 'app' || selection.filter === null) return true;
  switch (selection.kind) {
    case 'members':
    case 'principals':
      return matchesFilter(selection.filter, principalWire(object));
    case 'role':
      return matchesFilter(selection.filter, {
        principal: principalWire(object),
        principalId: object.value.id,
        roleDefinitionId: resource.id,
        directoryScopeId: '/',
        assignmentType: 'Assigned',
        memberType: 'Direct',
      });
    case 'access-package':
    case 'groups':
    case 'channels':
      return true;
    default:
      return selection satisfies never;
  }
}

function principalsOf(
  { only, id }: Extract<ScopeSelection, { readonly kind: 'principals' }>,
  directory: Directory,
): readonly DirectoryObject[] {
  if (id !== null) return objects([id], directory).filter(({ kind }) => kind === only);
  return only === 'user' ? directory.users().map((value) => ({ kind: 'user', value })) : [];
}

/** Principals with direct access. */
function holdersOf(resource: Resource, directory: Directory): readonly DirectoryObject[] {
  switch (resource.kind) {
    case 'group':
      return objects(directory.members(resource.id), directory);
    case 'role': {
      const active = resource.holding === 'eligible' ? [] : directory.roleHolders(resource.id, 'active');
      const eligible = resource.holding === 'active' ? [] : directory.roleHolders(resource.id, 'eligible');
      return objects([...active, ...eligible], directory);
    }
    case 'app':
      return objects(directory.appAssignments(resource.id), directory);
    case 'access-package':
      return objects(
        directory
          .accessPackageAssignments()
          .filter(({ assignmentPolicyId }) => assignmentPolicyId === resource.id)
          .filter(({ accessPackageId }) => [null, accessPackageId].includes(resource.accessPackageId))
          .map(({ targetId }) => targetId),
        directory,
      );
    case 'tenant':
      return [];
    default:
      return resource satisfies never;
  }
}

/** Principals with access, directly or as members of a group with access. */
function withAccess(resource: Resource, directory: Directory): readonly DirectoryObject[] {
  if (resource.kind === 'group') return objects(directory.transitiveMembers(resource.id), directory);
  const holders = holdersOf(resource, directory);
  const through = holders
    .filter(({ kind }) => kind === 'group')
    .flatMap(({ value }) => objects(directory.transitiveMembers(value.id), directory));
  return distinct([...holders, ...through]);
}

/** Whether an object is in a principal scope. */
function isAmong(selection: ScopeSelection, object: DirectoryObject, directory: Directory): boolean {
  switch (selection.kind) {
    case 'principals':
      return (
        object.kind === selection.only &&
        (selection.id === null || selection.id === object.value.id) &&
        (selection.filter === null || matchesFilter(selection.filter, principalWire(object)))
      );
    case 'members':
      return (
        selection.groupId !== null &&
        (selection.only === null || selection.only === object.kind) &&
        directory.transitiveMembers(selection.groupId).includes(object.value.id) &&
        (selection.filter === null || matchesFilter(selection.filter, principalWire(object)))
      );
    case 'groups':
      return object.kind === 'group' && (selection.id === null || selection.id === object.value.id);
    case 'role':
    case 'app':
    case 'access-package':
    case 'channels':
      return false;
    default:
      return selection satisfies never;
  }
}

/** A user who never signed in is inactive. */
function isInactive(object: DirectoryObject, since: IsoDuration, startMs: number): boolean {
  if (object.kind !== 'user') return false;
  const { lastSignInDateTime } = object.value;
  if (lastSignInDateTime === null) return true;
  const limitMs = addDuration(startMs, { months: -since.months, milliseconds: -since.milliseconds });
  return Date.parse(lastSignInDateTime) < limitMs;
}

function objects(ids: readonly string[], directory: Directory): readonly DirectoryObject[] {
  return [...new Set(ids)].map((id) => directory.find(id)).filter((object) => object !== undefined);
}

function distinct(list: readonly DirectoryObject[]): readonly DirectoryObject[] {
  return [...new Map(list.map((object) => [object.value.id, object])).values()];
}
