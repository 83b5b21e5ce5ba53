import type { Source } from '../../diagnostics/source.ts';
import { captureValue, compileCapture } from '../../expectation/capture/capture-value.ts';
import type { Value } from '../../format/template/values.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { fillGaps, holds } from '../plan/creation.ts';
import type { OpenEntry } from '../ports.ts';
import { type Asking, askPatiently, type PatientAnswer } from '../send/send-until-expected.ts';
import { serverTime } from './recycle-bin.ts';

export type Found =
  /** The url that deletes it. */
  | { readonly kind: 'found'; readonly url: string }
  | { readonly kind: 'not-created' }
  | { readonly kind: 'unknown'; readonly message: string; readonly answer?: PatientAnswer };

/** How long a service may take to show what it has committed: asked this often, with these pauses. */
const asks = 4;
const betweenMs = 10_000;
/** Clocks of services differ a little from each other. */
const slackMs = 2 * 60_000;

/**
 * Finds what an unanswered create made, by its marker: exactly one object, created after the run began, that bears the
 * mark. Where there is none it asks again, and believes it only when the replication window is over.
 */
export async function findCreated(entry: OpenEntry, asking: Asking & { readonly startedMs: number }): Promise<Found> {
  if (entry.find === undefined) {
    return { kind: 'unknown', message: 'its answer was lost, and the scenario does not say how to find it' };
  }
  for (let ask = 1; ; ask++) {
    const answer = await askPatiently('GET', entry.find, asking);
    const listed = itemsOf(answer);
    if (listed === undefined)
      return { kind: 'unknown', message: 'its answer was lost, and looking for it failed', answer };
    const ours = listed.filter((item) => isOurs(item, entry, { ...asking, answer }));
    const [one, ...others] = ours;
    if (others.length > 0) {
      return { kind: 'unknown', message: `its answer was lost, and ${ours.length} objects bear its marker`, answer };
    }
    if (one !== undefined) return located(one, entry, answer);
    if (ask === asks) return { kind: 'not-created' };
    await asking.clock.sleep(betweenMs, asking.halt);
  }
}

/** What a list holds; a list that goes on after this page is none that a marker made. */
function itemsOf(answer: PatientAnswer): readonly JsonObject[] | undefined {
  if (answer.kind !== 'answered' || answer.response.status !== 200) return undefined;
  const parsed = parseJson(answer.response.text);
  const value = parsed.ok && isJsonObject(parsed.value) ? property(parsed.value, 'value') : undefined;
  if (!parsed.ok || !isJsonObject(parsed.value) || !Array.isArray(value)) return undefined;
  const objects = value.filter(isObject);
  return property(parsed.value, '@odata.nextLink') === undefined && objects.length === value.length
    ? objects
    : undefined;
}

const isObject = (item: Json): item is JsonObject => isJsonObject(item);

type Looking = Asking & { readonly startedMs: number; readonly answer: PatientAnswer };

/** An object from before this run is somebody else's; of a later one, its mark, its date or the filter itself is proof. */
function isOurs(item: JsonObject, { mark, find = '' }: OpenEntry, { answer, clock, startedMs }: Looking): boolean {
  const created = property(item, 'createdDateTime');
  const at = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  const headers = answer.kind === 'answered' ? answer.response.headers : {};
  // The run began by our clock, the object by the service's.
  const began = startedMs + serverTime(headers, clock) - clock.now() - slackMs;
  if (at < began) return false;
  const shown = mark?.properties.map((name) => property(item, name)).filter((value) => value !== undefined) ?? [];
  if (mark !== undefined && shown.length > 0) return shown.some((value) => holds(value, mark.text));
  return !Number.isNaN(at) || (mark !== undefined && find.includes(mark.text));
}

function located(item: JsonObject, entry: OpenEntry, answer: PatientAnswer): Found {
  const values = new Map<string, Value>();
  for (const [name, path] of Object.entries(entry.captures)) {
    const source: Source = { path: 'ledger', text: path };
    const span = { start: 0, end: path.length };
    const { path: compiled } = compileCapture({ name, path: { value: path, span }, nameSpan: span }, source);
    const taken = compiled && captureValue(compiled, item, source);
    if (taken?.ok === true) values.set(name, taken.value);
  }
  const url = fillGaps(entry.delete, values);
  return url === undefined
    ? { kind: 'unknown', message: 'it was found, but not what its url needs', answer }
    : { kind: 'found', url };
}
