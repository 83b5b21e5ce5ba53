import type { Difference } from '../../../expectation/compare/difference.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { childPath } from '../../../json/path.ts';
import { isCombinator, type Line, type LinesAt, linesOf, unescaped } from '../json-lines.ts';

/** One row of promise beside answer; a side is absent where it has nothing there. */
export type SideRow = {
  readonly promised?: Line;
  readonly came?: Line;
  /** The differences that stand here, by their index. */
  readonly differences: readonly number[];
  /** A rule matched, or nobody promised it: no news. */
  readonly quiet: boolean;
  /** It belongs to a value that differs as a whole and began in a row above. */
  readonly continues?: true;
};

/** A value on either side, and what stands in front of it. */
type Pair = LinesAt & { readonly promised?: Json; readonly came?: Json };

/** Promise and answer line by line, each difference in the row of its place. */
export function sideBySide(promised: Json, came: Json | undefined, differences: readonly Difference[]): SideRow[] {
  const answer = came === undefined ? {} : { came };
  return new Sides(differences).rows({ promised, ...answer, path: '$', depth: 0, name: '' });
}

class Sides {
  readonly #at = new Map<string, number[]>();
  /** Of an array, what is missing is named by its index in the promise, everything else by its index in the answer. */
  readonly #missing = new Map<string, number[]>();
  readonly #extra = new Set<string>();

  constructor(differences: readonly Difference[]) {
    for (const [index, { code, path }] of differences.entries()) {
      const places = code === 'array-missing-item' ? this.#missing : this.#at;
      places.set(path, [...(places.get(path) ?? []), index]);
      if (code === 'array-extra-item') this.#extra.add(path);
    }
  }

  rows(pair: Pair): SideRow[] {
    const { promised, came } = pair;
    if (promised === undefined || came === undefined) return this.#alone(pair);
    if (isCombinator(promised)) return this.#blocks(pair);
    if (isJsonObject(promised) && isJsonObject(came)) {
      return this.#around('{}', this.#members(promised, came, pair), pair);
    }
    if (Array.isArray(promised) && Array.isArray(came)) {
      return this.#around('[]', this.#items(promised, came, pair), pair);
    }
    return this.#blocks(pair);
  }

  #around(brackets: string, inner: readonly SideRow[], { path, depth, name }: Pair): SideRow[] {
    const row = (text: string, starts: boolean): SideRow => {
      const line = { text, depth, path, starts, rule: false };
      return { promised: line, came: line, differences: starts ? this.#found(path) : [], quiet: false };
    };
    if (inner.length === 0) return [row(name + brackets, true)];
    return [row(`${name}${brackets[0]}`, true), ...inner, row(brackets[1] ?? '', false)];
  }

  #members(promised: JsonObject, came: JsonObject, { path, depth }: Pair): SideRow[] {
    const written = new Map(Object.keys(promised).map((one) => [unescaped(one), one]));
    const names = [...written.keys(), ...Object.keys(came).filter((name) => !written.has(name))];
    return names.flatMap((name) => {
      const [left, right] = [property(promised, written.get(name) ?? ''), property(came, name)];
      return this.rows({
        ...(left === undefined || !written.has(name) ? {} : { promised: left }),
        ...(right === undefined ? {} : { came: right }),
        ...{ path: childPath(path, name), depth: depth + 1, name: `${JSON.stringify(name)}: ` },
      });
    });
  }

  /** What is neither missing nor extra was paired in order: so did the judge. */
  #items(promised: readonly Json[], came: readonly Json[], { path, depth }: Pair): SideRow[] {
    const at = (index: number) => ({ path: childPath(path, index), depth: depth + 1, name: '' });
    const items = came.map((item, index) => ({ item, at: at(index) })).values();
    const rows: SideRow[] = [];
    for (const [index, one] of promised.entries()) {
      if (this.#missing.has(childPath(path, index))) {
        rows.push(...this.rows({ promised: one, ...at(index) }));
        continue;
      }
      let next = items.next().value;
      for (; next !== undefined && this.#extra.has(next.at.path); next = items.next().value) {
        rows.push(...this.rows({ came: next.item, ...next.at }));
      }
      rows.push(
        ...this.rows(
          next === undefined ? { promised: one, ...at(index) } : { promised: one, came: next.item, ...next.at },
        ),
      );
    }
    for (const { item, at: place } of items) rows.push(...this.rows({ came: item, ...place }));
    return rows;
  }

  /** A value that only one side has. */
  #alone({ promised, came, ...at }: Pair): SideRow[] {
    const left = promised === undefined ? [] : linesOf(promised, { ...at, promise: true });
    const right = came === undefined ? [] : linesOf(came, at);
    const rows = this.#zipped(left, right, true);
    const unmarked = rows.every(({ differences }) => differences.length === 0);
    if (unmarked) return rows.map((row) => ({ ...row, quiet: true }));
    return rows.map((row, index) => (index === 0 ? row : { ...row, continues: true }));
  }

  /** Nothing says which lines belong together: both from their beginning. */
  #blocks({ promised = null, came = null, ...at }: Pair): SideRow[] {
    const [left, right] = [linesOf(promised, { ...at, promise: true }), linesOf(came, at)];
    const rows = this.#zipped(left, right, isCombinator(promised));
    const [only] = rows;
    return rows.length === 1 && only?.promised?.rule === true && only.differences.length === 0
      ? [{ ...only, quiet: true }]
      : rows;
  }

  /** `inPromise`: paths of the left lines count in the promise, so that a missing item can be found by its own. */
  #zipped(left: readonly Line[], right: readonly Line[], inPromise: boolean): SideRow[] {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => {
      const [promised, came] = [left[index], right[index]];
      const missing = inPromise && promised?.starts === true ? (this.#missing.get(promised.path) ?? []) : [];
      const row = this.#row(promised, came);
      return { ...row, differences: [...missing, ...row.differences] };
    });
  }

  #row(promised: Line | undefined, came: Line | undefined): SideRow {
    const line = came ?? promised;
    const here = line?.starts === true ? this.#found(line.path) : [];
    return {
      ...(promised === undefined ? {} : { promised }),
      ...(came === undefined ? {} : { came }),
      differences: here,
      quiet: false,
    };
  }

  #found(path: string): readonly number[] {
    return this.#at.get(path) ?? [];
  }
}
