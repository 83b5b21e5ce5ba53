import { isJsonObject, type Json } from '../../../json/json.ts';
import type { GivenObjects, ShownAt } from './given-objects.ts';
import type { Reached } from './given-path.ts';
import { namesIn, unsaidOf } from './shown/unsaid.ts';

/** A change keeps the properties that it does not name, so those in its response existed before. */
export function showBefore(
  given: GivenObjects,
  at: ShownAt,
  { body, after }: { readonly body: Json | undefined; readonly after: Json | undefined },
): void {
  if (!isJsonObject(after) || !isJsonObject(body)) return;
  const sent = namesIn(body);
  const isOfChange = /^(?:lastModified\w*|modified\w*|lastUpdated\w*|changeKey|eTag|cTag)$/i;
  const before = Object.entries(unsaidOf(body, after)).filter(
    ([name, value]) => !isOfChange.test(name) && (!sent.has(name.toLowerCase()) || !hasObjects(value as Json)),
  );
  given.show(at, Object.fromEntries(before));
}

/** The same for a property with a complex value. */
export function holdBefore(
  given: GivenObjects,
  { owner, property: one }: Reached & { readonly kind: 'value' },
  { body, after }: { readonly body: Json | undefined; readonly after: Json | undefined },
): void {
  if (!isJsonObject(after) || !isJsonObject(body)) return;
  const kept = Object.entries(unsaidOf(body, after)).filter(([name]) => !name.includes('@'));
  if (kept.length > 0) given.note(owner.path, owner.type, { [one.name]: Object.fromEntries(kept) });
}

const hasObjects = (value: Json): boolean => Array.isArray(value) && value.some(isJsonObject);
