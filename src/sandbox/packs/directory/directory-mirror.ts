import { type Json, type JsonObject, property } from '../../../json/json.ts';
import type { Entity, StoreChange } from '../../typed/store/typed-store.ts';
import type { DirectoryState } from './directory-state.ts';
import type { Relation } from './relation.ts';

/**
 * What the typed layer writes of directory objects that this pack only reads, so that reviews, memberships and owners know of
 * them: applications, service principals and who owns them; who holds a role, or is assigned to an application.
 */
export function directoryMirror(state: DirectoryState): (change: StoreChange) => void {
  return (change) => {
    switch (change.kind) {
      case 'set':
        return setObject(state, change.entity);
      case 'removed':
        return removeObject(state, change.entity);
      case 'linked':
      case 'unlinked': {
        const [, ownerId] = /^(?:applications|serviceprincipals)\/([^/]+)\/owners$/.exec(change.path) ?? [];
        if (ownerId !== undefined) state.owners[change.kind === 'linked' ? 'add' : 'remove'](ownerId, change.id);
        return;
      }
      default:
        change satisfies never;
    }
  };
}

function setObject(state: DirectoryState, { id, type, values }: Entity): void {
  if (type === 'application') {
    const before = state.applications.get(id);
    const [appId, displayName, createdDateTime] = texts(values, 'appId', 'displayName', 'createdDateTime');
    state.applications.set({ permissions: [], ...before, id, appId, displayName, createdDateTime });
  }
  if (type === 'servicePrincipal') {
    const [appId, displayName] = texts(values, 'appId', 'displayName');
    state.servicePrincipals.set({ id, appId, displayName });
  }
  const held = holding(state, type, values);
  held?.relation.add(held.source, held.target);
}

function removeObject(state: DirectoryState, { id, type, values }: Entity): void {
  if (type === 'application') state.applications.take(id);
  if (type === 'servicePrincipal') state.servicePrincipals.take(id);
  const held = holding(state, type, values);
  held?.relation.remove(held.source, held.target);
}

type Holding = { readonly relation: Relation; readonly source: string; readonly target: string };

function holding(state: DirectoryState, type: string, values: JsonObject): Holding | undefined {
  const [role, resource, principal] = texts(values, 'roleDefinitionId', 'resourceId', 'principalId');
  const target = principal.toLowerCase();
  if (type === 'unifiedRoleAssignment') return { relation: state.active, source: role.toLowerCase(), target };
  return type === 'appRoleAssignment'
    ? { relation: state.assigned, source: resource.toLowerCase(), target }
    : undefined;
}

function texts(values: JsonObject, ...names: readonly [string, string, string?]): [string, string, string] {
  const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
  const [first, second, third = ''] = names;
  return [text(property(values, first)), text(property(values, second)), text(property(values, third))];
}
