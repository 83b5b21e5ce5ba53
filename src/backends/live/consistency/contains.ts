import { canonicalJson } from '../../../json/canonical.ts';
import { isJsonObject, type Json, property } from '../../../json/json.ts';

/** Whether a value contains what was sent; objects may have further members. */
export function contains(now: Json | undefined, sent: Json): boolean {
  if (now === undefined) return false;
  if (!isJsonObject(sent) || !isJsonObject(now)) return canonicalJson(now) === canonicalJson(sent);
  return Object.entries(sent).every(([name, member]) => contains(property(now, name), member));
}
