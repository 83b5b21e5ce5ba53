import { defined } from '../../defined.ts';
import { type Place, placeAt } from '../../diagnostics/place.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { Values } from '../../format/template/values.ts';
import type { HttpResponse } from '../../http/message.ts';
import { compactJson, unchanged } from '../../json/compact.ts';
import { isJsonObject, type Json, type JsonObject } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { valueAt } from '../../json/value-at.ts';
import type { Expected } from '../compile/expected.ts';
import { expectedText } from '../compile/expected-text.ts';
import { type Difference, type DifferenceCode, worstFirst } from './difference.ts';

type Key = string | number;

/** What JSON a path begins at: the body, or what is expected of it as text or bytes. */
export type Root = { readonly value: Json; readonly of: (response: HttpResponse) => Json | undefined };

/** A response as it may be shown, of the same shape as the one that was compared, and the values that go with it. */
export type Shown = {
  readonly response: HttpResponse;
  readonly values: Values;
  /** What a name or text is shown as, before it is shortened. */
  readonly text: (text: string) => string;
  /** The words of a difference that has no counterpart in that response. */
  readonly redacted: (difference: Difference) => Difference;
};

type Terms = Pick<Shown, 'values' | 'text'> & {
  readonly received: Json | undefined;
  /** Instead of the response that was compared. */
  readonly response: HttpResponse | undefined;
};

type Words = Partial<Pick<Difference, 'message' | 'path' | 'expected' | 'actual'>>;
type Said = Words & Pick<Difference, 'path'>;

/** What was found, as data: it is put into words when it is shown. */
export type Finding = {
  readonly code: DifferenceCode;
  readonly message: string;
  readonly span: Span;
  /** What is in the place where the comparison is; default: the place itself. */
  readonly key?: Key;
  /** Instead of a place in JSON. */
  readonly path?: string;
  readonly stated?: Expected;
  readonly received?: Json;
  /** If it adds to what is expected and received; `undefined`: it is not shown. */
  readonly words?: (terms: Terms) => Words | undefined;
};

export type Found = Finding & { readonly keys: readonly Key[]; readonly root: Root | undefined };

type Lists<T> = { readonly differences: T; readonly notes: T };
type InWords = Lists<readonly Difference[]>;

/** Everything found in one response. */
export class Findings {
  readonly #found: Lists<readonly Found[]>;
  readonly #unlisted: Lists<number>;
  readonly #values: Values;
  readonly #source: Source;
  readonly #places = new Map<Span, Place>();
  #inWords: InWords | undefined;

  constructor(
    found: Lists<readonly Found[]>,
    unlisted: Lists<number>,
    { values, source }: { readonly values: Values; readonly source: Source },
  ) {
    this.#found = found;
    this.#unlisted = unlisted;
    this.#values = values;
    this.#source = source;
  }

  /** Whether the expectation was kept. */
  get isKept(): boolean {
    return this.#found.differences.length === 0;
  }

  /** Worst first; in the words of the response as received. */
  get differences(): readonly Difference[] {
    return this.#received().differences;
  }

  /** Information: what was received without being expected, unless strict. */
  get notes(): readonly Difference[] {
    return this.#received().notes;
  }

  /** The same findings in the words of the response as it is shown. */
  shown(shown: Shown): InWords {
    const places = new ShownPlaces(shown.response);
    return this.#all((found) => this.#shown(found, places.of(found), shown));
  }

  #received(): InWords {
    this.#inWords ??= this.#all((found) => this.#asReceived(found));
    return this.#inWords;
  }

  #all(inWords: (found: Found) => Difference): InWords {
    const { differences, notes } = this.#found;
    return {
      differences: withCount(worstFirst(differences.map(inWords)), this.#unlisted.differences),
      // All of one code.
      notes: withCount(notes.map(inWords), this.#unlisted.notes),
    };
  }

  #shown(found: Found, place: ShownPlace | undefined, { response, values, text, redacted }: Shown): Difference {
    const terms = { values, text, response, received: found.received === undefined ? undefined : place?.value };
    const said = found.words === undefined ? {} : found.words(terms);
    if (place === undefined || said === undefined) return redacted(this.#asReceived(found));
    const difference = this.#difference(found, terms, { path: place.path, ...said });
    // Two values may have the same replacement.
    const isAlike = terms.received !== undefined && difference.expected === difference.actual;
    return isAlike ? redacted(this.#asReceived(found)) : difference;
  }

  #asReceived(found: Found): Difference {
    const { path = pathOf(found), received } = found;
    const terms = { values: this.#values, text: unchanged, received, response: undefined };
    return this.#difference(found, terms, { path, ...found.words?.(terms) });
  }

  #difference({ code, message, stated, span }: Found, { received, values, text }: Terms, said: Said): Difference {
    const expected = stated === undefined ? undefined : expectedText(stated, values, text);
    const actual = received === undefined ? undefined : compactJson(received, undefined, text);
    return { code, message, ...defined({ expected, actual }), ...said, at: this.#place(span) };
  }

  #place(span: Span): Place {
    const known = this.#places.get(span);
    if (known !== undefined) return known;
    const place = placeAt(this.#source, span);
    this.#places.set(span, place);
    return place;
  }
}

function pathOf({ keys, key }: Found): string {
  const here = keys.reduce<string>(childPath, '$');
  return key === undefined ? here : childPath(here, key);
}

type ShownPlace = { readonly path: string; readonly value: Json | undefined };

/** Finds places of a response in the redacted one, which has the same shape, with other names and values. */
class ShownPlaces {
  readonly #response: HttpResponse;
  readonly #roots = new Map<Root, Json | undefined>();
  readonly #names = new Map<JsonObject, ReadonlyMap<string, string>>();

  constructor(response: HttpResponse) {
    this.#response = response;
  }

  /** `undefined` where the shape is not the same. */
  of({ path, keys, key, root }: Found): ShownPlace | undefined {
    if (path !== undefined) return { path, value: undefined };
    const shown = root && this.#rootOf(root);
    if (root === undefined || shown === undefined) return undefined;
    let here = '$';
    let [one, other]: readonly (Json | undefined)[] = [root.value, shown];
    for (const step of key === undefined ? keys : [...keys, key]) {
      const name = this.#nameOf(step, one, other);
      if (name === undefined) return undefined;
      here = childPath(here, name);
      one = valueAt(one, [step]);
      other = valueAt(other, [name]);
    }
    return { path: here, value: other };
  }

  /** Read once, however many differences it has. */
  #rootOf(root: Root): Json | undefined {
    if (!this.#roots.has(root)) this.#roots.set(root, root.of(this.#response));
    return this.#roots.get(root);
  }

  #nameOf(key: Key, one: Json | undefined, other: Json | undefined): Key | undefined {
    if (Array.isArray(one)) return Array.isArray(other) ? key : undefined;
    if (!isJsonObject(one) || !isJsonObject(other)) return undefined;
    const isThere = Object.hasOwn(one, key);
    if (isThere === Object.hasOwn(other, key)) return key;
    return isThere ? this.#renamed(one, other).get(String(key)) : undefined;
  }

  /** The names of an object by the names in the other response: both have the same order. */
  #renamed(one: JsonObject, other: JsonObject): ReadonlyMap<string, string> {
    const known = this.#names.get(one);
    if (known !== undefined) return known;
    const [own, names] = [Object.keys(one), Object.keys(other)];
    const renamed = new Map(own.length === names.length ? own.map((name, at) => [name, names[at] ?? name]) : []);
    this.#names.set(one, renamed);
    return renamed;
  }
}

function withCount(differences: readonly Difference[], unlisted: number): readonly Difference[] {
  const last = differences.at(-1);
  if (unlisted === 0 || last === undefined) return differences;
  return [...differences.slice(0, -1), { ...last, unlisted }];
}
