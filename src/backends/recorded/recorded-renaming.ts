import { NamePairs } from '../../format/recording/name-pairs.ts';
import { addDuration } from '../../format/template/duration.ts';
import { escapeMark } from '../../redaction/pseudonyms/pseudonym-forms.ts';
import { isTime, type TextPart, textParts } from './varying-texts.ts';

/** A service's times follow those of the run, plus or minus the duration of its responses. */
const jitterMs = 10 * 60_000;

/**
 * Maps the names of one run to those of another: ids and opaque words are paired by the places that they share, each
 * with only one other; dates are shifted by the time between the two runs.
 */
export class RecordedRenaming {
  readonly #shiftMs: number;
  /** The days of the two runs: milliseconds since 1970. */
  readonly #days: { readonly old: number; readonly fresh: number };
  /** How often a new name was found in the place of an old one. */
  readonly #votes = new Map<string, { readonly fresh: string; readonly old: string; count: number }>();
  #pairs: NamePairs | undefined;

  /** The start of each run, as in `run.now`. */
  constructor(old: string, fresh: string) {
    this.#shiftMs = Date.parse(old) - Date.parse(fresh);
    this.#days = { old: dayOf(old), fresh: dayOf(fresh) };
  }

  /** Records that two texts are at the same place. */
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
    // Texts of the scenario are not shifted.
    if (before === text) return text;
    if (before !== undefined && this.#follows(before, text, kind)) return before;
    return shifted(text, kind, kind === 'date' ? this.#days.old - this.#days.fresh : this.#shiftMs);
  }

  /** Whether a date has the same distance to the new run as another to the old one: in time, or in days or months. */
  #follows(before: string, text: string, kind: 'datetime' | 'date'): boolean {
    if (kind === 'datetime' && Math.abs(timeOf(text) + this.#shiftMs - timeOf(before)) <= jitterMs) return true;
    const { old, fresh } = this.#days;
    const [was, is] = [dayOf(before), dayOf(text)];
    if (timeOf(before) - was !== timeOf(text) - is) return false;
    // `P1M` is not the same number of days everywhere.
    const months = monthOf(is) - monthOf(fresh);
    const after = (day: number) => addDuration(day, { months, milliseconds: 0 });
    return is - fresh === was - old || (months !== 0 && after(fresh) === is && after(old) === was);
  }

  #nameOf(fresh: string): string {
    this.#pairs ??= this.#elect();
    return this.#pairs.partnerOf(fresh) ?? fresh;
  }

  /** The pairs seen most often first. */
  #elect(): NamePairs {
    const pairs = new NamePairs();
    for (const { fresh, old } of [...this.#votes.values()].sort((a, b) => b.count - a.count)) pairs.agree(fresh, old);
    return pairs;
  }
}

/** The parts of two texts of the same shape in pairs; none if their shapes differ. */
function paired(old: string, fresh: string): readonly (readonly [TextPart, TextPart])[] {
  const [before, parts] = [textParts(old), textParts(fresh)];
  const pairs = parts.map((part, at) => [before[at], part] as const);
  const fits = before.length === parts.length && pairs.every(([a, b]) => a?.kind === b.kind && sameLiteral(a, b));
  return fits ? pairs.flatMap(([a, b]) => (a === undefined ? [] : [[a, b] as const])) : [];
}

function sameLiteral(old: TextPart | undefined, { text, kind }: TextPart): boolean {
  return kind !== undefined || old?.text === text;
}

/** Dates before the year 1 or after the year 9999, and invalid dates, are kept. */
function shifted(text: string, kind: 'datetime' | 'date', shiftMs: number): string {
  const moved = timeOf(text) + shiftMs;
  const date = new Date(moved);
  if (Number.isNaN(moved) || !(date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9999)) return text;
  const written = date.toISOString();
  if (kind === 'date') return written.slice(0, 10);
  // The fraction of a second is kept as written: runs begin with a whole second.
  const seconds = written.slice(0, 19).replaceAll(':', escapedColon.exec(text)?.[0] ?? ':');
  return seconds + (/(?:\.\d+)?Z?$/.exec(text)?.[0] ?? '');
}

const escapedColon = new RegExp(`${escapeMark}3A`);
const everyEscapedColon = new RegExp(escapedColon, 'g');

function dayOf(text: string): number {
  return Date.parse(text.slice(0, 'yyyy-mm-dd'.length));
}

function monthOf(timeMs: number): number {
  const date = new Date(timeMs);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** All times are in UTC; without the `Z` a parser would take them for local ones. */
function timeOf(text: string): number {
  return Date.parse(text.includes('T') ? text.replace(everyEscapedColon, ':').replace(/Z?$/, 'Z') : text);
}
