import type { Span } from '../../diagnostics/source.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json, type JsonObject, jsonType } from '../../json/json.ts';
import { childPath } from '../../json/path.ts';
import { prettyJson } from '../../json/pretty.ts';
import { readJson } from '../../json/read-json.ts';
import { sampleOf } from './example-value.ts';

export type Correction = {
  /** The block's JSON, without what precedes its lines in a list or quote. */
  readonly text: string;
  /** What it says. */
  readonly shown: Json;
  readonly actual: Json;
  /** The paths with differences in the run. Elsewhere, another value of the same kind is only another sample. */
  readonly differing: ReadonlySet<string>;
  /** The lists that are to be as they were received, as a whole. */
  readonly lists?: ReadonlySet<string>;
  /** What the scenario expects at paths where the page alone is wrong, as compact JSON. */
  readonly expected?: ReadonlyMap<string, string>;
  /** The page shows a part only: what it leaves out stays out. */
  readonly shortened: boolean;
};

/** What was left as it is, by its path. */
export type CorrectedJson = {
  readonly text: string;
  /** Those among `lists` that have many more items than the page shows. */
  readonly long: readonly string[];
  /** Texts that the service replaces by one of a tenant or a person: the page's sample is kept. */
  readonly personal: readonly string[];
};

/** A page shows some items of a list; at most this many are added to it. */
const mostAdded = 8;

/**
 * The JSON of a page's block with the current response of the service: matching parts and sample values are kept,
 * missing parts are removed, and new ones are added in the service's order.
 */
export function correctJson(correction: Correction): CorrectedJson {
  const { text, shown, actual } = correction;
  const spans = new Map<string, Span>();
  const read = readJson(text, (path, span) => spans.set(path.reduce<string>(childPath, '$'), span));
  const whole = spans.get('$');
  // A name that occurs twice has no single place.
  if (!read.ok || read.duplicates.length > 0 || whole === undefined) return { text, long: [], personal: [] };
  const corrector = new Corrector(correction, spans);
  const value = corrector.value(shown, actual, '$');
  const { long, personal } = corrector;
  return { text: text.slice(0, whole.start) + value + text.slice(whole.end), long, personal };
}

/** A member as it is written: what precedes its value, and its value. */
type Member = { readonly name: string; readonly lead: string; readonly value: string };

class Corrector {
  readonly long: string[] = [];
  readonly personal: string[] = [];
  readonly #correction: Correction;
  readonly #spans: ReadonlyMap<string, Span>;
  readonly #indent: string;
  /** Values that are already on the page are suitable. */
  readonly #shown: ReadonlySet<string>;

  constructor(correction: Correction, spans: ReadonlyMap<string, Span>) {
    this.#correction = correction;
    this.#spans = spans;
    this.#shown = new Set(textsIn(correction.shown));
    this.#indent = /\n([ \t]+)\S/.exec(correction.text)?.[1] ?? '  ';
  }

  /** The text of a value that is right now. */
  value(shown: Json, actual: Json, path: string): string {
    if (isJsonObject(shown) && isJsonObject(actual)) return this.#object(shown, actual, path);
    if (Array.isArray(shown) && Array.isArray(actual)) return this.#array(shown, actual, path);
    const holds = jsonType(shown) === jsonType(actual) && !this.#correction.differing.has(path);
    if (holds || shown === actual) return this.#written(path);
    // Where the page alone is wrong, a sample of the right form is right.
    const isWrong = this.#correction.expected?.has(path) === true;
    if (!isWrong && typeof shown === 'string' && typeof actual === 'string' && this.#sample(actual, path) !== actual) {
      this.personal.push(path);
      return this.#written(path);
    }
    return this.#print(actual, path);
  }

  #object(shown: JsonObject, actual: JsonObject, path: string): string {
    const members = this.#members(shown, path);
    const kept = members.filter(({ name }) => Object.hasOwn(actual, name) || name.startsWith('@odata.'));
    const added = this.#correction.shortened ? [] : Object.keys(actual).filter((name) => !Object.hasOwn(shown, name));
    const [first] = members;
    if (first === undefined) return added.length === 0 ? this.#written(path) : this.#print(actual, path);
    if (kept.length === 0) return this.#print(this.#correction.shortened ? {} : actual, path);
    const result = kept.map((member): Member => {
      const now = Object.hasOwn(actual, member.name) ? actual[member.name] : undefined;
      if (now === undefined) return member;
      return { ...member, value: this.value(shown[member.name] ?? null, now, childPath(path, member.name)) };
    });
    const order = Object.keys(actual);
    for (const name of added) {
      // After the nearest existing one before it.
      const before = order.slice(0, order.indexOf(name));
      const at = result.findLastIndex((member) => before.includes(member.name)) + 1;
      const lead = first.lead.replace(/"(?:[^"\\]|\\.)*"/, () => JSON.stringify(name));
      result.splice(at, 0, { name, lead, value: this.#print(actual[name] ?? null, childPath(path, name), lead) });
    }
    const span = this.#span(path);
    const last = this.#span(childPath(path, members.at(-1)?.name ?? ''));
    return `{${result.map(({ lead, value }) => lead + value).join(',')}${this.#correction.text.slice(last.end, span.end)}`;
  }

  #members(shown: JsonObject, path: string): readonly Member[] {
    const { text } = this.#correction;
    let from = this.#span(path).start + 1;
    return Object.keys(shown)
      .map((name) => ({ name, span: this.#span(childPath(path, name)) }))
      .toSorted((a, b) => a.span.start - b.span.start)
      .map(({ name, span }) => {
        const lead = text.slice(from, span.start);
        from = span.end + (/^\s*,/.exec(text.slice(span.end))?.[0].length ?? 0);
        return { name, lead, value: text.slice(span.start, span.end) };
      });
  }

  /** A page shows as many items as it likes; of those it shows, each is compared with one that was received. */
  #array(shown: readonly Json[], actual: readonly Json[], path: string): string {
    const { text, lists } = this.#correction;
    const isMeant = lists?.has(path) === true;
    if (isMeant && actual.length <= shown.length + mostAdded) return this.#print(actual, path);
    if (isMeant) {
      this.long.push(path);
      return this.#written(path);
    }
    if (shown.length === 0 || actual.length === 0) {
      return shown.length === actual.length ? this.#written(path) : this.#print(actual.slice(0, 1), path);
    }
    const span = this.#span(path);
    let [done, at] = ['', span.start];
    shown.forEach((item, index) => {
      const own = this.#span(childPath(path, index));
      const partner = actual[Math.min(index, actual.length - 1)] ?? null;
      done += text.slice(at, own.start) + this.value(item, partner, childPath(path, index));
      at = own.end;
    });
    return done + text.slice(at, span.end);
  }

  #span(path: string): Span {
    return this.#spans.get(path) ?? { start: 0, end: 0 };
  }

  #written(path: string): string {
    const { start, end } = this.#span(path);
    return this.#correction.text.slice(start, end);
  }

  /** On lines of its own where its neighbors are, indented as they are. */
  #print(actual: Json, path: string, lead = this.#leadOf(path)): string {
    const pretty = prettyJson(this.#sample(actual, path));
    const margin = /\n([ \t]*)[^\n]*$/.exec(lead)?.[1];
    if (margin === undefined && !this.#correction.text.includes('\n')) return pretty.replace(/\n */g, ' ');
    return pretty
      .split('\n')
      .map((line, at) => {
        const spaces = /^ */.exec(line)?.[0].length ?? 0;
        return (at === 0 ? '' : (margin ?? '')) + this.#indent.repeat(spaces / 2) + line.slice(spaces);
      })
      .join('\n');
  }

  /** The scenario's own texts belong to no tenant or person, and are kept. */
  #sample(actual: Json, path: string): Json {
    if (this.#correction.expected?.get(path) === compactJson(actual)) return actual;
    return sampleOf(actual, /\.([^.[\]]+)$/.exec(path)?.[1] ?? '', this.#shown);
  }

  #leadOf(path: string): string {
    return this.#correction.text.slice(0, this.#span(path).start);
  }
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
}
