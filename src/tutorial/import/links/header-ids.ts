import { isGuid } from '../../../guid.ts';
import { isPlural, isThread, singular } from '../nouns.ts';
import { isLinkHeader } from './given-links.ts';
import type { Exchanged, Producer } from './link-names.ts';

/**
 * The ids in the `Location` of a POST: `/teams('<id>')/operations('<id>')` contains both. Ids of its own url are known
 * already, and ids that the body contains as well are taken from there.
 */
export function headerProducers(
  { method, url, headers = [] }: Exchanged,
  step: number,
): readonly (Producer & { readonly value: string })[] {
  if (method !== 'POST') return [];
  return headers
    .filter(({ name }) => isLinkHeader(name))
    .flatMap(({ name, value: link }) =>
      [...link.matchAll(form)].flatMap(({ 1: collection = '', 2: sign = '', 3: value = '' }) => {
        const isId = isGuid(value) || isThread(value) || /^(?=.*\d)[\w.~-]{8,}$/.test(value);
        if (!isPlural(collection) || !isId || url.includes(value)) return [];
        const part = sign === '/' ? `/${collection}/([^/?]+)` : `${collection}\\('([^']+)'`;
        return [{ step, path: [], header: name, part, value, noun: singular(collection), isId: true, among: 1 }];
      }),
    );
}

/** A collection, what follows it, and the key of one of its things. */
const form = /([A-Za-z]+)(\/|\(')([^/?()']+)/g;
