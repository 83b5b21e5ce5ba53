import { defined } from '../../../defined.ts';
import { guidSource } from '../../../guid.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { defaultSeed } from '../../packs/directory/seed/default-seed.ts';
import type { TypedModel, TypedProperty } from '../../typed/schema/typed-model.ts';
import { homeOf } from '../../typed/store/typed-view.ts';
import { isOfObject } from '../annotated.ts';
import type { SeedContent, SeedObject } from '../seed-objects.ts';
import { fittingValue } from './fitting-value.ts';
import { ShownNames } from './shown/shown-names.ts';
import { concreteType, shownType } from './shown/shown-type.ts';
import { stableId } from './stable-id.ts';

/** An object that exchanges show or name, before it is added to the seed. */
type Draft = {
  readonly path: string;
  type: string;
  readonly properties: { [name: string]: Json };
  readonly references: Map<string, Set<string>>;
  content?: NonNullable<SeedObject['content']>;
};

/** The place of objects: a collection, or a property with one object. */
export type ShownAt = {
  /** In its own spelling, beginning with a slash. */
  readonly path: string;
  readonly type: string;
  /** The declared type, if the actual one is only likely. */
  readonly base?: string;
  readonly collection: boolean;
  /** The object around it, and the relationship that leads here. */
  readonly owner?: ShownOwner;
};

type ShownOwner = {
  readonly path: string;
  readonly id: string;
  readonly type?: string;
  readonly property: TypedProperty;
};

/** Relationships that are the inverse of one in the seed, and their owners. */
const inverses: { readonly [name: string]: string } = {
  memberOf: 'members',
  transitiveMemberOf: 'members',
  directReports: 'manager',
  ownedObjects: 'owners',
};
const sameAs: { readonly [name: string]: string } = { transitiveMembers: 'members' };

/**
 * The initial state that exchanges require, collected: each object once, with all of its known properties; the first
 * value counts.
 */
export class GivenObjects {
  readonly model: TypedModel;
  /** The names of objects, wherever they are shown. */
  readonly names = new ShownNames();
  /** Ids that the exchanges create: their objects are not in the seed. */
  readonly made = new Set<string>();
  readonly #active = new Set<string>();
  /** The holders of each role, by its name. */
  readonly roles = new Map<string, Set<string>>();
  readonly #drafts = new Map<string, Draft>();
  /** Ids that are referred to, with their possible types; used only if nothing else defines the object. */
  readonly #named = new Map<string, string>();

  constructor(model: TypedModel) {
    this.model = model;
  }

  /** The id of the object with a name, or a fixed one. */
  idOf(name: string): string {
    return this.names.idOf(name) ?? stableId(name);
  }

  /** A person who signed in a short time ago. */
  noteActive(id: string): void {
    this.#active.add(id.toLowerCase());
  }

  /** The holder of a role was assigned it before. */
  hold(role: string, id: string): void {
    if (!this.isMade(id)) this.roles.set(role, (this.roles.get(role) ?? new Set()).add(id));
  }

  isActive(id: string): boolean {
    return this.#active.has(id.toLowerCase());
  }

  isMade(id: string): boolean {
    return this.made.has(id.toLowerCase());
  }

  /** All known properties of an object at a path. */
  note(path: string, type: string, values: JsonObject = {}): Draft | undefined {
    if (path.split('/').some((segment) => this.isMade(segment))) return undefined;
    const key = path.toLowerCase();
    const draft: Draft = this.#drafts.get(key) ?? { path, type, properties: {}, references: new Map() };
    this.#drafts.set(key, draft);
    if (this.model.isA(type, draft.type)) draft.type = type;
    const declared = this.model.type(draft.type);
    for (const [name, value] of Object.entries(values)) {
      const known = declared?.properties.get(name.toLowerCase())?.name ?? name;
      if (draft.properties[known] !== undefined || declared === undefined) continue;
      const fitting = isOfObject(name) ? value : fittingValue(this.model, declared, known, value);
      if (fitting !== undefined) draft.properties[known] = fitting;
    }
    return draft;
  }

  /** Bytes that are kept with an object; in a property of it, or as its own. */
  keep(path: string, type: string, { name, content }: { readonly name?: string; readonly content: SeedContent }): void {
    const draft = this.note(path, type);
    if (draft === undefined) return;
    const before = draft.content === undefined || name === undefined ? {} : draft.content;
    draft.content =
      name === undefined ? content : ({ ...before, [name]: content } as NonNullable<SeedObject['content']>);
  }

  refer(path: string, name: string, id: string): void {
    const draft = this.#drafts.get(path.toLowerCase());
    if (draft === undefined || this.isMade(id)) return;
    const ids = draft.references.get(name) ?? new Set();
    draft.references.set(name, ids.add(id));
  }

  /** Only an id, of an object of a type or one derived from it. */
  name(id: string, type: string): void {
    if (!this.isMade(id) && !this.#named.has(id.toLowerCase())) this.#named.set(id.toLowerCase(), type);
  }

  /** An object as a response shows it, with what is expanded in it. Its path; none where it is not given. */
  show(at: ShownAt, shown: JsonObject, index = 0): string | undefined {
    const type = shownType(this.model, { base: at.base ?? at.type, through: at.owner?.property.name }, shown);
    if (type === undefined) return undefined;
    const written = property(shown, 'id');
    const home = homeOf(this.model, type.name);
    const id = typeof written === 'string' && written !== '' ? written : this.#idWithout(at, { shown, home, index });
    if (this.isMade(id)) return undefined;
    if (this.#isOfMade(shown)) {
      this.made.add(id.toLowerCase());
      return undefined;
    }
    const path = home === undefined ? (at.collection ? `${at.path}/${id}` : at.path) : `/${spelled(home)}/${id}`;
    const values = Object.fromEntries(
      Object.entries(shown).filter(
        ([name, value]) =>
          (!name.includes('@') || isOfObject(name)) &&
          (value !== null || /^(?:mail|createdDateTime)$/.test(name) || isOfObject(name)) &&
          (name !== 'id' || !at.collection),
      ),
    );
    const structural = Object.fromEntries(
      Object.entries(values).filter(([name]) => type.properties.get(name.toLowerCase())?.navigation !== true),
    );
    // A service may state an object's type even where it is certain; elsewhere it must be stated.
    if (home !== undefined || type.name !== at.type) delete structural['@odata.type'];
    if (home !== undefined) delete structural['id'];
    if (this.note(path, type.name, structural) === undefined) return undefined;
    if (home !== undefined && at.owner !== undefined) this.#join(at.owner, path, id);
    for (const [name, value] of Object.entries(shown)) {
      // The related objects in a delta existed before, except those that it marks as removed.
      const one = type.properties.get(name.replace(/@delta$/, '').toLowerCase());
      if (one?.navigation === true && (!name.includes('@') || name.endsWith('@delta'))) {
        const items = [value].flat().filter((item) => !isJsonObject(item) || property(item, '@removed') === undefined);
        this.#expand({ path, id }, one, items);
      }
    }
    return path;
  }

  /** An object that refers to a created object is newer than that: a resource of a new group, a role of that resource. */
  #isOfMade(shown: JsonObject): boolean {
    return Object.entries(shown).some(([name, value]) => {
      if (isJsonObject(value)) return typeof property(value, 'id') === 'string' && this.#isOfMade(value);
      return typeof value === 'string' && /Id$/.test(name) && [...value.matchAll(guid)].some(([id]) => this.isMade(id));
    });
  }

  /** The number of known objects of a collection. */
  countIn(path: string): number {
    const within = `${path.toLowerCase()}/`;
    return [...this.#drafts.keys()].filter((key) => key.startsWith(within) && !key.slice(within.length).includes('/'))
      .length;
  }

  /** The id of an object that a response shows without one. */
  #idWithout(
    at: ShownAt,
    { shown, home, index }: { readonly shown: JsonObject; readonly home: string | undefined; readonly index: number },
  ): string {
    if (home === undefined && !at.collection) return '';
    if (at.path === '/organization') return defaultSeed.tenant.id;
    // It was read by its id.
    if (!at.collection && at.owner === undefined) return at.path.slice(at.path.lastIndexOf('/') + 1);
    return stableId(`${at.path} ${index} ${JSON.stringify(shown, noBigints)}`);
  }

  #expand(owner: { readonly path: string; readonly id: string }, one: TypedProperty, value: Json): void {
    const at: ShownAt = {
      path: `${owner.path}/${one.name}`,
      type: one.type.name,
      collection: one.type.collection,
      owner: { ...owner, property: one },
    };
    for (const [index, item] of [value].flat().entries()) if (isJsonObject(item)) this.show(at, item, index);
  }

  #join(owner: ShownOwner, path: string, id: string): void {
    const { name } = owner.property;
    const inverse = inverses[name];
    if (inverse === undefined && owner.type !== undefined) this.note(owner.path, owner.type);
    if (inverse === undefined) this.refer(owner.path, sameAs[name] ?? name, id);
    else this.refer(path, inverse, owner.id);
  }

  /** Everything that was collected, the objects of the directory first. */
  objects(homesOf: (type: string) => string | undefined): readonly SeedObject[] {
    const known = new Set(
      [...this.#drafts.values()].map(({ path }) => path.slice(path.lastIndexOf('/') + 1).toLowerCase()),
    );
    for (const [id, type] of this.#named) {
      const home = known.has(id) ? undefined : homesOf(type);
      if (home !== undefined) this.#noteNamed(id, type, home);
    }
    this.#noteGroupsOfTeams();
    this.#noteDisplayNames();
    return [...this.#drafts.values()].map(({ path, type: known, properties, references, content }) => ({
      path,
      type: concreteType(this.model, known, properties),
      ...(Object.keys(properties).length === 0
        ? {}
        : { properties: properties as NonNullable<SeedObject['properties']> }),
      ...(references.size === 0 ? {} : { references: this.#referencesOf(known, references) }),
      ...defined({ content }),
    }));
  }

  /** An object of which only its id is known; in the directory, a user by default. */
  #noteNamed(id: string, type: string, home: string): void {
    const kind = type === 'directoryObject' ? this.names.kindOf(id) : undefined;
    const known = kind === undefined ? undefined : this.model.typeNamed(kind)?.name;
    const set = known === undefined ? undefined : homeOf(this.model, known);
    if (known !== undefined && set !== undefined) this.note(`/${spelled(set)}/${id}`, known);
    else this.note(`${home}/${id}`, type === 'directoryObject' ? 'user' : type);
  }

  /** Directory objects get the names that others use for them. */
  #noteDisplayNames(): void {
    for (const { path, type } of [...this.#drafts.values()]) {
      const displayName = this.names.displayName(path.slice(path.lastIndexOf('/') + 1));
      if (displayName !== undefined && homeOf(this.model, type) !== undefined) this.note(path, type, { displayName });
    }
  }

  /** A team is that of a Microsoft 365 group, and has its id. */
  #noteGroupsOfTeams(): void {
    for (const { path, properties } of [...this.#drafts.values()]) {
      const [, id] = /^\/teams\/([^/]+)$/.exec(path) ?? [];
      if (id === undefined) continue;
      const displayName = properties['displayName'];
      const names = typeof displayName === 'string' ? { displayName } : {};
      this.note(`/groups/${id}`, 'group', { ...names, groupTypes: ['Unified'], mailEnabled: true });
      this.refer(`/groups/${id}`, 'team', id);
    }
  }

  #referencesOf(type: string, references: Draft['references']): NonNullable<SeedObject['references']> {
    const declared = this.model.type(type);
    return Object.fromEntries(
      [...references].map(([name, ids]) => {
        const many = declared?.properties.get(name.toLowerCase())?.type.collection !== false;
        return [name, many ? [...ids] : ([...ids][0] ?? '')];
      }),
    );
  }
}

const guid = new RegExp(guidSource, 'gi');

/** Sets as the service spells them. */
const spellings: { readonly [set: string]: string } = { serviceprincipals: 'servicePrincipals' };
export const spelled = (set: string): string => spellings[set] ?? set;

export const noBigints = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
