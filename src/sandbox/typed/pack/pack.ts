/**
 * Packs of behavior: rules of objects that the metadata cannot express, by type. The typed layer reads, checks and
 * stores them; a pack is data, with a function where a rule is more than data. This file: the type of a pack.
 */
import type { Json, JsonObject } from '../../../json/json.ts';
import type { GraphCall, GraphResponse, Route } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from './ground.ts';

export type Pack = {
  readonly name: string;
  /** Who may read and write its objects, unless a type overrides it. */
  readonly access: Access;
  /** The types that it models. Responses about other types are typed only. */
  readonly types: { readonly [type: string]: TypeRules };
  /** Actions and functions, as `type.name`; what they answer. */
  readonly operations?: { readonly [name: string]: Operate };
  /** Those for which the typed layer already behaves like the service. */
  readonly plain?: readonly string[];
  /** What actions of the directory cost in resource units; they send the service's address as `Location` (observed). */
  readonly costs?: { readonly [name: string]: string };
  /** The initial objects. */
  readonly begin?: (ground: Ground) => void;
  /** Before a request, where the store has changed: what other packs did is taken over. */
  readonly follow?: (ground: Ground) => void;
  /** The relations that `follow` looks at; default: all that is in the store. */
  readonly followed?: readonly string[];
  /** Beta's own words for the same objects. */
  readonly beta?: Dialect;
};

/** SKU part numbers of which the tenant needs one, and the response where it has none; `writes`: to change, not to read. */
export type License = { readonly anyOf: readonly string[]; readonly refusal: GraphResponse; readonly writes?: true };

export type Access = {
  /** For requests that the service's own table of permissions does not have; where it has them, it decides. */
  readonly read: Route['permissions'];
  readonly write: Route['permissions'];
  /** For actions and functions, which then look at roles themselves. Default: as for writes and reads. */
  readonly operate?: Route['permissions'];
  /** No permission of one's own: the pack's rules look at the request. */
  readonly free?: true;
  /** Directory roles of which a signed-in user needs one; without them, permissions are enough. */
  readonly roles?: { readonly read?: readonly string[]; readonly write?: readonly string[] };
  /** Who may do it without the role: owners, for example. `on`: the object; `undefined`: a collection. */
  readonly besides?: (call: GraphCall, on: Entity | undefined) => boolean;
  readonly license?: License;
  /** The response if a permission or a role is missing. */
  readonly refusal?: GraphResponse;
};

export type TypeRules = Facts & {
  /** The objects of the type to which it applies; default: all. */
  readonly of?: (entity: Entity) => boolean;
  readonly access?: Partial<Access>;
  /** Types inside of it that are modeled with it, by the same rights. */
  readonly holds?: readonly string[];
  /** Values that the service fills in; they override the table of created values. */
  readonly initial?: JsonObject;
  /** States that follow by themselves. */
  readonly states?: readonly Transition[];
  /** An item of a collection is replaced by PUT. */
  readonly replaced?: { readonly status: 200 | 204 };
  /** Query options that the service refuses on lists of it, and with what. */
  readonly refusedOptions?: readonly { readonly when: RegExp; readonly refusal: GraphResponse }[];
  /** Times have seven digits. */
  readonly ticks?: true;
  /** Why a caller may not list it. */
  readonly listed?: (call: GraphCall) => GraphResponse | undefined;
  /** A body as the metadata has it, where the documentation writes it otherwise. */
  readonly read?: (body: JsonObject) => JsonObject;
  /** The `@odata.context` of lists, if it is not the path. */
  readonly context?: string;
  /** A reason to refuse. Nothing was written yet. */
  readonly check?: (write: Write) => GraphResponse | undefined;
  readonly created?: (write: Write) => void;
  /** The response to a create, if it is not the object. */
  readonly response?: (write: Write) => GraphResponse | undefined;
  readonly changed?: (write: Write) => void;
  readonly removed?: (write: Write) => void;
};

/**
 * Tables of a type's pages, as data: `fact-faults.ts` checks every write against them. Properties may be paths
 * (`conditions/users`).
 */
export type Facts = {
  /** Unsupported methods: 405. */
  readonly never?: readonly Write['kind'][];
  /** Required properties of a create: 400. */
  readonly required?: readonly string[];
  /** Properties that a change may not set: 400. */
  readonly fixed?: readonly string[];
  /** The most characters of a text: 400. */
  readonly longest?: { readonly [property: string]: number };
  /** The least and the most of a number: 400. */
  readonly between?: { readonly [property: string]: readonly [least: number, most: number] };
  /** The only allowed texts of a property, in any case; otherwise 400. */
  readonly among?: { readonly [property: string]: readonly string[] };
  /** Forms of texts: 400. */
  readonly like?: { readonly [property: string]: TextForm };
  /** Values that one object of a collection has at most: 400. */
  readonly single?: JsonObject;
  /** The maximum number of objects in its collection; beyond it 400. */
  readonly atMost?: number;
  /** Properties that no two objects of a collection have alike, together: 409. */
  readonly distinct?: readonly string[];
  /** Sets in one of which the object is that a property names by its id: 404. */
  readonly names?: { readonly [property: string]: readonly string[] };
  /** Objects with these values cannot be deleted, or changed if so marked: 400. */
  readonly standing?: readonly { readonly where: JsonObject; readonly reason: string; readonly unchanged?: true }[];
  /** The id of a new one, made of what is given: `{attributeSet}_{name}`, `{userAttribute/id}`. */
  readonly idFrom?: string | ((values: JsonObject, uuid: () => string) => string);
};

/** `is`: "an address with https". */
type TextForm = { readonly form: RegExp; readonly is: string };

/** `property` changes from one of `from` to `to` after this time, unless it was changed in between. */
export type Transition = {
  readonly property: string;
  readonly from: string;
  readonly to: string;
  readonly afterSeconds: number;
  readonly also?: JsonObject;
  readonly reached?: (ground: Ground, entity: Entity) => void;
};

/** A create, a change or a delete of one object. */
export type Write = {
  readonly kind: 'create' | 'update' | 'delete';
  /** As it will be, or is; of a delete, as it was. */
  readonly entity: Entity;
  /** A value of the request, or of a referenced object (`catalog/id`). */
  readonly given: (path: string) => Json | undefined;
  readonly call: GraphCall;
  readonly ground: Ground;
};

export type Operate = (operation: {
  /** The object it is bound to; `undefined`: a collection. */
  readonly on: Entity | undefined;
  /** Objects of the collection that it is bound to. */
  readonly items: readonly Entity[];
  readonly parameters: JsonObject;
  readonly call: GraphCall;
  readonly ground: Ground;
}) => Operated;

/** A response, objects to list, or a value of the declared type. */
type Operated =
  | GraphResponse
  | { readonly items: readonly Entity[] }
  | { readonly value: JsonObject; readonly status?: number };

/** Another version's names: of segments, properties and members; by its own name, in both directions. */
export type Dialect = {
  /** Below this path, in lower case without version. */
  readonly below: string;
  /** Names of v1.0 by those of the dialect. */
  readonly names: { readonly [name: string]: string };
  /** A body; `to` is the last name in the path, in v1.0's words. */
  readonly request: (body: JsonObject, to: string) => JsonObject;
  /** An object; `name` is the collection or property that it is of, in v1.0's words. */
  readonly response: (object: JsonObject, name: string, ground: Ground) => JsonObject;
};
