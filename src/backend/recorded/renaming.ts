import { type TextPart, textParts, type VaryingKind } from './varying-texts.ts';

/** A service's own dates follow the run's, give or take what its answers took. */
const jitterMs = 10 * 60_000;
/** `P1M` after a run is a day of a longer or a shorter month. */
const jitterDays = 3;
const dayMs = 86_400_000;

/**
 * What the names of one run were in another: ids and opaque words are paired by the places they share, each with one
 * other only; dates move by the time between the two runs.
 */
export class Renaming {
  readonly #shiftMs: { readonly [kind in 'datetime' | 'date']: number };
  /** How often a new name stood where an old one had stood. */
  readonly #votes = new Map<string, { readonly fresh: string; readonly old: string; count: number }>();
  #names: ReadonlyMap<string, string> | undefined;

  /** When the two runs began, as `run.now` says it. */
  constructor(old: string, fresh: string) {
    const between = (length?: number) => Date.parse(old.slice(0, length)) - Date.parse(fresh.slice(0, length));
    this.#shiftMs = { datetime: between(), date: between('yyyy-mm-dd'.length) };
  }

  /** Two texts stand at the same place. */
  notice(old: string, fresh: string): void {
    for (const [before, part] of paired(old, fresh)) {
      if (part.kind === undefined || isTime(part.kind)) continue;
      const key = `${part.text}\u0000${before.text}`;
      const vote = this.#votes.get(key) ?? { fresh: part.text, old: before.text, count: 0 };
      vote.count += 1;
      this.#votes.set(key, vote);
    }
  }

  /** The new text, with the names of before. */
  rename(old: string | undefined, fresh: string): string {
    const partners = new Map(old === undefined ? [] : paired(old, fresh).map(([before, part]) => [part, before]));
    const parts = partners.size > 0 ? [...partners.keys()] : textParts(fresh);
    return parts.map((part) => this.#renamed(part, partners.get(part)?.text)).join('');
  }

  #renamed({ text, kind }: TextPart, before: string | undefined): string {
    if (kind === undefined) return text;
    if (!isTime(kind)) return this.#nameOf(text);
    // What is written in the scenario moves with no run.
    if (before === text) return text;
    const moved = shifted(text, kind, this.#shiftMs[kind]);
    return before !== undefined && isNear(moved, before, kind) ? before : moved;
  }

  #nameOf(fresh: string): string {
    this.#names ??= this.#elect();
    return this.#names.get(fresh) ?? fresh;
  }

  /** The pairs seen most often first; what is in use already is nobody else's. */
  #elect(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    const taken = new Set<string>();
    for (const { fresh, old } of [...this.#votes.values()].sort((a, b) => b.count - a.count)) {
      if (names.has(fresh) || taken.has(old)) continue;
      names.set(fresh, old);
      taken.add(old);
    }
    return names;
  }
}

/** The parts of two texts of the same shape side by side; none where their shapes differ. */
function paired(old: string, fresh: string): readonly (readonly [TextPart, TextPart])[] {
  const [before, parts] = [textParts(old), textParts(fresh)];
  const pairs = parts.map((part, at) => [before[at], part] as const);
  const fits = before.length === parts.length && pairs.every(([a, b]) => a?.kind === b.kind && sameLiteral(a, b));
  return fits ? pairs.flatMap(([a, b]) => (a === undefined ? [] : [[a, b] as const])) : [];
}

function sameLiteral(old: TextPart | undefined, { text, kind }: TextPart): boolean {
  return kind !== undefined || old?.text === text;
}

function isTime(kind: VaryingKind): kind is 'datetime' | 'date' {
  return kind === 'datetime' || kind === 'date';
}

/** Dates of before the year 1 or past the year 9999, and those that are none, stay. */
function shifted(text: string, kind: 'datetime' | 'date', shiftMs: number): string {
  const moved = timeOf(text) + shiftMs;
  const date = new Date(moved);
  if (Number.isNaN(moved) || !(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999)) return text;
  const written = date.toISOString();
  if (kind === 'date') return written.slice(0, 10);
  // The fraction of a second stays as it was written: runs begin with a whole second.
  const seconds = text.includes('%3A') ? written.slice(0, 19).replaceAll(':', '%3A') : written.slice(0, 19);
  return seconds + (/(?:\.\d+)?Z?$/.exec(text)?.[0] ?? '');
}

function isNear(one: string, other: string, kind: 'datetime' | 'date'): boolean {
  return Math.abs(timeOf(one) - timeOf(other)) <= (kind === 'date' ? jitterDays * dayMs : jitterMs);
}

/** All times are in UTC; without the `Z` a parser would take them for local ones. */
function timeOf(text: string): number {
  return Date.parse(text.includes('T') ? text.replaceAll('%3A', ':').replace(/Z?$/, 'Z') : text);
}
