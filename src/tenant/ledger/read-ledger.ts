import { isUtf8 } from 'node:buffer';
import { defined } from '../../defined.ts';
import { Entries } from './entries.ts';
import { codeOf, type Files } from './files.ts';
import { type LedgerRecord, parseRecord, type RunRecord, versionOf } from './ledger-record.ts';

/** Lines of a ledger that cannot be used. */
export type Damage = {
  /** The first such line, from 1. */
  readonly line: number;
  /** How many there are, one after the other. */
  readonly lines: number;
  readonly why: /** It is not a line of a ledger, or of the ledger of another run. */
    | 'unreadable'
    /** The line is whole, but one before it is missing. */
    | 'missing-before'
    /** Another release wrote it. */
    | 'other-version'
    /** There is nothing in the file, or too little. */
    | 'emptied'
    /** It is not a file that can be read at all. */
    | 'no-file';
};

export type ReadLedger = {
  /** Absent where no line says which run it is. */
  readonly run?: RunRecord;
  /** What the intact lines come to. */
  readonly entries: Entries;
  /** The length of the file. */
  readonly bytes: number;
  /** The last line has no end. */
  readonly torn: boolean;
  readonly damage: readonly Damage[];
  /** The urls that delete what intact lines name and no intact line intends: nothing says who may delete it. */
  readonly orphans: readonly string[];
};

/**
 * Reads the ledger of a run, which its file is named for: each line that is intact counts, and each that is not is reported.
 * Never throws for what stands in a file, or for a file that cannot be read. `undefined`: there is none, since another process
 * has moved or removed it.
 */
export function readLedger(path: string, name: string, files: Files): ReadLedger | undefined {
  let bytes: Buffer;
  try {
    bytes = files.read(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    return { ...nothing, entries: new Entries(), damage: [{ line: 1, lines: 1, why: 'no-file' }] };
  }
  const reading = new Reading(name);
  const lines = linesOf(bytes);
  const torn = bytes.length > 0 && bytes.at(-1) !== lineFeed;
  for (const [at, line] of lines.entries()) {
    // Without its end it was never finished, or something cut it.
    if (torn && at === lines.length - 1) reading.damage(at + 1, 'unreadable');
    else reading.line(at + 1, line);
  }
  return { ...reading.end(lines.length), bytes: bytes.length, torn };
}

const nothing = { bytes: 0, torn: false, orphans: [] } as const;
const lineFeed = 10;

function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(lineFeed, start);
    lines.push(bytes.subarray(start, end === -1 ? bytes.length : end));
    start = end === -1 ? bytes.length : end + 1;
  }
  return lines;
}

/** What lines come to, one after the other. */
class Reading {
  readonly #name: string;
  readonly #entries = new Entries();
  readonly #orphans = new Map<number, string>();
  readonly #damage: Damage[] = [];
  #run: RunRecord | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  line(at: number, bytes: Buffer): void {
    const text = bytes.toString('utf8');
    const record = isUtf8(bytes) ? parseRecord(text) : undefined;
    if (record === undefined) this.damage(at, versionOf(text) === undefined ? 'unreadable' : 'other-version');
    // A ledger names its own run only.
    else if (record.kind === 'run' && record.run !== this.#name) this.damage(at, 'unreadable');
    else this.#use(record, at);
  }

  damage(line: number, why: Damage['why']): void {
    const last = this.#damage.at(-1);
    if (last?.why === why && last.line + last.lines === line)
      this.#damage.splice(-1, 1, { ...last, lines: last.lines + 1 });
    else this.#damage.push({ line, lines: 1, why });
  }

  end(lines: number): Pick<ReadLedger, 'run' | 'entries' | 'damage' | 'orphans'> {
    const isBare = this.#entries.isEmpty && this.#entries.waiting === undefined;
    if (this.#damage.length === 0 && (this.#run === undefined || isBare)) this.damage(lines + 1, 'emptied');
    // Where no line says which run it is, nothing says who may delete any of it.
    const known = this.#run === undefined ? this.#entries.open() : [];
    const orphans = [...known.flatMap(({ created }) => created ?? []), ...this.#orphans.values()];
    const about = { entries: this.#entries, damage: this.#damage, orphans };
    return { ...about, ...defined({ run: this.#run }) };
  }

  #use(record: LedgerRecord, at: number): void {
    if (record.kind === 'run') this.#run ??= record;
    else if (this.#run === undefined && this.#damage.length === 0) this.damage(at, 'missing-before');
    if (this.#entries.add(record)) return;
    // One missing line is reported once.
    if (this.#damage.length === 0) this.damage(at, 'missing-before');
    if (record.kind === 'created') this.#orphans.set(record.id, record.delete);
    else if ('id' in record) this.#orphans.delete(record.id);
  }
}
