import { defined } from '../../defined.ts';
import { OwnObjects } from '../../run/cleanup/own-objects.ts';
import type { Intent, KeptEntry, MadeEntry, OpenEntry } from '../../run/ports.ts';
import type { LedgerRecord } from './ledger-record.ts';

/** The step from which a suspended run is resumed, and the digest of its state. */
export type Waiting = { readonly step: string; readonly sha256: string };

type Entry = OpenEntry & { readonly state: 'open' | 'closed' | 'existed' | { readonly until: string } };

/** The state of a ledger after its lines so far. */
export class Entries {
  readonly #entries = new Map<number, Entry>();
  readonly #objects = new OwnObjects();
  readonly #byUrl = new Map<string, readonly number[]>();
  #waiting: Waiting | undefined;
  #isAnswered = false;
  #nextId = 1;

  /** One more than the highest id so far: where a line is missing, entries are fewer than ids. */
  get nextId(): number {
    return this.#nextId;
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
        this.#nextId = Math.max(this.#nextId, record.id + 1);
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
    return [...this.#entries.values()].flatMap(madeOf);
  }

  madeAt(url: string): readonly MadeEntry[] {
    return this.#of(this.#objects.same(url));
  }

  ownersOf(url: string): readonly MadeEntry[] {
    return this.#of(this.#objects.holding(url));
  }

  #of(urls: readonly string[]): readonly MadeEntry[] {
    const ids = new Set(urls.flatMap((url) => this.#byUrl.get(url) ?? []));
    const entries = [...ids].sort((a, b) => a - b).flatMap((id) => this.#entries.get(id) ?? []);
    return entries.filter(({ created = '' }) => urls.includes(created)).flatMap(madeOf);
  }

  kept(): readonly KeptEntry[] {
    return [...this.#entries.values()].flatMap(({ id, actor, created, state }) =>
      typeof state === 'object' && created !== undefined ? [{ id, actor, url: created, until: state.until }] : [],
    );
  }

  #change(id: number, change: Partial<Entry>): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    this.#entries.set(id, { ...entry, ...change });
    if (change.created !== undefined && change.created !== entry.created) {
      this.#objects.add(change.created);
      this.#byUrl.set(change.created, [...(this.#byUrl.get(change.created) ?? []), id]);
    }
    return true;
  }
}

function madeOf({ created, state, ...entry }: Entry): readonly MadeEntry[] {
  if (created === undefined) return [];
  return [{ ...entry, created, state: state === 'open' || state === 'existed' ? state : 'gone' }];
}

/** An intent as a line. */
export function intentRecord(id: number, intent: Intent): LedgerRecord {
  return { kind: 'intent', id, ...intent };
}
