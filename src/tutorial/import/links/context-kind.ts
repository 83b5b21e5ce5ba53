import { type Json, property } from '../../../json/json.ts';

/**
 * The entity set or the collection that a response's `@odata.context` names, in segments: `…/$metadata#applications/$entity`
 * is `['applications']`, `#users('1')/messages` is `["users('1')", 'messages']`. Types and selections are not part of it.
 */
export function contextSegments(shown: Json | undefined): readonly string[] {
  const context = property(shown, '@odata.context');
  const fragment = typeof context === 'string' ? /\$metadata#([^?]{1,400})$/.exec(context)?.[1] : undefined;
  if (fragment === undefined || /^(?:Collection\(|Edm\.|microsoft\.graph\.)/.test(fragment)) return [];
  const set = fragment.replace(/\/(?:@?\$entity|\$delta|\$ref)$/, '').replace(/\((?!')[^()]*\)$/, '');
  return set.split('/').filter((segment) => /^[A-Za-z][\w.]*(?:\('[^']*'\))?$/.test(segment));
}

/** Sets whose members are of any kind. */
const vague = /^(?:directoryObjects|entity|\$ref)$/i;

/** The name of the collection in `@odata.context`; `undefined` if it is not certain. */
export function contextCollection(shown: Json | undefined): string | undefined {
  const last = contextSegments(shown)
    .at(-1)
    ?.replace(/\('.*'\)$/, '');
  return last === undefined || vague.test(last) ? undefined : last;
}
