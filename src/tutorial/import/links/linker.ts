import { defined } from '../../../defined.ts';
import { isGuid } from '../../../guid.ts';
import { article, camel, isThread, singular } from '../nouns.ts';
import { withoutSecrets } from '../sample-secrets.ts';
import type { TypeName } from '../type-names.ts';
import { type GivenLink, givenLinksOf, linkFollowed } from './given-links.ts';
import { type Guess, likely, likelyLink, unsure } from './guess.ts';
import { headerProducers } from './header-ids.ts';
import { InputNames, type NewInput } from './input-names.ts';
import { publishedId } from './known-ids.ts';
import { leavesOf, type Path, valueAtPath } from './leaves.ts';
import {
  creates,
  type Exchanged,
  guidsIn,
  isComposed,
  isKept,
  isOfKind,
  isUsed,
  type Name,
  ownNames,
  type Producer,
  producersOf,
  shownId,
} from './link-names.ts';
import { NameRegistry } from './name-registry.ts';
import type { IdDefect, Link, Use } from './use.ts';

export type LinkerOptions = {
  readonly steps: readonly Exchanged[];
  /** The meanings of literals on the page. */
  readonly meanings: ReadonlyMap<string, string>;
};

/** Finds the origin of ids by their values. Decisions are kept, so that one id has one name. */
export class Linker {
  readonly links: Link[] = [];
  readonly defects: IdDefect[] = [];
  readonly #registry = new NameRegistry();
  readonly names: ReadonlyMap<string, Name> = this.#registry.names;
  readonly #given: readonly GivenLink[];
  readonly #steps: readonly Exchanged[];
  /** What steps create, looked up once. */
  #creations: readonly Producer[] | undefined;
  readonly #meanings: ReadonlyMap<string, string>;
  readonly #chosenIds = new Map<string, Producer>();
  readonly #producers = new Map<string, Producer[]>();
  readonly #inputs = new InputNames(this.#registry);
  readonly #captures = new Map<string, Name>();
  readonly #constants = new Set<string>();

  constructor({ steps, meanings }: LinkerOptions) {
    this.#steps = steps;
    this.#given = givenLinksOf(steps);
    this.#meanings = meanings;
    const sent = new Set<string>();
    for (const [index, step] of steps.entries()) {
      this.#checkNew(step, index);
      for (const own of ownNames(step)) this.constant(own);
      for (const { value } of leavesOf(step.body)) sent.add(String(value).toLowerCase());
      for (const { value, ...producer } of producersOf(step, index)) {
        const key = String(value).toLowerCase();
        // An id that the author chose is returned as sent.
        if (!isGuid(key) && sent.has(key)) {
          if (creates(step) && producer.isId && producer.path.length === 1) this.#chosenIds.set(key, producer);
          continue;
        }
        this.#produce(key, producer);
      }
      for (const { value, ...producer } of headerProducers(step, index)) this.#produce(value.toLowerCase(), producer);
    }
  }

  #produce(key: string, producer: Producer): void {
    this.#producers.set(key, [...(this.#producers.get(key) ?? []), producer]);
  }

  /** A created object gets its id and name immediately, so that names follow the order of the steps. */
  #checkNew(step: Exchanged, index: number): void {
    if (!creates(step)) return;
    const [own] = producersOf(step, index).filter(({ path, isId }) => isId && path.length === 1);
    if (own === undefined) return;
    const text = String(own.value);
    if (this.#producers.get(text.toLowerCase())?.some(({ isId, path }) => isId && path.length === 1) === true) {
      const message = `the page shows ${text} for two things that it creates`;
      this.defects.push({ step: index, code: 'page-same-id', text, message });
    }
    if (isKept(step)) this.capture(index, ['id'], own.noun);
  }

  /** Whether an earlier response contains this text as an id: then it is one, regardless of its form. */
  isProduced(text: string, step: number): boolean {
    return (this.#producers.get(text.toLowerCase()) ?? []).some((producer) => producer.step < step);
  }

  /** The `${…}` for a whole segment of a url that an earlier response contains as an id, even one that the author chose. */
  segment(text: string, use: Use): string | undefined {
    const decoded = text.replaceAll(/%(?:3D|3A|40)/gi, decodeURIComponent);
    // One id, unless an earlier response contains a part of it.
    const isOne = isComposed(decoded) && !guidsIn(decoded).some((guid) => this.isProduced(guid, use.step));
    if (!isGuid(decoded) && (isOne || this.isProduced(decoded, use.step))) return this.resolve(decoded, use);
    const chosen = this.#chosenIds.get(decoded.toLowerCase());
    const isKey = (isOne || !isComposed(decoded)) && this.#steps[use.step]?.keys?.includes(decoded) === true;
    if (chosen === undefined && (isKey || isThread(decoded))) {
      return decoded.includes('@') && !isThread(decoded) ? this.address(decoded, use) : this.resolve(decoded, use);
    }
    return chosen === undefined || chosen.step >= use.step ? undefined : this.#fromProducer(decoded, chosen, use);
  }

  /** Whether the reader has to replace this text. */
  isReplaced(text: string): boolean {
    return this.#meanings.has(text.toLowerCase());
  }

  /** The `${…}` for an id, or the id itself where it is the same in every tenant. */
  resolve(text: string, use: Use): string {
    const given = this.#inputs.get(text.toLowerCase());
    if (given !== undefined) return this.#linked(text, given, use);
    if (this.#constants.has(text.toLowerCase())) return text;
    const producer = this.#bestProducer(text, use);
    if (producer !== undefined) return this.#fromProducer(text, producer, use);
    if (publishedId(text) !== undefined) return text;
    const created = use.place === 'url' || use.reference === true ? this.#onlyCreation(use) : undefined;
    if (created !== undefined && (this.#isWritten(use) || !isUsed(created, this.#steps))) {
      return this.#repaired(text, created, use);
    }
    return this.#linked(text, this.#newInput(text, use), use);
  }

  /** The `${…}` for a user principal name or a mail address that identifies an object in a url. */
  address(text: string, use: Use): string {
    if (this.isProduced(text, use.step)) return this.resolve(text, use);
    const description = `User principal name or mail address of the ${use.noun ?? 'user'}; the page writes ${text}.`;
    const guess = likely('an address of a person in the page’s own tenant');
    const linked = this.input('userPrincipalName', { value: text, description, guess });
    this.links.push({ step: use.step, text, as: linked.slice(2, -1) });
    return linked;
  }

  /** The `${…}` for what a page writes as `{group-id}`. */
  placeholder(text: string, use: Use): string {
    const word = (text.replace(/[{}<>:]/g, '').split('|')[0] ?? '').trim();
    const noun = /^(.+)Id$/.exec(camel(word))?.[1] ?? use.noun;
    const created = noun === undefined ? undefined : this.#onlyCreation({ ...use, noun });
    const why = likelyLink(`the page writes ${text}; only one step creates such a thing`);
    if (created !== undefined)
      return this.#linked(text, this.capture(created.step, created.path, created.noun), use, why);
    const shown = { word, noun: use.noun, kind: noun, shown: shownId(use, this.#steps) };
    return this.#linked(text, this.#inputs.ofPlaceholder(text, shown), use);
  }

  /** The `${…}` for the url of a GET or PUT that follows a link which an earlier response gave. */
  follow(url: string, step: number): { readonly url: string; readonly linkTo: string } | undefined {
    const followed = linkFollowed(url, step, this.#given, this.#steps[step]?.method ?? 'GET');
    if (followed === undefined) return undefined;
    const { link, guess } = followed;
    const place = [link.step, link.header ?? '', '', ...link.path].join('\0');
    const name = this.#captures.get(place) ?? this.#registry.add(this.#linkName(link));
    this.#captures.set(place, name);
    if (guess !== undefined && !/^https:/.test(url)) {
      this.defects.push({ step, code: 'page-unknown-id', text: url, message: guess.why });
    }
    const version = /^\/(?:v1\.0|beta)(?=\/)/.exec(this.#steps[link.step]?.url ?? '')?.[0] ?? '';
    const linked = this.#linked(url, name, { step, place: 'url' }, guess);
    return { url: linked, linkTo: `https://graph.microsoft.com${version}` };
  }

  #linkName({ noun, value, step, path, header }: GivenLink): Name {
    const name = this.#registry.unique(camel(noun));
    // As it is in a recording.
    const recorded = withoutSecrets(value) ?? value;
    return { kind: 'capture', name, value: recorded, noun, step, path, ...defined({ header }) };
  }

  /** The token of a next page or of later changes that no link on the page contains. */
  pagingToken(text: string, use: Use): string {
    const message = 'no response of the page shows this token';
    this.defects.push({ step: use.step, code: 'page-unknown-id', text, message });
    const description = 'The token of a next page or of later changes, from a link of the response before.';
    const value = this.input('pagingToken', { value: text, description, guess: unsure(message) });
    this.links.push({ step: use.step, text, as: value.slice(2, -1) });
    return value;
  }

  /** An input for something that is not a valid id: a mail address, a domain. */
  input(name: string, options: Pick<NewInput, 'description' | 'guess'> & { readonly value: string }): string {
    return `\${${this.#inputs.of(options.value.toLowerCase(), { ...options, name, noun: name }).name}}`;
  }

  /** An input for a value of which the page writes the type only. */
  typed(key: string, text: string, { type, sample }: TypeName, path: Path): string {
    const description = `A value for ${key}; the page writes its type, ${text}.`;
    const guess = unsure('the page writes a type where a value should stand');
    const place = `${path.join('.')} ${text}`;
    return `\${${this.#inputs.of(place, { name: camel(key), value: sample, type, noun: key, description, guess }).name}}`;
  }

  /** Makes the text literal from here on: an id that the page's author chose. */
  constant(text: string): void {
    if (this.#producers.get(text.toLowerCase()) === undefined || !this.#inputs.has(text.toLowerCase())) {
      this.#constants.add(text.toLowerCase());
    }
  }

  /** The name of the capture of a value in a step's response. */
  capture(step: number, path: Path, noun: string): Name {
    return this.#captureOf({ step, path, noun }, String(valueAtPath(this.#steps[step]?.responseBody, path)));
  }

  #captureOf(from: Pick<Producer, 'step' | 'path' | 'noun' | 'header' | 'part'>, value: string): Name {
    const { step, path, noun, header, part } = from;
    const place = [step, header ?? '', part ?? '', ...path].join('\0');
    const found = this.#captures.get(place);
    if (found !== undefined) return found;
    const base = camel(singular(noun));
    const name = this.#registry.unique(/id$|thumbprint$|name$/i.test(base) ? base : `${base}Id`);
    const capture: Name = { kind: 'capture', name, value, noun, step, path, ...defined({ header, part }) };
    this.#captures.set(place, capture);
    return this.#registry.add(capture);
  }

  /** The name that a value of the response already has. */
  known(text: string, step: number, kind: { readonly noun?: string | undefined; readonly strict?: boolean } = {}) {
    return this.#registry.known(text, step, kind);
  }

  #bestProducer(text: string, { step, noun }: Use): Producer | undefined {
    const earlier = (this.#producers.get(text.toLowerCase()) ?? []).filter((producer) => producer.step < step);
    const score = (producer: Producer) =>
      (noun !== undefined && isOfKind(producer, noun) ? 0 : 4) + (producer.isId ? 0 : 2) + (producer.among > 1 ? 1 : 0);
    return earlier.sort((a, b) => score(a) - score(b) || a.step - b.step)[0];
  }

  #fromProducer(text: string, producer: Producer, use: Use): string {
    const name = this.#captureOf(producer, text);
    const { noun } = use;
    const writes = this.#isWritten(use);
    const version = writes ? this.#otherVersion(text, producer, use) : undefined;
    const mismatch = writes && noun !== undefined && producer.isId && !isOfKind(producer, noun);
    if (!mismatch) return this.#linked(text, name, use, version);
    const message = `the page asks for ${article(noun)} here, and ${text} is the id of ${article(producer.noun)}`;
    this.defects.push({ step: use.step, code: 'page-wrong-kind', text, message });
    return this.#linked(text, name, use, unsure(message));
  }

  /** An object that was created in one version of the service should be changed and deleted there, too. */
  #otherVersion(text: string, producer: Producer, { step }: Use): Guess | undefined {
    const [made, here] = [producer.step, step].map((index) => /^\/([^/]+)\//.exec(this.#steps[index]?.url ?? '')?.[1]);
    const own = this.#steps[producer.step];
    if (made === here || own === undefined || !creates(own)) return undefined;
    const message = `the page creates ${article(producer.noun)} with ${made}, and asks ${here} here`;
    this.defects.push({ step, code: 'page-mixed-version', text, message });
    return likely(message);
  }

  /** Whether a request changes or deletes what a text names. */
  #isWritten({ target, step }: Use): boolean {
    return target === true && /^(?:PATCH|PUT|DELETE)$/.test(this.#steps[step]?.method ?? '');
  }

  /** The one thing of a kind that an earlier step creates, if there is exactly one. */
  #onlyCreation({ step, noun }: Use): Producer | undefined {
    if (noun === undefined) return undefined;
    this.#creations ??= this.#steps.flatMap((one, index) => (creates(one) ? producersOf(one, index) : []));
    const found = this.#creations.filter(
      (one) => one.step < step && one.isId && one.path.length === 1 && isOfKind(one, noun),
    );
    return found.length === 1 ? found[0] : undefined;
  }

  #repaired(text: string, created: Producer, use: Use): string {
    const name = this.capture(created.step, created.path, created.noun);
    const message = `no response of the page shows ${text}`;
    this.defects.push({ step: use.step, code: 'page-unknown-id', text, message });
    const guess = likelyLink(`${message}; one step only creates ${article(created.noun)}, and its id is taken`);
    return this.#linked(text, name, use, guess);
  }

  #newInput(text: string, use: Use): Name {
    const meaning = this.#meanings.get(text.toLowerCase());
    const noun = use.role ?? use.noun ?? 'value';
    const base = camel(noun);
    const description =
      meaning === undefined
        ? `Id of the ${noun}. The page writes ${text}, and no response before says it.`
        : `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`.slice(0, 500);
    const guess =
      meaning !== undefined
        ? likely('the page asks the reader to put in a value of their own')
        : unsure('no earlier response shows this id, and the page does not say whose it is');
    const name = /id$/i.test(base) ? base : `${base}Id`;
    return this.#inputs.of(text.toLowerCase(), { name, value: text, noun: use.noun ?? noun, description, guess });
  }

  #linked(text: string, name: Name, { step }: Use, guess?: Guess): string {
    this.links.push({ step, text, as: name.name, ...defined({ guess }) });
    return `\${${name.name}}`;
  }
}
