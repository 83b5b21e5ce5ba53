import type { Later } from './read-later.ts';

type Turn = { readonly take: () => void };

/** As many characters as may wait: what waits is in memory. */
const mostWaiting = 1_000_000;

/**
 * Work that nobody may ever need: none of it is done before somebody asks for some of it, and then all of it, in the
 * order in which it was given.
 */
export class Turns {
  #waiting: Turn[] = [];
  #characters = 0;

  /** `work` has its turn after all that was added before, and keeps so many `characters` in memory until then. */
  add<T>(work: () => T, characters = 0): Later<T> {
    // What it needs is let go of when it is done.
    let open: (() => T) | undefined = work;
    let done: { readonly value: T } | undefined;
    const take = () => {
      if (open !== undefined) done = { value: open() };
      open = undefined;
    };
    this.#waiting.push({ take });
    this.#characters += characters;
    if (this.#characters > mostWaiting) this.catchUp();
    return () => {
      if (done === undefined) this.catchUp();
      if (done === undefined) throw new Error('it failed when its turn came');
      return done.value;
    };
  }

  catchUp(): void {
    this.#characters = 0;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) next.take();
  }
}
