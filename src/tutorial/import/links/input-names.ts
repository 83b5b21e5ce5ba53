import { createHash } from 'node:crypto';
import { isGuid } from '../../../guid.ts';
import { camel, isItem } from '../nouns.ts';
import { unsure } from './guess.ts';
import type { Name } from './link-names.ts';
import type { NameRegistry } from './name-registry.ts';

type InputName = Extract<Name, { kind: 'input' }>;

/** An input before it has a name of its own: `name` is what it should be called. */
export type NewInput = Omit<InputName, 'kind'>;

/** Values that only the reader has, by their placeholders on the page: one input for each. */
export class InputNames {
  readonly #registry: NameRegistry;
  readonly #inputs = new Map<string, Name>();

  constructor(registry: NameRegistry) {
    this.#registry = registry;
  }

  get(place: string): Name | undefined {
    return this.#inputs.get(place);
  }

  has(place: string): boolean {
    return this.#inputs.has(place);
  }

  /** The input for what a page writes as `{group-id}`. */
  ofPlaceholder(text: string, { word, noun = 'value', kind = noun, shown }: Placeholder) {
    const isBare = camel(word) === 'id' || isItem(word);
    const isFitting = shown !== undefined && (!ofDirectory.test(kind) || isGuid(shown));
    return this.of(`${word} ${noun}`, {
      name: isBare ? `${camel(noun)}Id` : camel(word),
      value: isFitting ? shown : isItem(word) ? word : sampleId(camel(word) === 'id' ? `${noun}-id` : word, kind),
      noun,
      description: `What the page writes as ${text}.`,
      guess: unsure('a placeholder of the page; it shows no value'),
    });
  }

  /** The input for a place; created if there is none yet. */
  of(place: string, input: NewInput): Name {
    const known = this.#inputs.get(place);
    if (known !== undefined) return known;
    const name = this.#registry.add({ ...input, kind: 'input', name: this.#registry.unique(input.name) });
    this.#inputs.set(place, name);
    return name;
  }
}

type Placeholder = {
  readonly word: string;
  readonly noun?: string | undefined;
  /** The kind of object that it identifies. */
  readonly kind?: string | undefined;
  /** The id that the response shows of the requested object. */
  readonly shown?: string | undefined;
};

/** Ids of directory objects are GUIDs. */
const ofDirectory =
  /^(?:user|group|application|servicePrincipal|device|directoryObject|member|owner|principal|manager|administrativeUnit|team)$/i;

function sampleId(word: string, kind: string): string {
  if (!ofDirectory.test(kind)) return `sample-${word.replace(/[^A-Za-z0-9]+/g, '-')}`;
  const hex = createHash('sha256').update(`${word} ${kind}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
