import { defined } from '../../defined.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { callOf } from '../../metadata/url-shape.ts';
import { segmentsOf } from '../service/route-index.ts';
import { resultPlace } from '../typed/operation-path.ts';
import type { TypedModel, TypedProperty, TypedType } from '../typed/schema/typed-model.ts';

/** The place of a seed's object, by the metadata: its type and the objects around it. */
export type SeedPlace = {
  /** In lower case, as in the typed layer. */
  readonly path: string;
  readonly id: string;
  readonly type: string;
  /** The place has one object, and no id. */
  readonly single: boolean;
  /** Paths of the objects around it, the outermost first. */
  readonly around: readonly string[];
  /** The relationship by which it is reached; none where it is at the top. */
  readonly property?: TypedProperty;
  /** A function result: it always exists. */
  readonly isResult: boolean;
};

export type SeedPlaceRead =
  | { readonly ok: true; readonly place: SeedPlace }
  | { readonly ok: false; readonly message: string; readonly fix: string };

type Here = { readonly type: string; readonly collection: boolean; readonly property?: TypedProperty };

/** Follows the path of an object. `user`: whose `/me` is. */
export function seedPlace(model: TypedModel, path: string, user: string | undefined): SeedPlaceRead {
  const wrong = (message: string, fix = 'write it as the service’s own address of it'): SeedPlaceRead => {
    return { ok: false, message, fix };
  };
  const written = segmentsOf(path);
  const isMe = written[0]?.toLowerCase() === 'me';
  if (isMe && user === undefined) return wrong('`/me` is a user, and the seed has no Global Administrator');
  const [first = '', ...rest] = isMe ? ['users', user ?? '', ...written.slice(1)] : written;
  const root = model.root(first);
  if (root === undefined) return wrong(`the service has no \`/${first}\``);
  let here: Here = { type: root.type.name, collection: root.type.collection };
  let at = first.toLowerCase();
  let id = first;
  let isResult = false;
  const around: string[] = [];
  for (const segment of rest) {
    // A function result has its own path.
    const result = resultPlace(model, { name: here.type, collection: here.collection }, segment);
    if (result !== undefined) {
      if (!here.collection) around.push(at);
      here = { type: result.type, collection: false };
      id = result.operation.name;
      at += `/${result.segment.toLowerCase()}`;
      isResult = true;
      continue;
    }
    isResult = false;
    if (here.collection) {
      here = { ...here, collection: false };
      id = segment;
    } else {
      const name = callOf(segment).name.toLowerCase();
      const leading = (one: TypedType | undefined) => {
        const found = one?.properties.get(name);
        return found?.navigation === true ? found : undefined;
      };
      const declared = model.type(here.type);
      // An object may be of a type derived from the declared one.
      const property = leading(declared) ?? model.derived(here.type).map(leading).find(Boolean);
      if (property === undefined) {
        const names = [...(declared?.properties.values() ?? [])]
          .filter(({ navigation }) => navigation)
          .map(({ name }) => name);
        return wrong(`\`${here.type}\` has no relationship \`${segment}\``, suggestion(segment, names));
      }
      around.push(at);
      here = { type: property.type.name, collection: property.type.collection, property };
      id = property.name;
    }
    at += `/${segment.toLowerCase()}`;
  }
  if (here.collection) return wrong(`\`${path}\` holds many: end the path with the object’s id`);
  const { type, property } = here;
  const single = isResult || (property !== undefined && !property.type.collection && id === property.name);
  return { ok: true, place: { path: at, id, type, single, isResult, around, ...defined({ property }) } };
}
