import { isJsonObject, type Json, type JsonObject, property } from '../../../../json/json.ts';

/** The part of a response's objects that was not sent; `undefined` if there is none. */
function unsaid(sent: JsonObject, shown: JsonObject): JsonObject | undefined {
  const names = namesIn(sent);
  const more = Object.entries(shown).flatMap(([name, value]): [string, Json][] => {
    if (value === null) return [];
    if (!names.has(name.toLowerCase())) return [[name, value]];
    const own = within(property(sent, name) ?? null, value);
    return own === undefined ? [] : [[name, own]];
  });
  return more.length === 0 ? undefined : Object.fromEntries(more);
}

/** The same of an object of the service: a response states its type by itself. */
export function unsaidOf(sent: JsonObject, shown: JsonObject): JsonObject {
  const { '@odata.type': _, ...rest } = sent;
  return unsaid(rest, shown) ?? {};
}

function within(sent: Json, shown: Json): Json | undefined {
  if (Array.isArray(sent) && Array.isArray(shown) && sent.length === shown.length) {
    const items = sent.map((item, at) => within(item, shown[at] ?? null));
    return items.every((item) => item === undefined) ? undefined : items.map((item) => item ?? {});
  }
  return isJsonObject(sent) && isJsonObject(shown) ? unsaid(sent, shown) : undefined;
}

/** The names that a body has, in lower case. */
export const namesIn = (body: Json | undefined): Set<string> =>
  new Set((isJsonObject(body) ? Object.keys(body) : []).map((name) => name.toLowerCase()));
