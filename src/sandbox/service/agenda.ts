/** What happens at a time, given in milliseconds since 1970. */
type Act = (atMs: number) => void;

type Entry = { readonly atMs: number; readonly act: Act; readonly order: number };

/** Acts by time, and in the order in which they were planned where the time is the same. A binary heap. */
export class Agenda {
  readonly #heap: Entry[] = [];
  #planned = 0;

  plan(atMs: number, act: Act): void {
    this.#heap.push({ atMs, act, order: this.#planned });
    this.#planned += 1;
    this.#rise(this.#heap.length - 1);
  }

  /** Act by act, each at its own time, so that it makes no difference in how many steps the clock moved. */
  settle(nowMs: number): void {
    for (let due = this.#take(nowMs); due !== undefined; due = this.#take(nowMs)) due.act(due.atMs);
  }

  /** The earliest entry that is due, taken off. */
  #take(nowMs: number): Entry | undefined {
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
