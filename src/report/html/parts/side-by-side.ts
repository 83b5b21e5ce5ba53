import { defined } from '../../../defined.ts';
import type { Difference } from '../../../expectation/compare/difference.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';
import { childPath } from '../../../json/path.ts';
import { isCombinator, type JsonLine, type LinesAt, linesOf, unescaped } from '../json-lines.ts';

/** One row of expectation and response; a side is absent if it has nothing there. */
export type SideRow = {
  readonly expected?: JsonLine;
  readonly actual?: JsonLine;
  /** The differences on this row, by their index. */
  readonly differences: readonly number[];
  /** A rule matched, or not expected it: no news. */
  readonly quiet: boolean;
  /** It belongs to a value that differs as a whole and began in a row above. */
  readonly continues?: true;
};

/** A value on either side, and the text in front of it. */
type Pair = LinesAt & { readonly expected?: Json; readonly actual?: Json };

/** Expected and actual body line by line, each difference in the row of its place. */
export function sideBySide(expected: Json, actual: Json | undefined, differences: readonly Difference[]): SideRow[] {
  const got = defined({ actual });
  return new Sides(differences).rows({ expected, ...got, path: '$', depth: 0, name: '' });
}

class Sides {
  readonly #at = new Map<string, number[]>();
  /** In an array, a missing item is named by its index in the expectation, everything else by its index in the response. */
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
    const { expected, actual } = pair;
    if (expected === undefined || actual === undefined) return this.#alone(pair);
    if (isCombinator(expected)) return this.#blocks(pair);
    if (isJsonObject(expected) && isJsonObject(actual)) {
      return this.#around('{}', this.#members(expected, actual, pair), pair);
    }
    if (Array.isArray(expected) && Array.isArray(actual)) {
      return this.#around('[]', this.#items(expected, actual, pair), pair);
    }
    return this.#blocks(pair);
  }

  #around(brackets: string, inner: readonly SideRow[], { path, depth, name }: Pair): SideRow[] {
    const row = (text: string, starts: boolean): SideRow => {
      const line = { text, depth, path, starts, rule: false };
      return { expected: line, actual: line, differences: starts ? this.#found(path) : [], quiet: false };
    };
    if (inner.length === 0) return [row(name + brackets, true)];
    return [row(`${name}${brackets[0]}`, true), ...inner, row(brackets[1] ?? '', false)];
  }

  #members(expected: JsonObject, actual: JsonObject, { path, depth }: Pair): SideRow[] {
    const written = new Map(Object.keys(expected).map((one) => [unescaped(one), one]));
    const names = [...written.keys(), ...Object.keys(actual).filter((name) => !written.has(name))];
    return names.flatMap((name) => {
      const [left, right] = [property(expected, written.get(name) ?? ''), property(actual, name)];
      return this.rows({
        ...(left === undefined || !written.has(name) ? {} : { expected: left }),
        ...defined({ actual: right }),
        ...{ path: childPath(path, name), depth: depth + 1, name: `${JSON.stringify(name)}: ` },
      });
    });
  }

  /** Items that are neither missing nor extra were paired in order, as in the evaluation. */
  #items(expected: readonly Json[], actual: readonly Json[], { path, depth }: Pair): SideRow[] {
    const at = (index: number) => ({ path: childPath(path, index), depth: depth + 1, name: '' });
    const items = actual.map((item, index) => ({ item, at: at(index) })).values();
    const rows: SideRow[] = [];
    for (const [index, one] of expected.entries()) {
      if (this.#missing.has(childPath(path, index))) {
        rows.push(...this.rows({ expected: one, ...at(index) }));
        continue;
      }
      let next = items.next().value;
      for (; next !== undefined && this.#extra.has(next.at.path); next = items.next().value) {
        rows.push(...this.rows({ actual: next.item, ...next.at }));
      }
      rows.push(
        ...this.rows(
          next === undefined ? { expected: one, ...at(index) } : { expected: one, actual: next.item, ...next.at },
        ),
      );
    }
    for (const { item, at: place } of items) rows.push(...this.rows({ actual: item, ...place }));
    return rows;
  }

  /** A value that only one side has. */
  #alone({ expected, actual, ...at }: Pair): SideRow[] {
    const left = expected === undefined ? [] : linesOf(expected, { ...at, expectation: true });
    const right = actual === undefined ? [] : linesOf(actual, at);
    const rows = this.#zipped(left, right, true);
    const unmarked = rows.every(({ differences }) => differences.length === 0);
    if (unmarked) return rows.map((row) => ({ ...row, quiet: true }));
    return rows.map((row, index) => (index === 0 ? row : { ...row, continues: true }));
  }

  /** If corresponding lines are unknown, both sides are shown from their beginning. */
  #blocks({ expected = null, actual = null, ...at }: Pair): SideRow[] {
    const [left, right] = [linesOf(expected, { ...at, expectation: true }), linesOf(actual, at)];
    const rows = this.#zipped(left, right, isCombinator(expected));
    const [only] = rows;
    return rows.length === 1 && only?.expected?.rule === true && only.differences.length === 0
      ? [{ ...only, quiet: true }]
      : rows;
  }

  /** `inPromise`: paths of the left lines count in the expectation, so that a missing item can be found by its own. */
  #zipped(left: readonly JsonLine[], right: readonly JsonLine[], inExpected: boolean): SideRow[] {
    const length = Math.max(left.length, right.length);
    return Array.from({ length }, (_, index) => {
      const [expected, actual] = [left[index], right[index]];
      const missing = inExpected && expected?.starts === true ? (this.#missing.get(expected.path) ?? []) : [];
      const row = this.#row(expected, actual);
      return { ...row, differences: [...missing, ...row.differences] };
    });
  }

  #row(expected: JsonLine | undefined, actual: JsonLine | undefined): SideRow {
    const line = actual ?? expected;
    const here = line?.starts === true ? this.#found(line.path) : [];
    return {
      ...defined({ expected, actual }),
      differences: here,
      quiet: false,
    };
  }

  #found(path: string): readonly number[] {
    return this.#at.get(path) ?? [];
  }
}
