import { isJsonObject, type Json, type JsonObject, property } from '../../../json/json.ts';

/** Properties that the service derives from given ones, by type. Facts from the reference pages (2026-08). */
export function echoes(lineage: readonly string[], values: JsonObject): JsonObject {
  const body = property(values, 'body');
  if (lineage.includes('chatMessage') && isJsonObject(body)) return { body: { contentType: 'text', ...body } };
  if (!lineage.includes('outlookItem')) return {};
  const content = inside(values, 'body', 'content');
  const attendees = property(values, 'attendees');
  const location = located(property(values, 'location'));
  const found: readonly (readonly [string, Json | undefined])[] = [
    ['bodyPreview', typeof content === 'string' ? preview(content) : undefined],
    ...['start', 'end'].map((name) => [name, exact(property(values, name))] as const),
    ['originalStartTimeZone', inside(values, 'start', 'timeZone')],
    ['originalEndTimeZone', inside(values, 'end', 'timeZone')],
    ['location', location],
    ['locations', location && [location]],
    ['attendees', Array.isArray(attendees) ? attendees.map(withoutReply) : undefined],
  ];
  return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Times of events have seven digits after the second. */
function exact(moment: Json | undefined): Json | undefined {
  const text = property(moment, 'dateTime');
  const isPlain = typeof text === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text);
  return isPlain && isJsonObject(moment) ? { ...moment, dateTime: `${text}.0000000` } : undefined;
}

function inside(values: JsonObject, name: string, inner: string): Json | undefined {
  const value = property(values, name);
  return property(value, inner);
}

function located(location: Json | undefined): JsonObject | undefined {
  if (!isJsonObject(location)) return undefined;
  const uniqueId = property(location, 'displayName') ?? null;
  return { locationType: 'default', uniqueId, uniqueIdType: 'private', ...location };
}

/** The first 255 characters of the text. */
const preview = (content: string): string =>
  content
    .replace(/<[^<>]*>/g, '')
    .trim()
    .slice(0, 255);

function withoutReply(attendee: Json): Json {
  const status = { response: 'none', time: '0001-01-01T00:00:00Z' };
  return isJsonObject(attendee) ? { status, ...attendee } : attendee;
}
