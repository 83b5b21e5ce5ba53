/** The data on which the order of steps depends. */
type Ordered = {
  readonly kind: string;
  readonly request?: { readonly method: string; readonly url: string; readonly body?: { readonly text: string } };
  readonly response?: { readonly body?: { readonly text: string } };
  readonly cleanup: boolean;
  readonly repeats?: number;
};

/** In the order in which they run: the cleanup last, regardless of its place on the page. */
export function inRunOrder<T extends Ordered>(all: readonly T[]): readonly T[] {
  // A page that only cleans up documents just that.
  const onlyCleanup = all.every(({ cleanup }) => cleanup);
  const steps = onlyCleanup ? all.map((step) => ({ ...step, cleanup: false })) : all;
  const order = [...steps.keys()].sort((a, b) => Number(steps[a]?.cleanup) - Number(steps[b]?.cleanup) || a - b);
  return order
    .flatMap((index) => steps[index] ?? [])
    .map((step) => (step.repeats === undefined ? step : { ...step, repeats: order.indexOf(step.repeats) }));
}

/** A deletion on a page becomes cleanup, unless a later request names the object or requires that it is gone. */
export function withDeletesLast<T extends Ordered>(steps: readonly T[]): readonly T[] {
  return steps.map((step, index) => {
    const { kind, request } = step;
    if (index === 0 || kind !== 'call' || request?.method !== 'DELETE') return step;
    const siblings = siblingsOf(request.url, steps.slice(0, index));
    const isSpokenOf = (later: T) => speaksOf(later, request.url) || isListWithout(later, siblings);
    return steps.slice(index + 1).some(isSpokenOf) ? step : { ...step, cleanup: true };
  });
}

/** Other objects that were created in the collection of a deleted one: the ids in responses. */
function siblingsOf(deleted: string, before: readonly Ordered[]): readonly string[] {
  const path = pathOf(deleted);
  const place = path.replace(/\/[^/]*$/, '');
  return before.flatMap(({ request, response }) => {
    const id = request?.method === 'POST' && pathOf(request.url) === place ? idOf(response?.body?.text) : undefined;
    return id === undefined || path.endsWith(`/${id}`) ? [] : [id];
  });
}

const idOf = (text = ''): string | undefined => /"id"\s*:\s*"([^"]{6,200})"/.exec(text)?.[1]?.toLowerCase();

/** Whether a response lists what is left: things that were made with the deleted one. */
function isListWithout({ request, response }: Ordered, siblings: readonly string[]): boolean {
  const text = response?.body?.text.toLowerCase() ?? '';
  return request?.method === 'GET' && /"value"\s*:\s*\[/.test(text) && siblings.some((id) => text.includes(`"${id}"`));
}

/** Whether a request names a deleted object, reads or adds to its collection, or requires that it is deleted. */
function speaksOf({ request }: Ordered, deleted: string): boolean {
  if (request === undefined || request.method === 'DELETE') return false;
  const path = pathOf(deleted);
  const place = path.replace(/\/[^/]*$/, '');
  const key = path.slice(place.length + 1);
  const target = pathOf(request.url);
  if (target === place || target.startsWith(`${place}/delta`) || /\/(?:deleteditems|restore)(?:\/|$)/.test(target))
    return true;
  const text = `${request.url}/${request.body?.text ?? ''}`.toLowerCase();
  return key.length < 6 ? `${target}/`.includes(`/${key}/`) : text.includes(key);
}

/** Without version, query and `$ref`, in lower case; `groups('1')` is `groups/1`. */
function pathOf(url: string): string {
  const path = url.split('?', 1)[0]?.toLowerCase() ?? '';
  return path
    .replace(/^\/(?:v1\.0|beta)(?=\/)/, '')
    .replace(/\('([^']*)'\)/g, '/$1')
    .replace(/\/\$ref$|\/+$/g, '');
}
