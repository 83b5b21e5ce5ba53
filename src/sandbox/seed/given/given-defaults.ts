import { defined } from '../../../defined.ts';
import { isJsonObject, type Json, type JsonObject, property, setProperty } from '../../../json/json.ts';
import type { TypedModel, TypedType } from '../../typed/schema/typed-model.ts';
import { changeStamps } from '../../typed/typed-write.ts';
import { isOfObject } from '../annotated.ts';
import type { SeedDefaults } from '../seed-objects.ts';
import { fittingValue } from './fitting-value.ts';
import { wildSegment } from './given-responses.ts';
import { namesIn, unsaidOf } from './shown/unsaid.ts';

type Created = {
  readonly segments: readonly string[];
  readonly isMade: (id: string) => boolean;
  readonly type: TypedType;
  readonly sent: Json | undefined;
  readonly shown: Json | undefined;
};

type Draft = {
  readonly path: string;
  readonly type: TypedType;
  readonly sent: JsonObject;
  readonly changed: Set<string>;
  properties: JsonObject;
};

/**
 * Values that the service assigned to new objects: from the response to the create, or from a later read of the same
 * object that no change precedes.
 */
export type GivenDefaults = {
  readonly created: (created: Created) => void;
  readonly changed: (id: string, body: Json | undefined) => void;
  readonly shown: (body: Json | undefined) => void;
  readonly all: () => readonly SeedDefaults[];
};

export function givenDefaults(model: TypedModel): GivenDefaults {
  const drafts: Draft[] = [];
  const byId = new Map<string, Draft>();
  return {
    created: ({ segments, isMade, type: declared, sent, shown }) => {
      const type =
        [shown, sent].map((one) => typeOf(model, declared, one)).find((one) => one !== undefined) ?? declared;
      if (!isJsonObject(sent) || type.abstract || isOfReviews(type)) return;
      const path = `/${segments.map((one) => wildSegment(one, isMade)).join('/')}`;
      const draft: Draft = { path, type, sent, changed: new Set(), properties: {} };
      drafts.push(draft);
      learn(model, draft, shown);
      const id = property(shown, 'id');
      if (typeof id === 'string') byId.set(id.toLowerCase(), draft);
    },
    changed: (id, body) => {
      const draft = byId.get(id.toLowerCase());
      for (const name of namesIn(body)) draft?.changed.add(name);
    },
    shown: (body) => {
      const value = property(body, 'value');
      for (const item of Array.isArray(value) ? value : [body]) {
        const id = property(item, 'id');
        const draft = typeof id === 'string' ? byId.get(id.toLowerCase()) : undefined;
        if (draft !== undefined) learn(model, draft, item);
      }
    },
    all: () => {
      const known = drafts.filter(({ properties }) => Object.keys(properties).length > 0);
      return known.map(({ path, type, sent, properties }) => {
        const isOne = known.filter((one) => one.path === path).length === 1;
        const base = model.type(type.name)?.name;
        return {
          path,
          ...defined({ type: base }),
          ...(isOne ? {} : { sent: sent as NonNullable<SeedDefaults['sent']> }),
          properties: properties as SeedDefaults['properties'],
        };
      });
    },
  };
}

const isOfReviews = ({ name, lineage }: TypedType): boolean =>
  /^accessReview/.test(name) || lineage.some((one) => one === 'user' || one === 'group');

function typeOf(model: TypedModel, declared: TypedType, body: Json | undefined): TypedType | undefined {
  const written = property(body, '@odata.type');
  const named = typeof written === 'string' ? model.typeNamed(written) : undefined;
  return named !== undefined && model.isA(named.name, declared.name) ? named : undefined;
}

/** Values that a run generates. */
const ofRuns = new Set(['id', 'createdDateTime', '@odata.id', ...changeStamps]);

function learn(model: TypedModel, draft: Draft, shown: Json | undefined): void {
  if (!isJsonObject(shown)) return;
  const learned: { [name: string]: Json } = { ...draft.properties };
  for (const [name, value] of Object.entries(unsaidOf(draft.sent, shown))) {
    if (ofRuns.has(name) || draft.changed.has(name.toLowerCase())) continue;
    const one = draft.type.properties.get(name.toLowerCase());
    const known = one?.name ?? name;
    if (Object.hasOwn(learned, known)) continue;
    if (isOfObject(name)) setProperty(learned, name, value);
    const fitting = one === undefined || one.navigation ? undefined : fittingValue(model, draft.type, known, value);
    if (fitting !== undefined) setProperty(learned, known, fitting);
  }
  draft.properties = learned;
}
