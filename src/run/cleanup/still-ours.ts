import { isJsonObject, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { holds } from '../plan/creation.ts';
import type { Mark } from '../ports.ts';
import { type Asking, askPatiently, type PatientAnswer } from '../send/send-until-expected.ts';

export type StillOurs =
  | { readonly kind: 'ours' }
  | { readonly kind: 'changed'; readonly answer: PatientAnswer }
  /** The service could not say. */
  | { readonly kind: 'unknown'; readonly answer: PatientAnswer };

/**
 * Whether an object still bears the mark it was created with. Somebody who changed it may have made it theirs. Where the
 * service does not show the properties that bore the mark, the id that it gave for our create is proof enough.
 */
export async function stillOurs(url: string, mark: Mark | undefined, asking: Asking): Promise<StillOurs> {
  if (mark === undefined) return { kind: 'ours' };
  const answer = await askPatiently('GET', url, asking);
  if (answer.kind === 'unanswered' || answer.response.status >= 500) return { kind: 'unknown', answer };
  const object = objectOf(answer);
  if (object === undefined || holds(object, mark.text)) return { kind: 'ours' };
  const hidden = mark.properties.filter((name) => property(object, name) === undefined);
  if (hidden.length === 0) return { kind: 'changed', answer };
  const separator = url.includes('?') ? '&' : '?';
  const selected = await askPatiently('GET', `${url}${separator}$select=id,${hidden.join(',')}`, asking);
  const whole = objectOf(selected);
  if (whole !== undefined && holds(whole, mark.text)) return { kind: 'ours' };
  const shown = mark.properties.some((name) => property(object, name) !== undefined || has(whole, name));
  return shown ? { kind: 'changed', answer } : { kind: 'ours' };
}

function has(object: JsonObject | undefined, name: string): boolean {
  return object !== undefined && property(object, name) !== undefined;
}

function objectOf(answer: PatientAnswer): JsonObject | undefined {
  if (answer.kind !== 'answered' || answer.response.status !== 200) return undefined;
  const parsed = parseJson(answer.response.text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}
