import { defined } from '../../defined.ts';
import type { Intent, KeptEntry, MadeEntry, OpenEntry } from '../../run/ports.ts';
import type { LedgerRecord } from './ledger-record.ts';

/** The step from which a suspended run is resumed, and the digest of its state. */
export type Waiting = { readonly step: string; readonly sha256: string };

type Entry = OpenEntry & { readonly state: 'open' | 'closed' | 'existed' | { readonly until: string } };

/** The state of a ledger after its lines so far. */
export class Entries {
  readonly #entries = new Map<number, Entry>();
  #waiting: Waiting | undefined;
  #isAnswered = false;

  get nextId(): number {
    return Math.max(0, ...this.#entries.keys()) + 1;
  }

  /** Absent where the run is not suspended. */
  get waiting(): Waiting | undefined {
    return this.#waiting;
  }

  /** A person closed an entry: the file has their name, and stays. */
  get isAnswered(): boolean {
    return this.#isAnswered;
  }

  /** `false`: it does not follow from the lines before it, so one of them is missing. */
  add(record: LedgerRecord): boolean {
    switch (record.kind) {
      case 'run':
      case 'closed':
        return true;
      case 'waiting':
        this.#waiting = { step: record.step, sha256: record.sha256 };
        return true;
      case 'resumed':
        this.#waiting = undefined;
        return true;
      case 'intent': {
        const { kind: _, ...intent } = record;
        const follows = record.id === this.nextId;
        this.#entries.set(record.id, { ...intent, state: 'open' });
        return follows;
      }
      case 'created':
        return this.#change(record.id, { created: record.delete });
      case 'not-created':
      case 'purged':
        return this.#change(record.id, { state: 'closed' });
      case 'existed': {
        const { id, delete: url } = record;
        return this.#change(id, { state: 'existed', ...defined({ created: url }) });
      }
      case 'forgotten':
        this.#isAnswered = true;
        return this.#change(record.id, { state: 'closed' });
      case 'deleted':
        return this.#change(record.id, { state: record.until === undefined ? 'closed' : { until: record.until } });
      default:
        return record satisfies never;
    }
  }

  /** Whether a killed run's object can be found again without its id. */
  canBeFound(id: number): boolean {
    const entry = this.#entries.get(id);
    return entry?.find !== undefined && entry.mark !== undefined;
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  open(): readonly OpenEntry[] {
    return [...this.#entries.values()].filter(({ state }) => state === 'open').map(({ state: _, ...entry }) => entry);
  }

  made(): readonly MadeEntry[] {
    return [...this.#entries.values()].flatMap(({ created, state, ...entry }) =>
      created === undefined
        ? []
        : [{ ...entry, created, state: state === 'open' || state === 'existed' ? state : 'gone' }],
    );
  }

  kept(): readonly KeptEntry[] {
    return [...this.#entries.values()].flatMap(({ id, actor, created, state }) =>
      typeof state === 'object' && created !== undefined ? [{ id, actor, url: created, until: state.until }] : [],
    );
  }

  #change(id: number, change: Partial<Entry>): boolean {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#entries.set(id, { ...entry, ...change });
    return entry !== undefined;
  }
}

/** An intent as a line. */
export function intentRecord(id: number, intent: Intent): LedgerRecord {
  return { kind: 'intent', id, ...intent };
}
