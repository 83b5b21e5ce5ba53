import type { Intent, KeptEntry, OpenEntry } from '../../run/ports.ts';
import type { LedgerRecord } from './ledger-record.ts';

/** Where a run that was left goes on, and the digest of its state. */
export type Waiting = { readonly step: string; readonly sha256: string };

type Entry = OpenEntry & { readonly state: 'open' | 'closed' | { readonly until: string } };

/** What a ledger's lines come to, one after the other. */
export class Entries {
  readonly #entries = new Map<number, Entry>();
  #waiting: Waiting | undefined;

  get nextId(): number {
    return Math.max(0, ...this.#entries.keys()) + 1;
  }

  /** Absent where nobody left the run for later, or somebody went on with it. */
  get waiting(): Waiting | undefined {
    return this.#waiting;
  }

  /** Lines about things that no line before them intends are passed over. */
  add(record: LedgerRecord): void {
    switch (record.kind) {
      case 'run':
      case 'closed':
        return;
      case 'waiting':
        this.#waiting = { step: record.step, sha256: record.sha256 };
        return;
      case 'resumed':
        this.#waiting = undefined;
        return;
      case 'intent': {
        const { kind: _, ...intent } = record;
        this.#entries.set(record.id, { ...intent, state: 'open' });
        return;
      }
      case 'created':
        this.#change(record.id, { created: record.delete });
        return;
      case 'not-created':
      case 'purged':
        this.#change(record.id, { state: 'closed' });
        return;
      case 'deleted':
        this.#change(record.id, { state: record.until === undefined ? 'closed' : { until: record.until } });
        return;
      default:
        record satisfies never;
    }
  }

  open(): readonly OpenEntry[] {
    return [...this.#entries.values()].filter(({ state }) => state === 'open').map(({ state: _, ...entry }) => entry);
  }

  made(): readonly string[] {
    return [...this.#entries.values()].flatMap(({ created }) => (created === undefined ? [] : [created]));
  }

  kept(): readonly KeptEntry[] {
    return [...this.#entries.values()].flatMap(({ id, actor, created, state }) =>
      typeof state === 'object' && created !== undefined ? [{ id, actor, url: created, until: state.until }] : [],
    );
  }

  #change(id: number, change: Partial<Entry>): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#entries.set(id, { ...entry, ...change });
  }
}

/** An intent as a line. */
export function intentRecord(id: number, intent: Intent): LedgerRecord {
  return { kind: 'intent', id, ...intent };
}
