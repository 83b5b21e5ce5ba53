import type { JsonObject } from '../../json/json.ts';
import { contextOf } from '../odata/response-parts.ts';
import { type GraphResponse, ok } from '../service/route.ts';
import { changed } from '../store/object-store.ts';
import type { ActionEffect, BegunAction } from './begun-action.ts';
import { emptyStatus } from './schema/documented-statuses.ts';
import { fill } from './schema/value-marks.ts';
import { entityWire } from './store/typed-wire.ts';
import type { TypedCall } from './typed-call.ts';
import { stampsOfChange } from './typed-changes.ts';
import { contextPath } from './typed-read.ts';
import { marksOf } from './typed-write.ts';

/**
 * What actions make of the object that they are bound to, with marks as for created values: from the pages of Graph's v1.0
 * reference (2026-08). Facts only.
 */
const states: { readonly [action: string]: JsonObject } = {
  'educationAssignment.activate': { status: 'assigned' },
  'educationAssignment.deactivate': { status: 'inactive' },
  'educationAssignment.publish': { status: 'published' },
  'educationModule.pin': { isPinned: true },
  'educationModule.publish': { status: 'published' },
  'educationModule.unpin': { isPinned: false },
  'educationSubmission.excuse': { status: 'excused', excusedBy: 'bare-caller()', excusedDateTime: 'now()' },
  'educationSubmission.return': { status: 'returned', returnedBy: 'bare-caller()', returnedDateTime: 'now()' },
  'educationSubmission.submit': { status: 'submitted', submittedBy: 'bare-caller()', submittedDateTime: 'now()' },
  'bookingBusiness.publish': { isPublished: true },
  'bookingBusiness.unpublish': { isPublished: false },
  'chatMessage.softDelete': { deletedDateTime: 'now()' },
  'chatMessage.undoSoftDelete': { deletedDateTime: null },
  'scheduleChangeRequest.approve': { state: 'approved', managerActionDateTime: 'now()', managerUserId: 'caller-id()' },
  'scheduleChangeRequest.decline': { state: 'declined', managerActionDateTime: 'now()', managerUserId: 'caller-id()' },
  'virtualEvent.cancel': { status: 'canceled' },
  'virtualEvent.publish': { status: 'published' },
};

export const stateEffects: { readonly [action: string]: ActionEffect } = Object.fromEntries(
  Object.entries(states).map(([action, state]) => [action, (typed, begun) => becomes(typed, begun, state)]),
);

/** The names of what an action sets; `undefined`: it is not one of these. */
export const namesSetBy = (action: string): readonly string[] | undefined => {
  const state = Object.hasOwn(states, action) ? states[action] : undefined;
  return state && Object.keys(state);
};

function becomes(typed: TypedCall, { operation, on }: BegunAction, state: JsonObject): GraphResponse | undefined {
  const entity = on?.kind === 'entity' ? on.entity : undefined;
  if (entity === undefined) return undefined;
  const type = typed.model.type(entity.type);
  const marks = marksOf(typed, entity.id);
  const values = Object.entries(state).map(([name, value]) => [name, fill(value, marks)]);
  const after = changed(typed.store, entity, {
    ...Object.fromEntries(values),
    ...(type === undefined ? {} : stampsOfChange(typed, type, entity.id)),
  });
  if (operation.returns === undefined) return { status: emptyStatus(operation) };
  const around = entity.path.slice(0, entity.path.lastIndexOf('/'));
  const context = contextOf(typed.call, `${contextPath(typed, around)}/$entity`, undefined);
  return ok({ '@odata.context': context, ...entityWire(typed.model, after, after.type) });
}
