import { defined } from '../../defined.ts';
import { badRequest, hinted, notImplemented } from '../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../service/route.ts';
import { type Expansion, expansionsOf } from './expansion.ts';
import type { FilterExpression } from './expression.ts';
import { caught, FaultFound, type FilterFault } from './filter-fault.ts';
import { type OrderKey, orderKeysOf } from './order-by.ts';
import { parseFilter } from './parse-filter.ts';
import { selectionOf } from './projection.ts';
import { freeSearchOf, type Search, searchOf } from './search.ts';

/** The query options for a collection or an object. */
export type QueryOptions = {
  readonly filter?: FilterExpression;
  readonly search?: Search;
  readonly orderBy: readonly OrderKey[];
  /** `undefined`: the default properties, or all of them. */
  readonly select?: readonly string[];
  /** `$select=*`. */
  readonly selectsAll: boolean;
  readonly expand: readonly Expansion[];
  readonly skip: number;
  readonly top?: number;
  readonly count: boolean;
  readonly skipToken?: string;
};

export type ReadQuery =
  | { readonly ok: true; readonly options: QueryOptions }
  | { readonly ok: false; readonly response: GraphResponse };

const modeled = ['filter', 'search', 'orderby', 'select', 'expand', 'skip', 'top', 'count', 'skiptoken', 'format'];
const beyond = ['apply', 'compute', 'deltatoken', 'index', 'levels', 'schemaversion', 'id'];
const ofOneThing = new Set(['select', 'expand', 'format', 'count']);

/** Reads the system query options (OData 4.01 part 2, section 5.1); `of`: which of them have a meaning; `most`: of `$top`. */
export function readQuery(
  call: GraphCall,
  of: 'collection' | 'entity',
  { wordsAnywhere = false, most = 1000 }: { readonly wordsAnywhere?: boolean; readonly most?: number } = {},
): ReadQuery {
  const given = new Map<string, string>();
  for (const [key, value] of call.query) {
    const name = optionName(key, call);
    if (name === undefined) continue;
    const fault =
      optionFault(key, name, of) ??
      (given.has(name) ? badRequest(`Query option '${key}' was given twice.`) : undefined);
    if (fault !== undefined) return { ok: false, response: fault };
    given.set(name, value);
  }
  return readOptions(given, wordsAnywhere, most);
}

/** In lower case and without `$`, which beta, files and teams do not need; `undefined` if it is not a system query option. */
function optionName(key: string, { version, path }: GraphCall): string | undefined {
  const name = key.toLowerCase();
  if (name.startsWith('$')) return name.slice(1);
  const isBare = version === 'beta' || /^\/(?:sites|drives?|shares|teams|chats)\b|\/drive(?:\/|$)/i.test(path);
  return isBare && modeled.includes(name) ? name : undefined;
}

function optionFault(key: string, name: string, of: 'collection' | 'entity'): GraphResponse | undefined {
  if (beyond.includes(name)) return notImplemented(`The sandbox does not model the query option '${key}'.`);
  if (!modeled.includes(name)) return badRequest(`The query option '${key}' is not supported.`);
  if (of === 'entity' && !ofOneThing.has(name))
    return badRequest(`Query option '${key}' asks for a collection, and this is none.`);
  return undefined;
}

function readOptions(given: ReadonlyMap<string, string>, wordsAnywhere: boolean, most: number): ReadQuery {
  const read = <T>(name: string, parse: (text: string) => T): T | undefined => {
    const text = given.get(name);
    if (text === undefined) return undefined;
    const result = caught(() => parse(text));
    if (result.ok) return result.value;
    throw new OptionFault(faultResponse(name, text, result.fault));
  };
  try {
    const options = {
      filter: read('filter', filterOf),
      search: read('search', wordsAnywhere ? freeSearchOf : searchOf),
      orderBy: read('orderby', orderKeysOf) ?? [],
      select: read('select', selectionOf),
      expand: read('expand', (text) => expansionsOf(text)) ?? [],
      skip: read('skip', (text) => wholeNumber(text, 0, Number.MAX_SAFE_INTEGER)) ?? 0,
      top: read('top', (text) => wholeNumber(text, 1, most)),
      count: read('count', truth) ?? false,
      skipToken: given.get('skiptoken'),
    };
    read('format', format);
    return {
      ok: true,
      options: present({ ...options, selectsAll: given.has('select') && options.select === undefined }),
    };
  } catch (error) {
    if (error instanceof OptionFault) return { ok: false, response: error.response };
    throw error;
  }
}

class OptionFault extends Error {
  readonly response: GraphResponse;

  constructor(response: GraphResponse) {
    super('a query option cannot be read');
    this.response = response;
  }
}

type Optional = 'filter' | 'search' | 'select' | 'top' | 'skipToken';
type Given = Omit<QueryOptions, Optional> & { readonly [Name in Optional]: QueryOptions[Name] | undefined };

/** Without the options that were not given. */
function present({ filter, search, select, top, skipToken, ...always }: Given): QueryOptions {
  return {
    ...always,
    ...defined({ filter, search, select, top, skipToken }),
  };
}

function filterOf(text: string): FilterExpression {
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.value;
  throw new FaultFound(parsed.fault);
}

function wholeNumber(text: string, least: number, most: number): number {
  const value = /^\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new FaultFound({
    kind: 'syntax',
    message: `expected a whole number ${range}, found ${text || 'nothing'}`,
    position: 1,
  });
}

function truth(text: string): boolean {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw new FaultFound({ kind: 'syntax', message: `expected true or false, found ${text || 'nothing'}`, position: 1 });
}

function format(text: string): void {
  if (/^(?:json|application\/json\b.*)$/i.test(text)) return;
  throw new FaultFound({ kind: 'unsupported', message: `only json is modeled, not ${text}`, position: 1 });
}

function faultResponse(name: string, text: string, { kind, message, position }: FilterFault): GraphResponse {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  const where = `position ${position} of '${shown}': ${message}.`;
  const what = `Invalid $${name} clause, ${where}`;
  if (kind === 'unsupported') return notImplemented(what);
  // The service does not state the position (observed).
  return name === 'filter' ? hinted(badRequest('Invalid filter clause'), where) : badRequest(what);
}
