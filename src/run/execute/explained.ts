import type { Difference } from '../../expectation/compare/difference.ts';
import { templateText } from '../../format/template/template.ts';
import type { Json } from '../../json/json.ts';
import { isCollection } from '../cleanup/kind-of-post.ts';
import type { BodyTemplate } from '../plan/body-template.ts';
import { segmentsOf } from '../plan/effects.ts';
import type { PlannedCall, PlannedStep } from '../plan/plan.ts';

/** Whether the response means that the service cannot answer, or not now: no earlier step can be the cause of that. */
export const isOutage = (differences: readonly Difference[]): boolean =>
  differences.some(({ code, actual = '' }) => code === 'status' && /^(?:401|429|5\d\d)\b/.test(actual));

/** Whether a status was received that was not expected. */
export const isStatus = (status: number, differences: readonly Difference[]): boolean =>
  differences.some(({ code, actual }) => code === 'status' && actual?.startsWith(`${status}`) === true);

/** Whether an object was created as expected, and only what the response shows of it does not match. */
export function isOfNewObject({ call }: PlannedStep, differences: readonly Difference[]): boolean {
  if (call?.request.method !== 'POST' || call.expectation.statuses.some((status) => status !== 201)) return false;
  return isCollection(pathOf(call)) && !differences.some(({ code }) => code === 'status');
}

/** Whether a write sets what is expected. */
export function sets(write: PlannedCall, differences: readonly Difference[]): boolean {
  const written = writtenBy(write);
  return written !== undefined && differences.some((difference) => isNamed(difference, written));
}

/**
 * Whether a missing write can explain a difference. An object that was not created, linked or set is missing or
 * unchanged; another text in an unrelated property is not explained.
 */
export function mayExplain(
  write: PlannedCall,
  read: PlannedCall | undefined,
  differences: readonly Difference[],
): boolean {
  const written = writtenBy(write);
  if (written === undefined || isAbout(written, read)) return true;
  return differences.some((difference) => !isOtherText(difference) || isNamed(difference, written));
}

/** What a write sets: the names of properties and their texts; for a link, its relation. */
type Written = { readonly names: readonly string[]; readonly texts: readonly string[]; readonly relation?: string };

/** `undefined` if a write may change anything: an action, a deletion, a batch, or a request without a body. */
function writtenBy(call: PlannedCall): Written | undefined {
  const { method, body } = call.request;
  const path = pathOf(call);
  const link = /([^/]+)(?:\/[^/]+)?\/\$ref$/.exec(path);
  if (link !== null) return linked(call);
  if (body === undefined || (method === 'POST' && !isCollection(path))) return undefined;
  const found = { names: [] as string[], texts: [] as string[] };
  collect(body, found);
  return found.names.length === 0 ? undefined : found;
}

const pathOf = ({ request: { url } }: PlannedCall): string => templateText(url).replace(/\?.*$/s, '');

function linked(call: PlannedCall): Written {
  const relation = segmentsOf(call).findLast((segment) => /^[a-z]+$/.test(segment)) ?? '';
  return { names: [relation], texts: [], relation };
}

function collect(body: BodyTemplate, found: { readonly names: string[]; readonly texts: string[] }): void {
  switch (body.kind) {
    case 'json':
      collectJson(body.value, found);
      return;
    case 'text':
      found.texts.push(...body.template.parts.filter((part) => typeof part === 'string'));
      return;
    case 'array':
      for (const item of body.items) collect(item, found);
      return;
    case 'object':
      for (const [name, value] of body.entries) {
        found.names.push(nameOf(name));
        collect(value, found);
      }
      return;
    default:
      body satisfies never;
  }
}

function collectJson(value: Json, found: { readonly names: string[]; readonly texts: string[] }): void {
  if (typeof value === 'string') found.texts.push(value);
  if (typeof value !== 'object' || value === null) return;
  for (const [name, one] of Object.entries(value)) {
    found.names.push(nameOf(name));
    collectJson(one as Json, found);
  }
}

/** The property that a name such as `members@odata.bind` refers to. */
const nameOf = (name: string): string => name.replace(/@.*$/s, '').toLowerCase();

/** Whether a request reads the relation of the link. */
const isAbout = ({ relation }: Written, read: PlannedCall | undefined): boolean =>
  relation !== undefined && read !== undefined && segmentsOf(read).includes(relation);

/**
 * Whether another text than the expected one was received. Numbers count as texts; `null` means that the property was
 * not set.
 */
const isOtherText = ({ code, actual = '' }: Difference): boolean =>
  (code === 'value' || code === 'type') && actual.startsWith('"');

function isNamed({ path, expected = '' }: Difference, { names, texts, relation }: Written): boolean {
  if (relation !== undefined && /\[\d+\]|id$/i.test(path)) return true;
  const segments = (path.match(/[\w-]{3,}/g) ?? []).map((segment) => segment.toLowerCase());
  return (
    segments.some((segment) => names.some((name) => isAlike(name, segment))) ||
    texts.some((text) => text.trim().length >= shortestText && expected.includes(text.trim()))
  );
}

/** The service makes one property of another: `mail` of `mailNickname`. */
const isAlike = (name: string, other: string): boolean =>
  name === other || (name.length >= 4 && other.includes(name)) || (other.length >= 4 && name.includes(other));

/** A shorter text occurs in others by chance. */
const shortestText = 4;
