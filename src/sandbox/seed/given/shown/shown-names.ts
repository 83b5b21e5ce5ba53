import { isJsonObject, type Json, type JsonObject, property } from '../../../../json/json.ts';

/** The names by which exchanges refer to objects. */
export class ShownNames {
  readonly #ids = new Map<string, string>();
  readonly #displayNames = new Map<string, string>();
  readonly #kinds = new Map<string, string>();

  /** `isOwn`: the request may have given what the response calls its own object. */
  learn(body: Json | undefined, isOwn = false): void {
    if (Array.isArray(body)) for (const item of body) this.learn(item);
    if (!isJsonObject(body)) return;
    const [id, name] = [property(body, 'id'), property(body, 'userPrincipalName')];
    if (typeof id === 'string' && typeof name === 'string') this.#ids.set(name.toLowerCase(), id);
    if (!isOwn) keep(this.#displayNames, id, property(body, 'displayName'));
    // `principalId` is called `principalDisplayName`, and is a `principalType`.
    for (const key of Object.keys(body)) {
      const [, role] = /^(\w+)Id$/.exec(key) ?? [];
      if (role === undefined) continue;
      keep(this.#displayNames, body[key], property(body, `${role}DisplayName`));
      keep(this.#kinds, body[key], property(body, `${role}Type`));
    }
    for (const member of Object.values(body)) this.learn(member);
  }

  /** The id of who has a `userPrincipalName`. */
  idOf(name: string): string | undefined {
    return this.#ids.get(name.toLowerCase());
  }

  displayName(id: string): string | undefined {
    return this.#displayNames.get(id.toLowerCase());
  }

  /** `ServicePrincipal`. */
  kindOf(id: string): string | undefined {
    return this.#kinds.get(id.toLowerCase());
  }
}

type Member = JsonObject[string] | undefined;

/** The first word counts. */
function keep(known: Map<string, string>, id: Member, name: Member): void {
  if (typeof id !== 'string' || typeof name !== 'string' || name === '') return;
  if (!known.has(id.toLowerCase())) known.set(id.toLowerCase(), name);
}
