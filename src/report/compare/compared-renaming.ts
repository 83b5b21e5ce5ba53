/**
 * Which name on one side is which on the other. A name that was met keeps its partner: the same one on both sides belongs
 * to itself, and every other pair is made where it is met first.
 */
export class ComparedRenaming {
  readonly #forward = new Map<string, string>();
  readonly #backward = new Map<string, string>();
  /** What was learned, in order, so that it can be forgotten again. */
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

  /** How many names have a partner. */
  get size(): number {
    return this.#learned.length;
  }

  /** Tries something, and forgets what was learned by it. */
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
