import { secretShapes, shapesIn } from '../secrets/secret-shapes.ts';
import type { SecretIndex } from './secret-index.ts';

/** Something found: its rule's name and where in the text, never its value. */
export type Hit = {
  readonly rule: string;
  /** Whose value it is, where it was registered. */
  readonly name?: string;
  readonly start: number;
  readonly end: number;
};

/** The rule of a registered value. */
const registeredRule = 'registered-value';

/** Every rule by which something can be found. */
export const scanRules: readonly string[] = [registeredRule, ...Object.keys(secretShapes)];

/** Shapes that may contain a line break, or base64. */
const tokenShapes = ['jwt'];

/** Longer than a GUID, shorter than any of the shapes in base64. */
const base64Run = /(?<![\w+/-])[\w+/-]{40,}/g;
/** How often base64 is decoded: a Basic credential in a token in a parameter is not deeper. */
const deepest = 2;

const anyBreak = /(?:\r?\n|(?:\\r)?\\n)[ \t]*/g;
/** A line break that may be inside a token: JSON and prose have hardly any. */
const tokenBreak = /(?<=[\w+/=-])(?:\r?\n|(?:\\r)?\\n)[ \t]*(?=[\w+/=-])/g;

/** The pattern of ASCII text in UTF-16, of either byte order. */
const wideText = /(?:[\x20-\x7e]\0){8}/;

/** All secrets in a text whose characters are bytes, also in base64, in UTF-16 and broken into lines. */
export function searchText(text: string, sought: SecretIndex): readonly Hit[] {
  const joined = (view: string): readonly Hit[] => [
    ...(view === text ? [] : [...registeredHits(view, sought), ...shapeHits(view, tokenShapes)]),
    ...base64Hits(view, sought, 1),
  ];
  return withoutOverlaps([
    ...plainHits(text, sought),
    ...without(text, sought.size > 0 ? anyBreak : tokenBreak, joined),
  ]);
}

function plainHits(text: string, sought: SecretIndex): readonly Hit[] {
  const search = (view: string) => [...registeredHits(view, sought), ...shapeHits(view)];
  return wideText.test(text) ? [...search(text), ...without(text, /\0+/g, search)] : search(text);
}

function registeredHits(text: string, sought: SecretIndex): readonly Hit[] {
  return sought.find(text).map(({ start, end, about }) => ({ rule: registeredRule, name: about, start, end }));
}

function shapeHits(text: string, rules?: readonly string[]): readonly Hit[] {
  const hits: Hit[] = [];
  for (const [rule, { find }] of shapesIn(text, rules)) {
    for (let found = find(text, 0); found !== undefined; found = find(text, found.end)) {
      hits.push({ rule, start: found.start, end: found.end });
    }
  }
  return hits;
}

/** Searches a text without the matches of the expression; hits are reported at their places in the original text. */
function without(text: string, gap: RegExp, search: (view: string) => readonly Hit[]): readonly Hit[] {
  const hits = search(text.replace(gap, ''));
  if (hits.length === 0) return hits;
  const gaps = [...text.matchAll(gap)].map(({ index, 0: { length } }) => ({ index, length }));
  const original = (offset: number) => {
    let at = offset;
    for (const { index, length } of gaps) {
      if (index > at) break;
      at += length;
    }
    return at;
  };
  return hits.map((hit) => ({ ...hit, start: original(hit.start), end: original(hit.end - 1) + 1 }));
}

/** Decodes every run of base64 at each of the four places where its first byte may begin, and searches that. */
function base64Hits(text: string, sought: SecretIndex, depth: number): readonly Hit[] {
  const runs: { readonly start: number; readonly end: number; readonly from: number }[] = [];
  let decoded = '';
  for (const { index, 0: run } of text.matchAll(base64Run)) {
    for (let skip = 0; skip < 4; skip++) {
      runs.push({ start: index, end: index + run.length, from: decoded.length });
      decoded += `${Buffer.from(run.slice(skip), 'base64').toString('latin1')}\n`;
    }
  }
  if (runs.length === 0) return [];
  const hits = [...plainHits(decoded, sought), ...(depth < deepest ? base64Hits(decoded, sought, depth + 1) : [])];
  return hits.map(({ start, end, ...hit }) => {
    const run = runs.findLast(({ from }) => from <= start);
    return { ...hit, start: run?.start ?? start, end: run?.end ?? end };
  });
}

/**
 * If several rules match the same text, the first match is reported; if they begin together, the first rule of the
 * table.
 */
function withoutOverlaps(hits: readonly Hit[]): readonly Hit[] {
  const kept: Hit[] = [];
  for (const hit of hits.toSorted((a, b) => a.start - b.start)) {
    if (hit.start >= (kept.at(-1)?.end ?? 0)) kept.push(hit);
  }
  return kept;
}
