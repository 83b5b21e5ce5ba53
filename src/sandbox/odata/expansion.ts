import { isJsonObject, type Json } from '../../json/json.ts';
import { pieces } from '../../metadata/url-shape.ts';
import type { FilterExpression } from './expression.ts';
import { FaultFound } from './filter-fault.ts';
import { matchesFilter } from './matches-filter.ts';
import { type OrderKey, orderKeysOf, sorted } from './order-by.ts';
import { parseFilter } from './parse-filter.ts';
import { project, selectionOf } from './projection.ts';

/** A navigation property that a query expands, with its options: `members($select=id;$top=5;$expand=manager)`. */
export type Expansion = {
  /** As written; may be preceded by a type: `microsoft.graph.eventMessage/event`. */
  readonly name: string;
  readonly select?: readonly string[] | undefined;
  readonly expand: readonly Expansion[];
  readonly filter?: FilterExpression;
  readonly orderBy?: readonly OrderKey[];
  readonly top?: number;
};

/** More than any relationship of Graph is followed. */
const mostNested = 12;

/** Reads `members($select=id,displayName),owners`, within so many others. Throws a `FaultFound`. */
export function expansionsOf(text: string, depth = 0): readonly Expansion[] {
  let position = 1;
  if (depth > mostNested) throw syntax(`expected no more than ${mostNested} within each other`, position);
  return pieces(text, ',').map((piece) => {
    const [, name, , options] = /^[\s+]*([\p{L}_*][\p{L}\p{N}_./]*)[\s+]*(\((.*)\))?[\s+]*$/su.exec(piece) ?? [];
    if (name === undefined) throw syntax('expected the name of a relationship', position);
    const expansion = { name, expand: [], ...(options !== undefined && optionsOf(options, { name, position, depth })) };
    position += piece.length + 1;
    return leveled(expansion);
  });
}

const syntax = (message: string, position: number): FaultFound => new FaultFound({ kind: 'syntax', message, position });

type Leveled = Expansion & { readonly levels?: number };

/** A relationship of several levels is within itself. */
function leveled({ levels = 1, ...expansion }: Leveled): Expansion {
  if (levels <= 1) return expansion;
  return { ...expansion, expand: [...expansion.expand, leveled({ ...expansion, levels: levels - 1 })] };
}

type Within = Partial<Omit<Leveled, 'name'>>;

type Place = { readonly name: string; readonly position: number; readonly depth: number };

function optionsOf(text: string, place: Place): Within {
  return Object.assign({}, ...pieces(text, ';').map((piece) => optionOf(piece, place)));
}

function optionOf(piece: string, { name: of, position, depth }: Place): Within {
  const [, name = '', value = ''] = /^\s*\$?([^=\s]*)\s*=(.*)$/s.exec(piece) ?? [];
  // Documented for the managers of a user, and for nothing else.
  if (/^levels$/i.test(name) && /^manager$/i.test(of)) return { levels: levelsOf(value.trim(), position) };
  switch (name.toLowerCase()) {
    case 'select':
      return { select: selectionOf(value) };
    case 'expand':
      return { expand: expansionsOf(value, depth + 1) };
    case 'filter':
      return { filter: filterOf(value) };
    case 'orderby':
      return { orderBy: orderKeysOf(value) };
    case 'top':
      if (!/^[1-9]\d{0,2}$/.test(value.trim())) throw syntax(`expected a whole number, found ${value}`, position);
      return { top: Number(value) };
    case 'count':
      return {};
    default: {
      const message = `within $expand $${name === '' ? piece : name} is not modeled`;
      throw new FaultFound({ kind: 'unsupported', message, position });
    }
  }
}

function levelsOf(text: string, position: number): number {
  if (/^max$/i.test(text)) return mostNested;
  if (/^[1-9]\d?$/.test(text)) return Math.min(Number(text), mostNested);
  throw syntax(`expected max or a whole number, found ${text}`, position);
}

function filterOf(text: string): FilterExpression {
  const parsed = parseFilter(text);
  if (parsed.ok) return parsed.value;
  throw new FaultFound(parsed.fault);
}

/** A navigation property's value with only the parts that the expansion selects. */
export function projectExpanded(value: Json, { select, filter, orderBy = [], top, expand }: Expansion): Json {
  const names = select && [...select, ...expand.map(({ name }) => name)];
  const shown = (item: Json): Json => (isJsonObject(item) ? project(item, names) : item);
  if (!Array.isArray(value)) return shown(value);
  const wanted = filter === undefined ? value : value.filter((item) => matchesFilter(filter, item));
  const rows = wanted.filter(isJsonObject).map((wire, at) => ({ at, wire }));
  const order = orderBy.length === 0 ? wanted : sorted(rows, orderBy).map(({ wire }) => wire);
  return order.slice(0, top).map(shown);
}
