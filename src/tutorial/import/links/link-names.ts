import type { InputType } from '../../../format/scenario/input-types.ts';
import { guidSource, isGuid } from '../../../guid.ts';
import { isJsonObject, type Json } from '../../../json/json.ts';
import type { PageResponse } from '../../page/page.ts';
import { collectionOf, isCollection, isItem, isPlural, isThread, sameKind, segmentsOf, singular } from '../nouns.ts';
import { contextCollection } from './context-kind.ts';
import type { Guess } from './guess.ts';
import { keyOf, type Leaf, leavesOf, type Path, valueAtPath } from './leaves.ts';
import type { Use } from './use.ts';

/** The source of a value for later texts: an input of the reader, or an earlier response. */
export type Name =
  | {
      readonly kind: 'input';
      readonly name: string;
      readonly value: string | number | boolean;
      /** Its form, if it is not any text. */
      readonly type?: InputType;
      readonly noun: string;
      readonly description: string;
      readonly guess?: Guess;
    }
  | {
      readonly kind: 'capture';
      readonly name: string;
      readonly value: string;
      readonly noun: string;
      /** The step whose response contains it, and the place: in its body, or in a header. */
      readonly step: number;
      readonly path: Path;
      readonly header?: string;
      /** For a header: the expression whose first group it is. */
      readonly part?: string;
    };

/** A place in a response that contains an id. */
export type Producer = {
  readonly step: number;
  readonly path: Path;
  /** The kind of thing that it identifies, and what `@odata.context` calls it where that is another word. */
  readonly noun: string;
  readonly alsoNoun?: string;
  readonly isId: boolean;
  /** The number of items in its list; 1 outside lists. */
  readonly among: number;
  /** Where it is in a header: the part of it. */
  readonly header?: string;
  readonly part?: string;
};

/** The data that linking needs of a step: the request and the response, as shown. */
export type Exchanged = {
  readonly method: string;
  readonly url: string;
  /** The keys of the url according to the page. */
  readonly keys?: readonly string[];
  readonly body?: Json;
  readonly responseBody?: Json;
  readonly status?: number;
  /** The headers of the response. */
  readonly headers?: PageResponse['headers'];
};

const anyGuid = new RegExp(guidSource, 'gi');

/** The GUIDs within a text. */
export const guidsIn = (text: string): readonly string[] => text.match(anyGuid) ?? [];

/** `SHFT_<guid>`, `<host>,<guid>,<guid>`: an id with GUIDs in it, and not one alone. */
export const isComposed = (text: string): boolean =>
  !isGuid(text) && guidsIn(text).length > 0 && /^[\w.,~!:%@-]+$/.test(text);

/** The text with each of its GUIDs changed. */
export const mapGuids = (text: string, change: (guid: string) => string): string => text.replace(anyGuid, change);

/** The ids in a step's response: GUIDs, and other texts with a digit under a property name for ids. */
export function producersOf(exchanged: Exchanged, step: number): readonly (Producer & Leaf)[] {
  const { method, responseBody } = exchanged;
  // A deleted object gives no names.
  return leavesOf(method === 'DELETE' ? undefined : responseBody)
    .filter(({ path, value }) => typeof value === 'string' && isIdentifier(keyOf(path), value))
    .map((leaf) => {
      const noun = nounOf(leaf.path, exchanged);
      const said = isOwnId(leaf.path) ? contextCollection(responseBody) : undefined;
      return {
        ...leaf,
        step,
        noun,
        ...(said === undefined || singular(said) === noun ? {} : { alsoNoun: singular(said) }),
        isId: leaf.path.at(-1) === 'id',
        among: itemsAround(responseBody, leaf.path),
      };
    });
}

/** Whether a producer identifies a thing of a kind. */
export const isOfKind = ({ noun, alsoNoun }: Producer, kind: string): boolean =>
  sameKind(noun, kind) || (alsoNoun !== undefined && sameKind(alsoNoun, kind));

/** Whether the page uses the id that it shows for a created thing: then another id may be another thing's. */
export function isUsed({ step, path }: Producer, steps: readonly Exchanged[]): boolean {
  const id = String(valueAtPath(steps[step]?.responseBody, path)).toLowerCase();
  return steps.slice(step + 1).some(({ url, body }) => {
    const texts = [url, ...leavesOf(body).map(({ value }) => String(value))];
    return texts.some((text) => text.toLowerCase().includes(id));
  });
}

function isIdentifier(key: string, text: string): boolean {
  if (/^0{8}-/.test(text)) return false;
  if (isGuid(text) || isThread(text) || (key === 'id' && /^\{[\w-]{2,40}\}$/.test(text))) return true;
  if (key === 'userPrincipalName') return /^[^\s@/]+@[^\s@/]+$/.test(text);
  return /^id$|Id$|thumbprint$/i.test(key) && /^[\w=.!,~-]{8,}$/.test(text) && !text.startsWith('{');
}

/** `$.id` and `$.value[0].id`: the ids of what was requested. */
function isOwnId(path: Path): boolean {
  const names = path.filter((part) => typeof part === 'string');
  return names.at(-1) === 'id' && (names.length === 1 || (names.length === 2 && names[0] === 'value'));
}

/**
 * The kind of object that the value at a path identifies: `$.id` the requested one, `$.application.id` an application,
 * `$.userId` a user.
 */
function nounOf(path: Path, exchanged: Exchanged): string {
  const key = String(path.at(-1));
  const [parent] = path.filter((part) => typeof part === 'string').slice(-2);
  const names = path.filter((part) => typeof part === 'string');
  if (isOwnId(path)) return targetNoun(exchanged);
  if (key === 'id') return singular(parent ?? '');
  const prefix = /^(.+)Id$/.exec(key)?.[1];
  if (prefix !== undefined && prefix !== 'origin') return prefix;
  if (names.length <= 2 && key !== 'id') return key === 'originId' ? `${singular(targetNoun(exchanged))}Origin` : key;
  return key;
}

/** The kind of thing that a request gives or makes: `POST …/workbook/createSession` makes what it is called after. */
function targetNoun({ method, url, responseBody }: Exchanged): string {
  const said = method === 'POST' && !isCollection(url) ? contextCollection(responseBody) : undefined;
  const noun = singular(said ?? collectionOf(url) ?? 'value');
  return noun.replace(/^create(?=[A-Z])/, '').replace(/^[A-Z]/, (letter) => letter.toLowerCase());
}

function itemsAround(responseBody: Json | undefined, path: Path): number {
  let value = responseBody;
  let most = 1;
  for (const key of path) {
    if (Array.isArray(value)) most = Math.max(most, value.length);
    value = typeof value === 'object' && value !== null ? (value as { [key: string]: Json })[key] : undefined;
  }
  return most;
}

/** Objects that need no deletion: a request is a record, and a session ends by itself. */
export function isKept({ url }: Exchanged): boolean {
  return !/Requests$|^create/i.test(segmentsOf(url).at(-1) ?? '');
}

/**
 * The id that a creation sets itself, if no response contains it: its `id`, or the `extensionName` of an open
 * extension.
 */
export function ownNames({ method, body, responseBody }: Exchanged): readonly string[] {
  if (method !== 'POST' || responseBody !== undefined || !isJsonObject(body)) return [];
  return [body.id, body.extensionName].flatMap((own) => (typeof own === 'string' && !isGuid(own) ? [own] : []));
}

/**
 * Whether a request creates an object: a POST to a collection whose response has an id, or an action with status 201
 * whose `@odata.context` names a collection.
 */
export function creates({ method, url, responseBody, status }: Exchanged): boolean {
  if (method !== 'POST') return false;
  const last = segmentsOf(url).at(-1);
  if (last === undefined || isItem(last)) return false;
  const id = leavesOf(responseBody).find(({ path }) => path.length === 1 && path[0] === 'id');
  if (typeof id?.value !== 'string') return false;
  return isPlural(last) || /^create/i.test(last) || (status === 201 && contextCollection(responseBody) !== undefined);
}

/** The id of one object, as the response to a request for it by its key shows it. */
export function shownId({ step, place, target }: Use, steps: readonly Exchanged[]): string | undefined {
  const { method = '', responseBody } = steps[step] ?? {};
  if (place !== 'url' || target !== true || !/^(?:GET|PATCH|PUT)$/.test(method) || !isJsonObject(responseBody))
    return undefined;
  const { id } = responseBody;
  return typeof id === 'string' && /^(?=.*\d)[\w.,@!%=+-]{6,}$/.test(id) ? id : undefined;
}
