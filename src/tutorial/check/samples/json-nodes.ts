import type { Span } from '../../../diagnostics/source.ts';
import type { YamlEntry, YamlNode, YamlScalar } from '../../../format/scenario/yaml-node.ts';
import { isJsonObject, type Json } from '../../../json/json.ts';
import { parseJson } from '../../../json/parse-json.ts';
import { type Fragment, spanIn } from '../../page/fragment.ts';
import type { JsonRepair } from '../../page/json/json-repair.ts';
import { readTolerantJson } from '../../page/json/tolerant-json.ts';

/** A body with the place of each value, or where it has no reading. */
export type SampleJson =
  | { readonly kind: 'json'; readonly node: YamlNode; readonly repairs: readonly JsonRepair[] }
  | { readonly kind: 'none'; readonly offset: number; readonly message: string };

/** Reads a body as JSON; what had to be repaired is listed with its place. */
export function readSampleJson(fragment: Fragment): SampleJson {
  const strict = parseJson(fragment.text);
  if (strict.ok) return { kind: 'json', node: new Places(fragment).node(strict.value), repairs: [] };
  const read = readTolerantJson(fragment.text);
  if (!read.ok) return { kind: 'none', offset: read.offset, message: read.message };
  return { kind: 'json', node: new Places(fragment).node(read.value), repairs: read.repairs };
}

/** The distance within which the next value is searched. */
const nearby = 4000;

/** Finds the places of parsed values in their text, in order. */
class Places {
  readonly #fragment: Fragment;
  #at = 0;

  constructor(fragment: Fragment) {
    this.#fragment = fragment;
  }

  node(value: Json): YamlNode {
    if (isJsonObject(value)) {
      const span = this.#take('{');
      return { kind: 'mapping', entries: Object.entries(value).map(([key, one]) => this.#entry(key, one)), span };
    }
    if (Array.isArray(value)) {
      const span = this.#take('[');
      return { kind: 'sequence', items: value.map((one: Json) => this.node(one)), span };
    }
    return this.#scalar(value as null | boolean | number | bigint | string);
  }

  /** A value must follow closely; otherwise its text was repaired. */
  #find(written: string): number {
    const near = this.#fragment.text.slice(this.#at, this.#at + written.length + nearby);
    const found = near.indexOf(written);
    return found < 0 ? found : this.#at + found;
  }

  #entry(key: string, value: Json): YamlEntry {
    const quoted = this.#find(JSON.stringify(key));
    const start = quoted >= 0 ? quoted : this.#find(key);
    const length = quoted >= 0 ? JSON.stringify(key).length : key.length;
    const keySpan = this.#span(start, length);
    const colon = this.#find(':');
    if (start >= 0 && colon >= 0) this.#at = colon + 1;
    // The name of a type is literal, not a placeholder.
    const named = key.endsWith('@odata.type') && typeof value === 'string' && !/^[{<]/.test(value);
    return { key, keySpan, value: named ? { ...this.#scalar(value), value } : this.node(value) };
  }

  #scalar(value: null | boolean | number | bigint | string): YamlScalar {
    const written = typeof value === 'string' ? JSON.stringify(value) : String(value);
    const exact = this.#find(written);
    const start = exact >= 0 ? exact : this.#find(String(value));
    const span = this.#span(start, exact >= 0 ? written.length : String(value).length);
    return { kind: 'scalar', value: asScalar(value), span };
  }

  #take(open: string): Span {
    return this.#span(this.#find(open), 1);
  }

  /** A value that is not found in the text has the span of the parser. */
  #span(start: number, length: number): Span {
    if (start < 0) return spanIn(this.#fragment, this.#at, Math.min(this.#at + 1, this.#fragment.text.length));
    this.#at = start + length;
    return spanIn(this.#fragment, start, start + length);
  }
}

/** A placeholder for a value of the reader counts as an open value. */
function asScalar(value: null | boolean | number | bigint | string): null | boolean | number | string {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'string' && isPlaceholder(value) ? `<${value}>` : value;
}

const typeWords =
  /^(?:(?:@odata\.type:[ \t]*)?#?(?:Collection\()?(?:microsoft\.graph|graph|Edm)\..*|(?:String|Boolean|Int(?:32|64|eger)|Double|Number|Date(?:Time(?:Offset)?)?|Duration|Guid|Binary|Stream|timestamp|int|bool|enum)(?:[ \t]*\(.*\))?)$/i;

/** `{id}`, `<value>`, `…`, `String (identifier)`, `subject-value`, `low | normal | high`, and nothing at all. */
function isPlaceholder(text: string): boolean {
  return (
    text.trim() === '' ||
    /^[{<[(].*[}>\])]$|^\.{2,}|\.{3}$|…|-value(?:-?\d+)?$|^\*+$|^x{3,}$|[^|]\|[^|]|\{\{/is.test(text) ||
    (typeWords.test(text) && !text.startsWith('#')) ||
    /placeholder|^(?:your|enter|insert)\b|\bgoes here\b/i.test(text) ||
    /^[A-Z]\w*(?: [A-Z]\w*)* value$|^[a-z]\w*\.value$/.test(text)
  );
}
