import { isUtf8 } from 'node:buffer';
import { defined } from '../../defined.ts';
import { type Place, placeOfFile } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { readDocument } from '../../format/document/read-document.ts';
import { Entries } from './entries.ts';
import { codeOf, type Files } from './files.ts';
import { type LedgerRecord, type RunRecord, recordForm } from './ledger-record.ts';

/** Lines of a ledger that cannot be used. `at` is in the first of them; their text is left out. */
export type Damage = Problem & {
  readonly at: Place;
  /** How many there are, one after the other. */
  readonly lines: number;
};

export type ReadLedger = {
  /** Absent if no line names the run. */
  readonly run?: RunRecord;
  /** The entries of the intact lines. */
  readonly entries: Entries;
  /** The length of the file. */
  readonly bytes: number;
  /** The last line has no end. */
  readonly torn: boolean;
  readonly damage: readonly Damage[];
  /** Urls of deletions in intact lines without an intact intent: the actor for them is unknown. */
  readonly orphans: readonly string[];
};

/**
 * Reads the ledger of a run, after which its file is named: each intact line counts, and each other line is reported.
 * Never throws for the content of a file, or for a file that cannot be read. `undefined`: the file does not exist,
 * because another process has moved or removed it.
 */
export function readLedger(path: string, name: string, files: Files): ReadLedger | undefined {
  let bytes: Buffer;
  try {
    bytes = files.read(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    return { ...nothing, entries: new Entries(), damage: [fileDamage(path)] };
  }
  const reading = new Reading(path, name);
  const lines = linesOf(bytes);
  const torn = bytes.length > 0 && bytes.at(-1) !== lineFeed;
  for (const [at, line] of lines.entries())
    reading.line(at + 1, { bytes: line, isTorn: torn && at === lines.length - 1 });
  return { ...reading.end(lines.length), bytes: bytes.length, torn };
}

/** The damage of a file or folder that cannot be read at all. */
export function fileDamage(path: string): Damage {
  const { code, fix } = recordForm;
  return { code, message: 'this ledger cannot be read', at: placeOfFile(path), fix, lines: 1 };
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

/** Interprets lines, one after the other. */
class Reading {
  readonly #path: string;
  readonly #name: string;
  readonly #entries = new Entries();
  readonly #orphans = new Map<number, string>();
  readonly #damage: Damage[] = [];
  #run: RunRecord | undefined;

  constructor(path: string, name: string) {
    this.#path = path;
    this.#name = name;
  }

  line(at: number, { bytes, isTorn }: { readonly bytes: Buffer; readonly isTorn: boolean }): void {
    const read = readDocument({ path: this.#path, text: bytes.toString('utf8') }, recordForm);
    if (!isUtf8(bytes)) this.#broken(at, 'this line is not UTF-8 text');
    else if (!read.ok) for (const problem of read.problems.slice(0, 1)) this.#damaged(at, problem);
    // It was never finished, or something cut it.
    else if (isTorn) this.#broken(at, 'this line is incomplete');
    // A ledger names its own run only.
    else if (read.value.kind === 'run' && read.value.run !== this.#name) this.#broken(at, 'this names another run');
    else this.#use(read.value, at);
  }

  #broken(line: number, message: string): void {
    this.#damaged(line, { code: recordForm.code, message, fix: recordForm.fix });
  }

  #damaged(line: number, problem: Problem): void {
    const last = this.#damage.at(-1);
    if (last !== undefined && last.at.line + last.lines === line) {
      this.#damage.splice(-1, 1, { ...last, lines: last.lines + 1 });
      return;
    }
    const at = {
      ...placeOfFile(this.#path),
      ...defined({ column: problem.at?.column, endColumn: problem.at?.endColumn }),
    };
    this.#damage.push({ ...problem, at: { ...at, line }, lines: 1 });
  }

  end(lines: number): Pick<ReadLedger, 'run' | 'entries' | 'damage' | 'orphans'> {
    const isBare = this.#entries.isEmpty && this.#entries.waiting === undefined;
    const isCut = this.#damage.length === 0 && (this.#run === undefined || isBare);
    if (isCut) this.#broken(lines + 1, 'the lines from here on are missing');
    // If no line names the run, the actor for its deletions is unknown.
    const known = this.#run === undefined ? this.#entries.open() : [];
    const orphans = [...known.flatMap(({ created }) => created ?? []), ...this.#orphans.values()];
    const about = { entries: this.#entries, damage: this.#damage, orphans };
    return { ...about, ...defined({ run: this.#run }) };
  }

  #use(record: LedgerRecord, at: number): void {
    if (record.kind === 'run') this.#run ??= record;
    const follows = this.#entries.add(record);
    // One missing line is reported once.
    const isFirst = this.#damage.length === 0;
    if (isFirst && (!follows || this.#run === undefined)) this.#broken(at, 'this line refers to one that is missing');
    if (follows) return;
    if (record.kind === 'created') this.#orphans.set(record.id, record.delete);
    else if ('id' in record) this.#orphans.delete(record.id);
  }
}
