import { isJsonObject, type JsonObject } from '../../../json/json.ts';
import type { IdSource } from '../../service/id-source.ts';
import { type SandboxClock, timestampOf } from '../../service/sandbox-clock.ts';
import type { Entity, ImpliedLink, ObjectStore } from '../../store/object-store.ts';
import { changedValues, newValues, type ObjectShape, shapes } from './wire/object-shapes.ts';

/** What the directory works on: the objects of its types are in the store, and nothing of them is elsewhere. */
export type DirectoryState = {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly store: ObjectStore;
  /** The tenant's default domain, in which mail-enabled groups have their addresses. */
  readonly domain: string;
};

/** Links that no property of the service shows: who may ask for a role; who is assigned to an application. */
export const [eligible, assigned] = ['~eligible', '~assigned'];

export const rolePlace = (roleId: string): string => `directoryroles/${roleId.toLowerCase()}`;

/** Who holds a role is its member, and who is assigned to an application is known with it, as long as the assignment is there. */
export const assignmentLinks: ImpliedLink = ({ type, values }) => {
  if (type !== 'unifiedRoleAssignment' && type !== 'appRoleAssignment') return undefined;
  const [role, resource, id] = ['roleDefinitionId', 'resourceId', 'principalId'].map((name) =>
    String(values[name] ?? '').toLowerCase(),
  );
  if (id === undefined || id === '') return undefined;
  const isOfAll = (values['directoryScopeId'] ?? '/') === '/';
  if (type === 'unifiedRoleAssignment') return isOfAll ? { path: `${rolePlace(role ?? '')}/members`, id } : undefined;
  return { path: `serviceprincipals/${resource}/${assigned}`, id };
};

/** Puts an object in, with all that the service shows of one. */
export function enterObject(
  { store, domain }: DirectoryState,
  shape: ObjectShape,
  { id, kept, ...given }: JsonObject & { readonly id: string; readonly kept?: JsonObject | undefined },
): Entity {
  const values = newValues(shape, { ...given, id }, domain);
  const entity: Entity = {
    id,
    type: shape.type,
    path: `${shape.set}/${id.toLowerCase()}`,
    values,
    revision: 1,
    origin: 'modeled',
    names: shape.names(values),
    shows: shape.shows,
    ...(isJsonObject(kept) && { kept }),
  };
  store.set(entity);
  return entity;
}

export function changeObject({ store, domain }: DirectoryState, path: string, changes: JsonObject): void {
  const before = store.get(path);
  const shape = shapes.find(({ type }) => type === before?.type);
  if (before === undefined || shape === undefined) return;
  const values = changedValues(shape, before.values, { changes, domain });
  store.set({ ...before, values, revision: before.revision + 1, names: shape.names(values) });
}

/** The directory's times have no fractions of a second. */
export function wholeSeconds(timeMs: number): string {
  return timestampOf(Math.floor(timeMs / 1000) * 1000);
}
