import { defined } from '../../defined.ts';
import { isGuid } from '../../guid.ts';
import { type Json, type JsonObject, property } from '../../json/json.ts';
import type { WholeSeed } from '../packs/directory/seed/seed.ts';
import { quickXorHash } from '../packs/files/quick-xor-hash.ts';
import { assignmentsPlace } from '../packs/privileged-access/built-in-roles.ts';
import { activeRole, holdingKinds, holdingOf, isWide } from '../packs/privileged-access/holding-kind.ts';
import type { GraphResponse } from '../service/route.ts';
import { segmentsOf } from '../service/route-index.ts';
import type { TypedModel } from '../typed/schema/typed-model.ts';
import type { Seeding } from '../typed/typed-sandbox.ts';
import type { World } from '../world.ts';
import { driveHome } from './drive-places.ts';
import { knownOf, type PlacedObject, placedObject } from './object-faults.ts';
import { readSeedRequest } from './response-faults.ts';
import { bytesOf, putContent } from './seed-content.ts';
import type { SeedContent } from './seed-objects.ts';
import { seedPlace } from './seed-place.ts';

type Target = {
  readonly model: TypedModel;
  readonly seeding: Seeding;
  readonly world: World;
  /** Existing objects stay. */
  readonly beside?: true;
};

/**
 * Puts what a seed has beyond its people into the store, as if it had always been there; objects of the directory are in it
 * already. Throws where the seed was not checked, and is wrong.
 */
export function applyObjects(seed: WholeSeed, target: Target): void {
  const placed = placedObjects(seed, target.model);
  for (const one of placed) put(one, target);
  for (const one of placed) refer(one, target);
  for (const one of placed) holdRole(one, target);
  discardDeleted(placed, target);
  for (const { path, sent, properties } of seed.defaults ?? [])
    target.seeding.defaults({
      segments: segmentsOf(path),
      ...(sent !== undefined && { sent: sent as Json }),
      properties: properties as JsonObject,
    });
  for (const { request, sent, status, headers, body } of seed.responses ?? []) {
    const response = {
      status,
      ...defined({ headers }),
      ...(body !== undefined && { body: body as JsonObject }),
    } satisfies GraphResponse;
    target.seeding.replay({
      ...readSeedRequest(request),
      ...(sent !== undefined && { sent: sent as Json }),
      response,
    });
  }
}

export function placedObjects(seed: WholeSeed, model: TypedModel): readonly PlacedObject[] {
  const known = knownOf(seed, model);
  return (seed.objects ?? []).map((object) => {
    const read = seedPlace(model, object.path, known.user);
    const placed = read.ok ? placedObject(object, read.place, known) : read;
    if ('message' in placed) throw new Error(`the seed’s ${object.path}: ${placed.message}`);
    return placed;
  });
}

/** Users and groups, which the directory adds with all of their properties. */
export const isOfDirectory = ({ type, place }: PlacedObject): boolean =>
  ['user', 'group'].includes(type.name) && (isGuid(place.id) || /^(?:users|groups)\/[^/]+$/.test(place.path));

function put(placed: PlacedObject, { seeding, world, beside }: Target): void {
  const { place, type, values } = placed;
  const { id } = place;
  const home = driveHome(place.path, world);
  const path = home?.path ?? place.path;
  if (beside === true && seeding.store.get(path)?.origin === 'seeded') return;
  // A contact, or a risk, may have the id of its person, without defining that person.
  const isAbout = !isOfDirectory(placed) && world.directory.find(id) !== undefined;
  if (!place.single && !isAbout) seeding.give(id);
  if (isOfDirectory(placed)) return;
  // The directory requires a client id.
  const made = type.name === 'application' ? { appId: world.ids.uuid() } : {};
  const own = home?.id ?? property(values, 'id');
  // Items of a folder have different names.
  const file = type.name === 'driveItem' ? { name: id, ...fileOf(placed.object) } : {};
  putContent(seeding.store, path, type, placed.object);
  seeding.store.set({
    id: typeof own === 'string' ? own : id,
    type: type.name,
    path,
    values: { ...made, ...file, ...home?.values, ...values, ...(home?.id === undefined ? {} : { id: home.id }) },
    revision: 1,
    origin: 'seeded',
  });
}

/** The size of a file is that of its bytes. */
function fileOf({ content }: PlacedObject['object']): JsonObject {
  if (content === undefined || typeof content.type !== 'string') return {};
  const bytes = bytesOf(content as SeedContent);
  return { file: { mimeType: content.type, hashes: { quickXorHash: quickXorHash(bytes) } }, size: bytes.length };
}

function refer(placed: PlacedObject, { seeding: { store }, world }: Target): void {
  const { type, values, object } = placed;
  const path = driveHome(placed.place.path, world)?.path ?? placed.place.path;
  for (const [name, ids] of Object.entries(object.references ?? {})) {
    for (const id of [ids].flat()) store.link(`${path}/${name.toLowerCase()}`, id);
  }
  // `principalId` is the id of `principal`, if that exists.
  for (const [name, value] of Object.entries(values)) {
    const one = /Id$/.test(name) ? type.properties.get(name.slice(0, -2).toLowerCase()) : undefined;
    if (one?.navigation !== true || one.type.collection || one.contained || typeof value !== 'string') continue;
    if (store.byId(value) !== undefined || world.directory.find(value) !== undefined)
      store.link(`${path}/${one.name.toLowerCase()}`, value);
  }
}

/** A role that the seed grants by a schedule or an assignment is granted in the directory; the same for applications. */
function holdRole({ type, values, place }: PlacedObject, { world: { directory } }: Target): void {
  if (type.name === 'appRoleAssignment')
    directory.assignApp(String(property(values, 'resourceId')), String(property(values, 'principalId')));
  const isAssigned = type.name === 'unifiedRoleAssignment' && place.path.startsWith(assignmentsPlace);
  const kind = isAssigned
    ? activeRole
    : holdingKinds.find(({ schedule, instance }) => [schedule, instance].includes(type.name));
  if (kind?.of !== 'role') return;
  const holding = holdingOf(kind, values);
  const { of, principalId } = holding;
  if (of !== '' && principalId !== '' && isWide(holding)) directory.assignRole(of, principalId, kind.held);
}

/**
 * A user who was deleted some time ago is among the deleted items: since the start of the sandbox, because deleted
 * items are not kept for long.
 */
function discardDeleted(placed: readonly PlacedObject[], { world: { directory } }: Target): void {
  const deletedAt = ({ values }: PlacedObject): Json | undefined => property(values, 'deletedDateTime');
  const gone = placed.filter((one) => isOfDirectory(one) && typeof deletedAt(one) === 'string');
  for (const { place } of gone.toSorted((a, b) => String(deletedAt(a)).localeCompare(String(deletedAt(b)))))
    directory.delete(place.id);
}
