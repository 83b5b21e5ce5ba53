import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, parseAllDocuments, type Scalar } from 'yaml';
import { placeAt } from '../diagnostics/place.ts';
import { failure, type Outcome, type Problem, success } from '../diagnostics/problem.ts';
import type { ProblemCode } from '../diagnostics/problem-codes.ts';
import type { Source, Span } from '../diagnostics/source.ts';
import type { YamlEntry, YamlNode } from './yaml-node.ts';

const deepest = 200;
const mostValues = 50_000;

/** Keys that reach into JavaScript objects instead of being data. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses YAML 1.2 into values with positions. What YAML can do beyond data a person can read off the page (aliases, tags,
 * merge keys, several documents, numbers that change when read) is a problem, and all of them are listed.
 */
export function readYaml(source: Source): Outcome<YamlNode | undefined> {
  const values = source.text.match(/(?::|-)(?=\s)|,/g)?.length ?? 0;
  if (values > mostValues) {
    const message = `the file has about ${values} values; the limit is ${mostValues}`;
    return failure([{ code: 'yaml-too-many', message, at: placeAt(source, { start: 0, end: 1 }), fix: 'split it' }]);
  }
  const reader = new YamlReader(source);
  const node = reader.read();
  return reader.problems.length > 0 ? failure(reader.problems) : success(node);
}

class YamlReader {
  readonly problems: Problem[] = [];
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  read(): YamlNode | undefined {
    const parsed = parseAllDocuments(this.#source.text, {
      prettyErrors: false,
      // Quadratic there; checked here, in one pass, with both positions.
      uniqueKeys: false,
      logLevel: 'silent',
      version: '1.2',
    });
    if (!Array.isArray(parsed)) return undefined;
    const [document, second] = parsed;
    for (const found of parsed) this.#reportParserErrors([...found.errors, ...found.warnings]);
    if (this.problems.length > 0 || document === undefined) return undefined;
    if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== '1.2') {
      this.#report('yaml-syntax', 'scenarios are YAML 1.2', { start: 0, end: 5 }, 'remove the %YAML directive');
    }
    if (second !== undefined) {
      const start = second.contents?.range?.[0] ?? second.range[0];
      this.#report(
        'yaml-documents',
        'a second YAML document begins here',
        { start, end: start + 1 },
        'one file, one scenario',
      );
    }
    return document.contents === null ? undefined : this.#node(document.contents, 0);
  }

  #reportParserErrors(errors: readonly { code: string; message: string; pos: [number, number] }[]): void {
    const seen = new Set<number>();
    for (const { code, message, pos } of errors.slice(0, 20)) {
      if (seen.has(pos[0])) continue;
      seen.add(pos[0]);
      const span = { start: pos[0], end: Math.max(pos[1], pos[0] + 1) };
      if (code === 'RESOURCE_EXHAUSTION') {
        this.#report('yaml-too-deep', `collections are nested deeper than ${deepest} levels`, span, 'flatten them');
        return;
      }
      if (code === 'TAG_RESOLVE_FAILED')
        this.#report('yaml-tag', 'tags are not part of the format', span, 'remove the tag');
      else this.#report('yaml-syntax', lowerFirst(message), span);
    }
  }

  #report(code: ProblemCode, message: string, span: Span, fix?: string): void {
    this.problems.push({ code, message, at: placeAt(this.#source, span), ...(fix === undefined ? {} : { fix }) });
  }

  #node(node: ParsedNode, depth: number): YamlNode | undefined {
    const span = spanOf(node);
    if (isAlias(node) || node.anchor !== undefined) {
      this.#report('yaml-alias', 'anchors and aliases are not part of the format', span, 'write the value out');
      return undefined;
    }
    if (node.tag?.startsWith('!') === true) {
      this.#report('yaml-tag', 'tags are not part of the format', span, 'remove the tag');
      return undefined;
    }
    if (depth > deepest) {
      this.#report('yaml-too-deep', `collections are nested deeper than ${deepest} levels`, span, 'flatten them');
      return undefined;
    }
    if (isMap(node)) return { kind: 'mapping', entries: this.#entries(node.items, depth), span };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#node(item, depth + 1)).filter((item) => item !== undefined);
      return { kind: 'sequence', items, span };
    }
    return isScalar(node) ? this.#scalar(node, span) : undefined;
  }

  #scalar(node: Scalar.Parsed, span: Span): YamlNode {
    const { value } = node;
    if (typeof value === 'number') {
      const fault = numberFault(node.source, value);
      if (fault !== undefined)
        this.#report('yaml-number', fault, span, 'quote it, or write the number in plain decimal');
    }
    const known = value === null || typeof value === 'boolean' || typeof value === 'number' ? value : String(value);
    return { kind: 'scalar', value: known, span };
  }

  #entries(pairs: readonly Pair<ParsedNode, ParsedNode | null>[], depth: number): readonly YamlEntry[] {
    const first = new Map<string, Span>();
    const entries: YamlEntry[] = [];
    for (const pair of pairs) {
      const entry = this.#entry(pair, depth);
      if (entry === undefined) continue;
      const earlier = first.get(entry.key);
      if (earlier === undefined) {
        first.set(entry.key, entry.keySpan);
        entries.push(entry);
      } else {
        const at = placeAt(this.#source, earlier);
        const message = `\`${entry.key}\` stands at ${at.line}:${at.column} already`;
        this.#report('yaml-duplicate-key', message, entry.keySpan, 'keep one of the two');
      }
    }
    return entries;
  }

  #entry(pair: Pair<ParsedNode, ParsedNode | null>, depth: number): YamlEntry | undefined {
    const keySpan = spanOf(pair.key);
    if (!isScalar(pair.key)) {
      this.#report('invalid-value', 'a key is a plain text', keySpan);
      return undefined;
    }
    if (pair.key.anchor !== undefined) this.#report('yaml-alias', 'anchors are not part of the format', keySpan);
    // A number, date or boolean as a key means its text.
    const key = typeof pair.key.value === 'string' ? pair.key.value : pair.key.source;
    if (key === '<<') {
      this.#report('yaml-merge-key', 'YAML 1.2 has no merge key', keySpan, 'write the keys out');
      return undefined;
    }
    if (forbiddenKeys.has(key)) {
      this.#report('yaml-forbidden-key', `\`${key}\` cannot be a key`, keySpan, 'rename it');
      return undefined;
    }
    const empty: YamlNode = { kind: 'scalar', value: null, span: keySpan };
    const value = pair.value === null ? empty : this.#node(pair.value, depth + 1);
    return value === undefined ? undefined : { key, keySpan, value };
  }
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Why a number would not survive being read; `undefined` where it does. */
function numberFault(text: string, value: number): string | undefined {
  if (!Number.isFinite(value)) return `\`${text}\` is no finite number`;
  if (!jsonNumber.test(text)) return `\`${text}\` would be read as ${value}`;
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return `\`${text}\` cannot be kept exactly`;
  const digits = text
    .replace(/[eE].*$/, '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  return digits.length > 17 ? `\`${text}\` would be read as ${value}` : undefined;
}

function spanOf(node: ParsedNode): Span {
  const [start, end] = node.range;
  return { start, end: Math.max(end, start) };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
