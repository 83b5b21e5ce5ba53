import { collectionOf, isItem, isPlural, kebab, segmentsOf, singular } from '../nouns.ts';

const verbs: { readonly [method: string]: string } = {
  PATCH: 'update',
  PUT: 'replace',
  DELETE: 'delete',
  HEAD: 'look-at',
};

/** `POST /groups` is `create-group`, `GET …/instances` `list-instances`, `POST …/riskyUsers/dismiss` `dismiss-risky-user`. */
export function stepId(method: string, url: string): string {
  const segments = segmentsOf(url);
  const last = segments.at(-1)?.replace(/\(.*\)$/, '') ?? 'service';
  const collection = collectionOf(url) ?? 'service';
  const endsInItem = isItem(segments.at(-1) ?? '') && last !== '$ref';
  if (method === 'GET') {
    if (endsInItem) return kebab(`get-${singular(collection)}`);
    return kebab(`${isPlural(collection) ? 'list' : 'get'}-${collection}`);
  }
  const verb = verbs[method];
  if (verb !== undefined) return kebab(`${verb}-${singular(collection)}`);
  if (last === '$ref') return kebab(`add-${singular(collection)}`);
  if (last === '$batch') return 'send-batch';
  if (isPlural(last) || endsInItem) return kebab(`create-${singular(collection)}`);
  if (/[A-Z]/.test(last)) return kebab(last);
  const of = segments.findLast((segment) => segment !== segments.at(-1) && !isItem(segment));
  return kebab(of === undefined ? last : `${last}-${singular(of.replace(/\(.*\)$/, ''))}`);
}

/** Gives each id out once: the second `list-decisions` is `list-decisions-2`. */
export function uniqueIds(): (id: string) => string {
  const seen = new Set<string>();
  const last = new Map<string, number>();
  return (id) => {
    const base = (kebab(id) || 'step').slice(0, 90).replace(/-+$/, '');
    let unique = base;
    for (let number = (last.get(base) ?? 1) + 1; seen.has(unique); number++) {
      unique = `${base}-${number}`;
      last.set(base, number);
    }
    seen.add(unique);
    return unique;
  };
}
