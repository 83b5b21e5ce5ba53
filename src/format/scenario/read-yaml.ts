import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { findSecret } from '../../redaction/secrets/secret-shapes.ts';
import { explainYamlErrors } from './explain-yaml-error.ts';
import { openMark } from './open-mark.ts';
import type { YamlEntry, YamlNode } from './yaml-node.ts';

const deepest = 200;
const mostValues = 50_000;
const mostLines = 50_000;
/** Further problems are not listed, so that a file cannot fill the memory with them. */
const mostProblems = 1_000;

const secretFix = 'revoke it and remove it; a value that a run needs is an input with `env`';

/** Keys that reach into JavaScript objects instead of being data. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses YAML 1.2 into values with positions. Features beyond data that a person can read directly (aliases, tags,
 * merge keys, several documents, numbers that change when read) are problems, and all of them are listed.
 */
export function readYaml(source: Source): Result<YamlNode | undefined> {
  const lines = countMatches(source.text, /\n/g);
  const values = countMatches(source.text, /(?::|-)(?=\s)|,/g);
  const tooMany = (what: string) =>
    failure([{ code: 'yaml-too-many', message: what, at: placeAt(source, { start: 0, end: 1 }), fix: 'split it' }]);
  if (lines > mostLines) return tooMany(`the file has ${lines} lines; the limit is ${mostLines}`);
  if (values > mostValues) return tooMany(`the file has about ${values} values; the limit is ${mostValues}`);
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
    this.#reportErrors(parsed);
    if (this.problems.length > 0 || document === undefined) return undefined;
    this.#reportVersion(document);
    if (second !== undefined) this.#reportSecond(second);
    return document.contents === null ? undefined : this.#node(document.contents, 0);
  }

  #reportErrors(documents: readonly Document.Parsed[]): void {
    const errors = documents
      .flatMap((document) => [...document.errors, ...document.warnings])
      // Every tag is reported where its value is read, regardless of whether the parser knows it.
      .filter(({ code }) => code !== 'TAG_RESOLVE_FAILED' && code !== 'BAD_COLLECTION_TYPE');
    const openAt = (offset: number) => openMark(documents, this.#source.text, offset);
    for (const fault of explainYamlErrors(errors, { text: this.#source.text, deepest, openAt })) {
      this.#report(fault.code, fault.message, fault.span, fault.fix);
    }
  }

  #reportVersion({ directives }: Document.Parsed): void {
    if (directives?.yaml.explicit !== true || directives.yaml.version === '1.2') return;
    const directive = /^%YAML.*/m.exec(this.#source.text);
    const start = directive?.index ?? 0;
    const end = start + (directive?.[0].trimEnd().length ?? 1);
    this.#report('yaml-syntax', 'scenarios are YAML 1.2', { start, end }, 'remove the line');
  }

  #reportSecond({ contents, range }: Document.Parsed): void {
    const { text } = this.#source;
    const first = contents?.range?.[0] ?? range[2];
    const dashes = text.lastIndexOf('\n---', first);
    const span = dashes === -1 ? { start: first, end: first + 1 } : { start: dashes + 1, end: dashes + 4 };
    this.#report('yaml-documents', 'a second YAML document begins here', span, 'one file, one scenario');
  }

  #report(code: ProblemCode, message: string, span: Span, fix?: string): void {
    if (this.problems.length >= mostProblems) return;
    this.problems.push({ code, message, at: placeAt(this.#source, span), ...defined({ fix }) });
  }

  #node(node: ParsedNode, depth: number): YamlNode | undefined {
    const span = spanOf(node);
    if (isAlias(node)) {
      this.#report('yaml-alias', 'aliases are not part of the format', span, 'write the value out');
      return undefined;
    }
    if (this.#hasProperties(node)) return undefined;
    if (depth >= deepest && !isScalar(node)) {
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

  /** Reports an anchor or a tag before a value or key. */
  #hasProperties(node: Exclude<ParsedNode, Alias.Parsed>): boolean {
    if (node.anchor !== undefined) {
      const span = this.#propertySpan('&', node);
      this.#report('yaml-alias', 'anchors are not part of the format', span, 'remove the anchor');
    }
    if (node.tag !== undefined) {
      this.#report('yaml-tag', 'tags are not part of the format', this.#propertySpan('!', node), 'remove the tag');
    }
    return node.anchor !== undefined || node.tag !== undefined;
  }

  /** The span of an anchor or tag, which precedes its value; the parser does not report it. */
  #propertySpan(mark: '&' | '!', node: ParsedNode): Span {
    const { text } = this.#source;
    const last = text.lastIndexOf(mark, node.range[0]);
    if (last === -1) return spanOf(node);
    const before = /[^\s,[{]*$/.exec(text.slice(Math.max(0, last - 200), last))?.[0].length ?? 0;
    const length = /^[^\s,\]}]+/.exec(text.slice(last, last + 200))?.[0].length ?? 1;
    return { start: last - before, end: last + length };
  }

  #scalar(node: Scalar.Parsed, span: Span): YamlNode {
    const { value } = node;
    if (typeof value === 'string') this.#checkText(value, span);
    if (typeof value === 'number') {
      const exact = exactInteger(node.source, value);
      if (exact !== undefined) return { kind: 'scalar', value: exact, span };
      const fault = numberFault(node.source, value);
      if (fault !== undefined)
        this.#report('yaml-number', fault, span, 'quote it if a text is intended; write a number in plain decimal');
    }
    const known = value === null || typeof value === 'boolean' || typeof value === 'number' ? value : String(value);
    return { kind: 'scalar', value: known, span };
  }

  #checkText(text: string, span: Span): void {
    if (!text.isWellFormed()) {
      const message = 'this text contains half a character (a lone surrogate)';
      this.#report('file-encoding', message, span, 'write the character out');
    }
    const secret = findSecret(text);
    if (secret === undefined || this.problems.length >= mostProblems) return;
    // Without the excerpt of the line: what was read may be written there in any way.
    const at = { ...placeAt(this.#source, { ...span, end: span.start + 1 }), excerpt: [] };
    const message = `this text contains what looks like a secret (${secret.rule})`;
    this.problems.push({ code: 'secret-found', message, at, fix: secretFix });
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
        const message = `\`${entry.key}\` occurs at ${at.line}:${at.column} already`;
        this.#report('yaml-duplicate-key', message, entry.keySpan, 'keep one of the two');
      }
    }
    return entries;
  }

  #entry(pair: Pair<ParsedNode, ParsedNode | null>, depth: number): YamlEntry | undefined {
    const keySpan = spanOf(pair.key);
    if (!isScalar(pair.key)) {
      this.#report('invalid-value', 'a key is a plain text', keySpan, 'remove the brackets, or the `?`');
      return undefined;
    }
    if (this.#hasProperties(pair.key)) return undefined;
    // A number, date or boolean as a key means its text.
    const key = typeof pair.key.value === 'string' ? pair.key.value : pair.key.source;
    if (pair.key.value === null && key === '') {
      const colon = this.#source.text.indexOf(':', keySpan.start);
      const span = { start: colon, end: colon + 1 };
      this.#report('invalid-value', 'a key is missing before this `:`', span, 'write `key: value`');
      return undefined;
    }
    this.#checkText(key, keySpan);
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

/** An integer that a double cannot hold, as written; `undefined` for every other number. */
function exactInteger(text: string, value: number): bigint | undefined {
  return !Number.isSafeInteger(value) && /^-?[1-9]\d*$/.test(text) ? BigInt(text) : undefined;
}

/** Why a number would not survive being read; `undefined` where it does. */
function numberFault(text: string, value: number): string | undefined {
  if (!Number.isFinite(value)) return `\`${text}\` is not a finite number`;
  if (!jsonNumber.test(text)) return `\`${text}\` would be read as ${value}`;
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(value)) return `\`${text}\` cannot be represented exactly`;
  if (value === 0 && /^[^eE]*[1-9]/.test(text)) return `\`${text}\` would be read as 0`;
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

function countMatches(text: string, pattern: RegExp): number {
  let count = 0;
  for (pattern.lastIndex = 0; pattern.exec(text) !== null; ) count++;
  return count;
}
