import type { Metadata } from './metadata.ts';
import { resolvePath } from './resolve-path.ts';
import { callOf, urlShape } from './url-shape.ts';

/**
 * The segments of a url that are keys of an entity, without quotes: for `/v1.0/me/messages('AAMk=')/attachments/7`
 * both. Paths that the metadata lacks are ignored.
 */
export function keysInUrl(url: string, metadata: Metadata): readonly string[] {
  const segments = urlShape(url)?.segments ?? [];
  const keys: string[] = [];
  // The text between the colons of `root:/plan.docx:` is a path.
  let within = false;
  segments.forEach((segment, at) => {
    const isPath = within;
    if (segment.length > 1 && segment.endsWith(':')) within = !within;
    if (isPath) return;
    const found = resolvePath(segments.slice(0, at + 1), metadata);
    if (found.kind !== 'found' || found.operation !== undefined || found.suffix !== undefined) return;
    const { inside } = callOf(segment);
    if (found.keyed === true) keys.push(segment.replace(/:$/, ''));
    else if (inside !== undefined && found.type?.collection === false) keys.push(inside.replace(/^'(.*)'$/, '$1'));
  });
  return keys;
}
