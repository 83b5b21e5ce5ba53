import type { Json } from '../../../json/json.ts';
import { prettyJson } from '../../../json/pretty.ts';

/** A request's body as it is sent. */
export function jsonText(body: Json): string {
  try {
    return JSON.stringify(body);
  } catch {
    // `JSON.stringify` knows no exact integers.
    return prettyJson(body);
  }
}
