import { addDuration, parseDuration } from '../../../format/template/duration.ts';
import { isJsonObject, property } from '../../../json/json.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Transition } from '../../typed/pack/pack.ts';
import { inForce, isDelivered, places } from './entitlement-paths.ts';
import { grant, revoke } from './granted-access.ts';

export const removals = ['userRemove', 'adminRemove'];

/** The next states of an accepted request, and when. */
export const requestStates: readonly Transition[] = [
  { property: 'state', from: 'submitted', to: 'delivering', afterSeconds: 5, also: { status: 'Delivering' } },
  {
    property: 'state',
    from: 'delivering',
    to: 'delivered',
    afterSeconds: 18,
    also: { status: 'Delivered', completedDateTime: 'now()' },
    reached: deliver,
  },
];

function deliver(ground: Ground, request: Entity): void {
  const assignment = ground.store.get(`${places.assignments}/${ground.target(request, 'assignment') ?? ''}`);
  if (assignment === undefined) return;
  if (removals.includes(String(request.values['requestType']))) {
    end(ground, assignment);
    return;
  }
  const endsMs = endOf(ground, assignment);
  const endDateTime = endsMs === undefined ? null : timestampOf(endsMs);
  const schedule = property(assignment.values, 'schedule') ?? null;
  const before = property(schedule, 'expiration');
  const expiration = { ...(before !== undefined && isJsonObject(before) ? before : {}), endDateTime };
  ground.change(assignment, {
    state: 'delivered',
    status: 'Delivered',
    schedule: { ...(isJsonObject(schedule) ? schedule : {}), expiration },
  });
  grant(ground, assignment);
  if (endsMs !== undefined) ground.later(endsMs - ground.nowMs, (then) => end(then, assignment));
}

function endOf(ground: Ground, { values }: Entity): number | undefined {
  const schedule = property(values, 'schedule');
  const expiration = property(schedule, 'expiration');
  if (expiration === undefined || !isJsonObject(expiration)) return undefined;
  const [end, text] = [property(expiration, 'endDateTime'), property(expiration, 'duration')];
  if (typeof end === 'string') return Date.parse(end);
  const duration = typeof text === 'string' ? parseDuration(text) : undefined;
  return duration && addDuration(ground.nowMs, duration);
}

/** The assignment stays, as one that has ended. */
function end(ground: Ground, assignment: Entity): void {
  const now = ground.fresh(assignment);
  if (now === undefined || now.values['state'] === 'expired') return;
  revoke(ground, now);
  ground.change(now, { state: 'expired', status: 'Expired', expiredDateTime: ground.now });
}

/** Assignments of a package or policy that stay in force; pending removals do not prevent its deletion. */
export function staying(ground: Ground, property: 'accessPackage' | 'assignmentPolicy', id: string): readonly Entity[] {
  const leaving = ground
    .all(places.requests)
    .filter(({ values }) => removals.includes(String(values['requestType'])))
    .filter(({ values }) => ['submitted', 'delivering'].includes(String(values['state'])))
    .map((one) => ground.target(one, 'assignment'));
  const all = inForce(ground, property, id);
  const stay = all.filter((one) => !leaving.includes(one.id.toLowerCase()));
  if (stay.length === 0) for (const one of all) end(ground, one);
  return stay;
}

/** An assignment that a review removed, or whose target was deleted, has ended here as well. */
export function followAssignments(ground: Ground): void {
  for (const one of ground.all(places.assignments).filter(isDelivered)) {
    // An assignment of a seed stays unless it was removed.
    const stands = one.origin === 'seeded' && one.kept?.['taken'] !== true;
    if (!stands && ground.world.directory.accessPackageAssignment(one.id) === undefined) end(ground, one);
  }
}
