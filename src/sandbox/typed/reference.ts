import { decoded } from '../../decoded.ts';
import { segmentsOf } from '../service/route-index.ts';
import type { Entity } from '../store/object-store.ts';
import { find } from './store/typed-view.ts';
import type { TypedCall } from './typed-call.ts';
import { locate } from './typed-location.ts';

/** The object at an address: absolute with any host, or relative; of v1.0 or beta; or only an id. */
export function referenced(typed: TypedCall, address: string): Entity | undefined {
  const [, path = ''] = /^(?:https?:\/\/[^/?#]+)?\/?(?:(?:v1\.0|beta)\/)?([^?#]*)$/i.exec(address) ?? [];
  const segments = segmentsOf(decoded(path));
  if (segments.length === 0) return undefined;
  if (segments.length === 1) return find(typed, segments[0] ?? '');
  const located = locate({ ...typed, segments });
  return located.ok && located.location.kind === 'entity' && located.suffix === undefined
    ? located.location.entity
    : undefined;
}
