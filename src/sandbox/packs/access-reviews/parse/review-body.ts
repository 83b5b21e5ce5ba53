import { isJsonObject, type Json, type JsonObject, property } from '../../../../json/json.ts';

/** Thrown only inside body parsers, and caught in `parsedBody`. */
export class InvalidBody extends Error {}

export function invalid(message: string): never {
  throw new InvalidBody(message);
}

/** An object of a request's body, and where in it that object is. */
export class BodyObject {
  readonly json: JsonObject;
  readonly path: string;

  constructor(value: Json | undefined, path = '') {
    if (!isJsonObject(value))
      invalid(path === '' ? 'The body has to be a JSON object.' : `${path} has to be an object.`);
    this.json = value;
    this.path = path;
  }

  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** Refuses properties that the type does not have; annotations may always be there. */
  knows(type: string, names: readonly string[]): this {
    const lower = names.map((name) => name.toLowerCase());
    const stranger = Object.keys(this.json).find((name) => !lower.includes(name.toLowerCase()) && !name.includes('@'));
    if (stranger !== undefined)
      invalid(`The property '${this.at(stranger)}' does not exist on type 'microsoft.graph.${type}'.`);
    return this;
  }

  value(name: string): Json | undefined {
    return property(this.json, name) ?? property(this.json, this.#spelled(name));
  }

  has(name: string): boolean {
    return Object.hasOwn(this.json, this.#spelled(name));
  }

  /** A property's name as the body spells it: Graph compares names without regard to case. */
  #spelled(name: string): string {
    return Object.keys(this.json).find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
  }

  /** A required text that is not empty. */
  text(name: string): string {
    const text = this.textOr(name, '');
    return text.trim() === '' ? invalid(`${this.at(name)} is required.`) : text;
  }

  textOr<T extends string | null>(name: string, otherwise: T): string | T {
    const value = this.value(name) ?? null;
    if (value === null) return otherwise;
    return typeof value === 'string' ? value : invalid(`${this.at(name)} has to be a string.`);
  }

  booleanOr<T extends boolean | null>(name: string, otherwise: T): boolean | T {
    const value = this.value(name) ?? null;
    if (value === null) return otherwise;
    return typeof value === 'boolean' ? value : invalid(`${this.at(name)} has to be true or false.`);
  }

  /** A whole number from 0 to the most that makes sense. */
  countOr<T extends number | undefined>(name: string, otherwise: T, most = 2 ** 31 - 1): number | T {
    const value = this.value(name) ?? null;
    if (value === null) return otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most) return value;
    return invalid(`${this.at(name)} has to be a whole number from 0 to ${most}.`);
  }

  object(name: string): BodyObject | undefined {
    const value = this.value(name) ?? null;
    return value === null ? undefined : new BodyObject(value, this.at(name));
  }

  required(name: string): BodyObject {
    return this.object(name) ?? invalid(`${this.at(name)} is required.`);
  }

  /** A list of objects; empty if there is none. */
  objects(name: string): readonly BodyObject[] {
    return this.#list(name).map((item, index) => new BodyObject(item, `${this.at(name)}[${index}]`));
  }

  texts(name: string): readonly string[] {
    return this.#list(name).map((item) =>
      typeof item === 'string' ? item : invalid(`${this.at(name)} has to be a list of strings.`),
    );
  }

  /** One of some words, in any case; spelled as in the list. */
  choice<T extends string>(name: string, choices: readonly T[]): T {
    const text = this.text(name);
    return oneOf(text, choices) ?? invalid(`${this.at(name)} is '${text}'; supported are ${choices.join(', ')}.`);
  }

  #list(name: string): readonly Json[] {
    const value = this.value(name) ?? null;
    if (value === null) return [];
    return Array.isArray(value) ? value : invalid(`${this.at(name)} has to be a list.`);
  }
}

/** The word among the choices that a text is, without regard to case. */
export function oneOf<T extends string>(text: string, choices: readonly T[]): T | undefined {
  return choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
}
