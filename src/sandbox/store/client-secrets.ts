import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { ticksOf } from '../service/sandbox-clock.ts';
import type { Entity } from './object-store.ts';

/** What an application or its service principal signs in with. */
export type ClientSecret = {
  readonly text: string;
  /** Milliseconds of the sandbox's clock. */
  readonly endMs: number;
};

export type NewSecret = {
  readonly text: string;
  readonly keyId: string;
  readonly nowMs: number;
  /** The client's values for it. */
  readonly given?: JsonObject;
};

/** A `passwordCredential` as the service lists it: with the end of the secret, but never the secret. */
export function passwordCredential({ text, keyId, nowMs, given = {} }: NewSecret): JsonObject {
  return {
    customKeyIdentifier: null,
    displayName: null,
    endDateTime: new Date(nowMs + 2 * 365 * 86_400_000).toISOString().replace('.000Z', 'Z'),
    startDateTime: ticksOf(nowMs, keyId),
    ...given,
    hint: text.slice(0, 3),
    keyId,
    secretText: null,
  };
}

/** Remembers the text of a credential beside the object, where nothing shows it. */
export function keptSecret(kept: JsonObject | undefined, { keyId, text }: NewSecret): JsonObject {
  return { ...kept, secrets: { ...secretTexts(kept), [keyId]: text } };
}

/** The secrets of an object: texts that were remembered, of credentials that it still lists. */
export function clientSecrets({ values, kept }: Pick<Entity, 'values' | 'kept'>): readonly ClientSecret[] {
  const texts = secretTexts(kept);
  return credentialsIn(values).flatMap((one) => {
    const text = property(texts, String(property(one, 'keyId')));
    return typeof text === 'string' ? [{ text, endMs: Date.parse(String(property(one, 'endDateTime'))) }] : [];
  });
}

/** Credentials without a text that a client wrote into them; `undefined` where there is none. */
export function withoutSecretTexts(values: JsonObject): readonly JsonObject[] | undefined {
  const all = credentialsIn(values);
  if (all.every((one) => (property(one, 'secretText') ?? null) === null)) return undefined;
  return all.map((one) => ({ ...one, secretText: null }));
}

function secretTexts(kept: JsonObject | undefined): JsonObject {
  const texts: Json = property(kept, 'secrets') ?? {};
  return isJsonObject(texts) ? texts : {};
}

function credentialsIn(values: JsonObject): readonly JsonObject[] {
  const all = property(values, 'passwordCredentials');
  return Array.isArray(all) ? all.filter(isJsonObject) : [];
}
