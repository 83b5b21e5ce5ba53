import { matchesFilter } from '../../../odata/matches-filter.ts';
import type { Directory } from '../../directory/directory.ts';
import type { DefinitionContent } from '../review.ts';
import { principalWire } from '../wire/principal-wire.ts';
import type { QueryScope, Resource, ScopeSelection } from './scope.ts';

/**
 * The resource of a review of a single resource; undefined if the directory determines the resources when the review
 * begins.
 */
export function fixedResource({ scope, enumeration }: DefinitionContent): Resource | undefined {
  const sources = scope.kind === 'query' ? [scope] : scope.resources;
  // A team's shared channels are in the scope beside its group.
  const own = sources.filter(({ selection }) => selection.kind !== 'channels');
  const [first, ...others] = own.map(({ selection }) => fixedBy(selection, enumeration));
  return others.length === 0 ? first : undefined;
}

/** Every resource that is reviewed when the review begins. */
export function resourcesInScope(content: DefinitionContent, directory: Directory): readonly Resource[] {
  const fixed = fixedResource(content);
  if (fixed !== undefined) return [fixed];
  const { scope, enumeration } = content;
  const sources = scope.kind === 'query' ? [scope] : scope.resources;
  return sources.flatMap(({ selection }) => enumerated(selection, enumeration, directory));
}

/** The group that a review is about, where it is about one: its owners may review it. */
export function groupInScope(content: DefinitionContent): string | undefined {
  const resource = fixedResource(content);
  return resource?.kind === 'group' ? resource.id : undefined;
}

function fixedBy(selection: ScopeSelection, enumeration: QueryScope | null): Resource | undefined {
  switch (selection.kind) {
    case 'members': {
      const id = selection.groupId ?? groupIdOf(enumeration);
      return id === null ? undefined : { kind: 'group', id };
    }
    case 'groups':
      return selection.id === null ? undefined : { kind: 'group', id: selection.id };
    case 'role':
      return selection.roleId === null ? undefined : { kind: 'role', id: selection.roleId, holding: selection.holding };
    case 'app':
      return { kind: 'app', id: selection.servicePrincipalId };
    case 'access-package':
      return { kind: 'access-package', id: selection.policyId, accessPackageId: selection.accessPackageId };
    case 'channels':
      return undefined;
    case 'principals':
      return { kind: 'tenant', id: '' };
    default:
      return selection satisfies never;
  }
}

function groupIdOf(enumeration: QueryScope | null): string | null {
  return enumeration?.selection.kind === 'groups' ? enumeration.selection.id : null;
}

function enumerated(
  selection: ScopeSelection,
  enumeration: QueryScope | null,
  directory: Directory,
): readonly Resource[] {
  const fixed = fixedBy(selection, enumeration);
  if (fixed !== undefined) return [fixed];
  if (selection.kind === 'role') {
    const { holding } = selection;
    return directory.roleDefinitions().map(({ id }): Resource => ({ kind: 'role', id, holding }));
  }
  // Channel members are not modeled: the people with whom a channel is shared are not reviewed.
  if (selection.kind === 'channels') return [];
  const source = selection.kind === 'groups' ? selection : enumeration?.selection;
  const filter = source?.kind === 'groups' ? source.filter : null;
  return directory
    .groups()
    .filter((value) => filter === null || matchesFilter(filter, principalWire({ kind: 'group', value })))
    .map(({ id }): Resource => ({ kind: 'group', id }));
}
