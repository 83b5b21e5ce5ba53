import { sameKind } from '../nouns.ts';
import type { Name } from './link-names.ts';

/** The names of a scenario, each used once, with their values. */
export class NameRegistry {
  readonly names = new Map<string, Name>();
  readonly #byValue = new Map<string, Name[]>();
  /** How often a base name was given out. */
  readonly #numbers = new Map<string, number>();

  add(name: Name): Name {
    this.names.set(name.name, name);
    const same = this.#byValue.get(String(name.value)) ?? [];
    this.#byValue.set(String(name.value), [...same, name]);
    return name;
  }

  unique(base: string): string {
    const short = base.slice(0, 56);
    for (let number = (this.#numbers.get(short) ?? 0) + 1; ; number++) {
      this.#numbers.set(short, number);
      const name = number === 1 ? short : `${short.replace(/Id$/, '')}${number}${/Id$/.test(short) ? 'Id' : ''}`;
      if (!this.names.has(name)) return name;
    }
  }

  /** The name that a response's value has already, when it comes: an input, or a capture of an earlier step. */
  known(
    text: string,
    step: number,
    { noun, strict = false }: { readonly noun?: string | undefined; readonly strict?: boolean } = {},
  ): string | undefined {
    const names = (this.#byValue.get(text) ?? []).filter((name) => name.kind === 'input' || name.step < step);
    const fitting = noun === undefined ? undefined : names.find((name) => sameKind(name.noun, noun));
    // The same id for an object of another kind may be a mistake on the page.
    return (fitting ?? (strict ? undefined : names[0]))?.name;
  }
}
