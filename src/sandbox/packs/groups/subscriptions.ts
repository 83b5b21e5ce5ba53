import { type Json, property } from '../../../json/json.ts';
import { allowing, shippedPermissions } from '../../../metadata/permission-index.ts';
import { isPermitted } from '../../service/admission.ts';
import { forbidden, graphError } from '../../service/graph-error.ts';
import { type GraphResponse, grants } from '../../service/route.ts';
import { segmentsOf } from '../../service/route-index.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { TypeRules, Write } from '../../typed/pack/pack.ts';

const minuteMs = 60_000;
/** The maximum lifetime of a subscription in minutes, by its resource. */
const longest: readonly (readonly [resource: RegExp, minutes: number])[] = [
  [/^\/?(?:users|groups)(?:\/[^/]+)?(?:\/members)?$/i, 41_760],
  [/(?:messages|events|contacts)$/i, 10_080],
  [/^\/?(?:teams|chats)\//i, 4320],
];

const ofObjects = 'User.Read.All Group.Read.All Group.ReadWrite.All Directory.Read.All';
const permissions = grants(`User.Read ${ofObjects}`, ofObjects);

const invalid = (message: string): GraphResponse => graphError(400, 'InvalidRequest', message);

/** A subscription ends at its expiration, unless it is renewed. No notification is sent, and no url is validated. */
export const subscriptionRules: TypeRules = {
  access: { read: permissions, write: permissions, free: true },
  fixed: ['changeType', 'resource', 'clientState'],
  required: ['changeType', 'notificationUrl', 'resource', 'expirationDateTime'],
  longest: { clientState: 128 },
  check: (write) => (write.kind === 'delete' ? undefined : (rightFault(write) ?? urlFault(write) ?? endFault(write))),
  created: ({ entity, ground }) => expire(ground, entity),
  changed: ({ entity, ground }) => expire(ground, entity),
};

/** A caller with a permission to read a resource may subscribe to it. */
function rightFault({ entity, call: { caller } }: Write): GraphResponse | undefined {
  const resource = String(property(entity.values, 'resource') ?? '');
  const segments = segmentsOf(resource.replace(/^https?:\/\/[^/]+\/(?:v1\.0|beta)\//i, '').split('?')[0] ?? '');
  const known = allowing(shippedPermissions(), { method: 'GET', segments, context: caller.kind });
  return known === undefined || isPermitted(permissions, caller, { method: 'GET', segments }) ? undefined : forbidden();
}

/** Notifications with resource data are encrypted with the certificate. */
function urlFault({ given, kind, entity }: Write): GraphResponse | undefined {
  const isOpen = given('includeResourceData') === true && (entity.values['encryptionCertificate'] ?? null) === null;
  if (isOpen) return invalid("The 'encryptionCertificate' is needed where resource data is included.");
  const url = given('notificationUrl');
  if (kind === 'update' && url === undefined) return undefined;
  const isSecure = typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:';
  if (!isSecure) return invalid('Subscription validation request failed. Notification URL must be HTTPS.');
  const types = String(given('changeType') ?? 'updated').split(',');
  return types.every((one) => ['created', 'updated', 'deleted'].includes(one.trim().toLowerCase()))
    ? undefined
    : invalid("The change type is one or more of 'created', 'updated' and 'deleted'.");
}

function endFault({ entity, ground }: Write): GraphResponse | undefined {
  const endMs = endOf(property(entity.values, 'expirationDateTime'));
  if (endMs === undefined || endMs <= ground.nowMs)
    return invalid('Subscription expiration date can only be in the future.');
  const resource = String(property(entity.values, 'resource') ?? '');
  const minutes = longest.find(([form]) => form.test(resource))?.[1];
  return minutes !== undefined && endMs > ground.nowMs + minutes * minuteMs
    ? invalid(`Subscription expiration can only be ${minutes} minutes in the future.`)
    : undefined;
}

const endOf = (value: Json | undefined): number | undefined => {
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
};

function expire(ground: Ground, entity: Entity): void {
  const endMs = endOf(property(entity.values, 'expirationDateTime'));
  if (endMs === undefined) return;
  ground.later(endMs - ground.nowMs, (at) => {
    const now = at.fresh(entity);
    const isStill = now !== undefined && (endOf(property(now.values, 'expirationDateTime')) ?? 0) <= at.nowMs;
    if (isStill) at.remove(now);
  });
}
