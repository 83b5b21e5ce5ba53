/** What will happen to reviews, and when. */
export type ReviewEvent =
  | { readonly kind: 'start'; readonly definitionId: string; readonly revision: number }
  | { readonly kind: 'stage-end'; readonly instanceId: string; readonly stage: number }
  | { readonly kind: 'close'; readonly instanceId: string }
  | { readonly kind: 'auto-review'; readonly instanceId: string }
  | { readonly kind: 'auto-reviewed'; readonly instanceId: string }
  | { readonly kind: 'apply'; readonly instanceId: string }
  | { readonly kind: 'delete-user'; readonly userId: string }
  | { readonly kind: 'collect-history'; readonly historyId: string }
  | { readonly kind: 'finish-history'; readonly historyId: string };

export type Due = { readonly atMs: number; readonly event: ReviewEvent };

type Entry = Due & { readonly order: number };

/** Events by time, and in the order in which they were planned where the time is the same. A binary heap. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #planned = 0;

  plan(atMs: number, event: ReviewEvent): void {
    this.#heap.push({ atMs, event, order: this.#planned });
    this.#planned += 1;
    this.#rise(this.#heap.length - 1);
  }

  /** The earliest event that is due, taken off. */
  take(nowMs: number): Due | undefined {
    const first = this.#heap[0];
    if (first === undefined || first.atMs > nowMs) return undefined;
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) {
      this.#heap[0] = last;
      this.#sink(0);
    }
    return first;
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#swapsIfEarlier(at, above)) return;
      at = above;
    }
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.#swapsIfEarlier(child, at)) return;
      at = child;
    }
  }

  #swapsIfEarlier(lower: number, upper: number): boolean {
    if (!this.#isEarlier(lower, upper)) return false;
    const [one, other] = [this.#heap[lower], this.#heap[upper]];
    if (one === undefined || other === undefined) return false;
    this.#heap[lower] = other;
    this.#heap[upper] = one;
    return true;
  }

  #isEarlier(left: number, right: number): boolean {
    const [one, other] = [this.#heap[left], this.#heap[right]];
    if (one === undefined || other === undefined) return false;
    return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
  }
}
