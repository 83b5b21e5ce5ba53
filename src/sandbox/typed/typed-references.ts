import { property } from '../../json/json.ts';
import { badRequest, graphError } from '../service/graph-error.ts';
import { type GraphResponse, noContent } from '../service/route.ts';
import { parentOf } from '../store/object-store.ts';
import { referenced } from './reference.ts';
import type { TypedCall } from './typed-call.ts';
import { absent, type Location } from './typed-location.ts';
import { readReferences } from './typed-read.ts';
import { objectOf } from './typed-write.ts';

/**
 * Objects that the metadata contains in their owner, and that the pages add by reference: they belong to the class, to
 * the teacher, or to all user flows.
 */
const shared = new Set([
  'educationAssignment/categories',
  'educationAssignment/rubric',
  'userFlowApiConnectorConfiguration/postAttributeCollection',
  'userFlowApiConnectorConfiguration/postFederationSignup',
]);

/** `…/$ref`: what an object refers to is read, added, replaced and taken away; what it refers to stays. */
export function referenceResponse(typed: TypedCall, at: Location): GraphResponse {
  if (at.kind !== 'collection' && at.kind !== 'entity') return badRequest("Resource not found for the segment '$ref'.");
  const { method } = typed;
  if (method === 'GET') return readReferences(typed, at);
  const isMember = at.kind === 'entity' && at.through !== undefined;
  if (method === 'DELETE' && at.kind === 'entity') return removed(typed, at);
  const isShared = shared.has(
    `${at.owner ?? ''}/${(at.kind === 'entity' ? at.property?.name : undefined) ?? at.path.slice(at.path.lastIndexOf('/') + 1)}`,
  );
  if (method === 'POST' && at.kind === 'collection' && (at.refers || isShared)) return added(typed, at.path, at.type);
  if (method === 'PUT' && at.kind === 'entity' && (at.property?.contained === false || isShared) && !isMember) {
    return added(typed, placeOf(typed, at), at.type);
  }
  return graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`);
}

function added(typed: TypedCall, path: string, type: string): GraphResponse {
  const address = property(objectOf(typed), '@odata.id');
  if (typeof address !== 'string') return badRequest("A reference is an object with '@odata.id'.");
  const target = referenced(typed, address);
  if (target === undefined) return absent(typed, type, address.slice(address.lastIndexOf('/') + 1));
  if (typed.model.type(target.type) !== undefined && !typed.model.isA(target.type, type)) {
    return badRequest(`'${address}' is no '${type}'.`);
  }
  if (typed.store.links(path).includes(target.id.toLowerCase())) {
    return badRequest('One or more added object references already exist for the following modified properties.');
  }
  if (typed.method === 'PUT') typed.store.relink(path, target.id);
  else typed.store.link(path, target.id);
  return noContent;
}

function removed(typed: TypedCall, at: Extract<Location, { readonly kind: 'entity' }>): GraphResponse {
  const { entity } = at;
  if (entity === undefined) return absent(typed, at.type, at.path);
  const done = typed.store.unlink(at.through?.path ?? placeOf(typed, at), entity.id);
  return done ? noContent : absent(typed, at.type, entity.id);
}

/** The place of the property, not of its target. */
function placeOf(typed: TypedCall, at: Extract<Location, { readonly kind: 'entity' }>): string {
  const name = at.property?.name.toLowerCase() ?? '';
  if (at.path.endsWith(`/${name}`)) return at.path;
  const owner = [...typed.store.linksTo(at.entity?.id ?? '')].find((path) => path.endsWith(`/${name}`));
  return owner ?? `${parentOf(at.path)}/${name}`;
}
