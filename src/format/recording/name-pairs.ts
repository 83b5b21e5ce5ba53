/**
 * Which name of one run is which of another: each has at most one partner on the other side. Comparing makes a pair where
 * it meets it first, and may forget it again; recording again makes those that were seen most often.
 */
export class NamePairs {
  readonly #forward = new Map<string, string>();
  readonly #backward = new Map<string, string>();
  /** The learned pairs in order, so that they can be forgotten again. */
  readonly #learned: (readonly [before: string, after: string])[] = [];

  /** Whether two names can be the same thing; if so they are, from now on. */
  agree(before: string, after: string): boolean {
    const [partner, owner] = [this.#forward.get(before), this.#backward.get(after)];
    if (partner !== undefined || owner !== undefined) return partner === after && owner === before;
    this.#forward.set(before, after);
    this.#backward.set(after, before);
    this.#learned.push([before, after]);
    return true;
  }

  /** The partner of a name of the first side. */
  partnerOf(before: string): string | undefined {
    return this.#forward.get(before);
  }

  /** How many names have a partner. */
  get size(): number {
    return this.#learned.length;
  }

  /** Runs an action, and forgets the pairs that it learned. */
  tentatively<T>(action: () => T): T {
    const before = this.#learned.length;
    const result = action();
    for (const [one, other] of this.#learned.splice(before)) {
      this.#forward.delete(one);
      this.#backward.delete(other);
    }
    return result;
  }

  /** The pairs whose names differ. */
  changed(): readonly (readonly [before: string, after: string])[] {
    return this.#learned.filter(([before, after]) => before !== after);
  }
}
