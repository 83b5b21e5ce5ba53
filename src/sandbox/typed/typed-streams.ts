import { graphError } from '../service/graph-error.ts';
import { contentOf } from '../service/read-request.ts';
import { type GraphResponse, noContent, ok } from '../service/route.ts';
import type { Entity } from '../store/object-store.ts';
import { entityWire } from './store/typed-wire.ts';
import type { TypedCall } from './typed-call.ts';
import { absent, type Location, type Suffix } from './typed-location.ts';

/** Bytes that are kept with an object: a photo, a logo, a file's content. */

export function isStream({ model }: TypedCall, at: Location, suffix: Suffix | undefined): boolean {
  if (at.kind === 'value') return at.type.name === 'Edm.Stream' && suffix !== '$count';
  return (
    suffix === '$value' && at.kind === 'entity' && (model.type(at.type)?.media === true || at.type === 'profilePhoto')
  );
}

export function streamResponse(typed: TypedCall, at: Location): GraphResponse {
  const { method, store, call, request } = typed;
  const path =
    at.kind === 'value' ? `${at.owner.path}/${at.names.join('/').toLowerCase()}` : at.kind === 'entity' ? at.path : '';
  if (method === 'GET') {
    const found = store.stream(path);
    if (found === undefined) return absent(typed, 'stream', path.slice(path.lastIndexOf('/') + 1));
    return { status: 200, headers: { 'content-type': found.type }, content: found.content };
  }
  if (method === 'DELETE') {
    store.setStream(path, undefined);
    return noContent;
  }
  if (method !== 'PUT' && method !== 'PATCH') {
    return graphError(405, 'MethodNotAllowed', `The method ${method} is not allowed on this resource.`);
  }
  const type = call.headers['content-type'] ?? 'application/octet-stream';
  store.setStream(path, { type, content: contentOf(request) ?? Buffer.alloc(0) });
  if (at.kind === 'entity' && at.type === 'profilePhoto') {
    store.set(at.entity ?? photoAt(path));
    return { status: 200 };
  }
  const isFile = at.kind === 'value' && at.owner.type === 'driveItem';
  return isFile ? ok(entityWire(typed.model, at.owner, 'driveItem')) : noContent;
}

/** The properties of a photo; the sandbox makes no other sizes of it. */
function photoAt(path: string): Entity {
  return {
    id: '648x648',
    type: 'profilePhoto',
    path,
    values: { height: 648, width: 648 },
    revision: 1,
    origin: 'typed',
  };
}
