import { isJsonObject, type Json, property } from '../../json/json.ts';

/**
 * A `RESULT.json` of version 1 as one of version 2. Version 1 gave the times of a recording and of the sandbox by their own
 * clocks, and the real ones nowhere: only of a live run they are known. `undefined`: they are not.
 */
export function fromFirstVersion(document: Json): Json | undefined {
  if (!isJsonObject(document)) return document;
  const summary = property(document, 'summary');
  const against = isJsonObject(summary) ? property(summary, 'against') : undefined;
  if (against === 'recorded' || against === 'sandbox') return undefined;
  return { ...document, version: 2 };
}
