import { isJsonObject, type Json, property } from '../../../../json/json.ts';
import { leavesOf } from '../../links/leaves.ts';
import type { Exchanged } from '../../links/link-names.ts';

/** How far something is: `status`, `requestState`, `processingStatus`. */
const isState = (key: string | number | undefined): boolean =>
  typeof key === 'string' && /^(?:status|state)$|(?:Status|State)$/.test(key);

const done = /^(?:active|applied|completed|delivered|inprogress|provisioned|ready|running|started|succeeded)$/i;

/**
 * Why a read has to poll although the page does not say so: it shows another state than the response to the create, or
 * the effect of an earlier action. `undefined`: neither.
 */
export function changedState(index: number, exchanged: readonly Exchanged[]): string | undefined {
  const own = exchanged[index];
  if (own?.method !== 'GET') return undefined;
  const states = statesOf(own.responseBody);
  if (states.length === 0) return undefined;
  const before = exchanged.slice(0, index);
  for (const { method, responseBody } of before) {
    const id = isJsonObject(responseBody) ? responseBody['id'] : undefined;
    if (method !== 'POST' || typeof id !== 'string' || !isAbout(own, id)) continue;
    // In a list, the state of another object is irrelevant.
    const shown = ownItem(own.responseBody, id);
    for (const { key, value } of statesOf(responseBody)) {
      const other = (shown === undefined ? states : statesOf(shown)).find(
        (one) => one.key === key && one.value.toLowerCase() !== value.toLowerCase(),
      );
      if (other !== undefined) return `it was \`${value}\` when it was created, and the page shows \`${other.value}\``;
    }
  }
  const action = before.findLast(({ method }) => method !== 'GET');
  const isAction = action?.method === 'POST' && action.responseBody === undefined;
  const place = pathOf(action?.url ?? '').replace(/\/[^/]+$/, '');
  const reached = states.find(({ value }) => done.test(value));
  return isAction && place !== '' && pathOf(own.url).startsWith(`${place}/`) && reached !== undefined
    ? `the page shows that what was begun is \`${reached.value}\``
    : undefined;
}

const pathOf = (url: string): string => (url.split('?')[0] ?? '').toLowerCase();

/** Whether a request reads the object with this id, or a part of it. */
function isAbout({ url, responseBody }: Exchanged, id: string): boolean {
  if (url.toLowerCase().includes(id.toLowerCase())) return true;
  return leavesOf(responseBody).some(({ path, value }) => path.at(-1) === 'id' && path.length <= 3 && value === id);
}

function ownItem(responseBody: Json | undefined, id: string): Json | undefined {
  const items = isJsonObject(responseBody) && Array.isArray(responseBody['value']) ? responseBody['value'] : [];
  return items.find((item) => property(item, 'id') === id);
}

function statesOf(responseBody: Json | undefined): readonly { readonly key: string; readonly value: string }[] {
  return leavesOf(responseBody).flatMap(({ path, value }) => {
    const key = path.at(-1);
    return typeof key === 'string' && typeof value === 'string' && isState(key) && value !== '' ? [{ key, value }] : [];
  });
}
