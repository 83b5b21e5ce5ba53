import { isJsonObject, type Json, property } from '../../json/json.ts';
import { textsIn } from '../../json/texts.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import type { Previews, RequestPreview } from '../send/preview.ts';
import { type OwnObjects, objectPath } from './own-objects.ts';

/** The label that a live run must allow before it deletes or changes objects that it does not create. */
export type ExistingLabel = 'deletes-existing' | 'changes-existing';

/** Properties that state the purpose of requests for roles, memberships and access packages. */
const purposes = ['action', 'requestType', 'type'];
const purpose =
  /^(?:admin|user|self|onBehalf|system)(?:(add|assign|activate)|(remove|deactivate|revoke)|update|extend|renew)$/i;

type TakenAwayContext = { readonly plan: Plan; readonly previews: Previews; readonly own: OwnObjects };

/**
 * What a request removes or changes by being created: an assignment that the run did not make. The assignment belongs
 * to the run if the request names an object of the run, an object that was looked up by one, or everything that an
 * earlier request of the same kind granted.
 */
export function takenAway(
  { url, body }: Pick<RequestPreview, 'url' | 'body'>,
  step: PlannedStep,
  { plan, previews, own }: TakenAwayContext,
): ExistingLabel | undefined {
  const purpose = purposeOf(body);
  if (purpose === undefined || purpose === 'gift') return undefined;
  const named = namesIn(body);
  if (named.some((name) => own.hasId(name))) return undefined;
  const others = plan.steps.filter((other) => other !== step).flatMap((other) => previewOf(other, previews));
  const isShown = named.some((name) => others.some((other) => shows(other, name, own)));
  const isReturned = others.some(
    ({ preview }) =>
      purposeOf(preview.body) === 'gift' &&
      isPermutation(named, namesIn(preview.body)) &&
      objectPath(preview.url) === objectPath(url),
  );
  if (isShown || (named.length > 0 && isReturned)) return undefined;
  return purpose === 'removal' ? 'deletes-existing' : 'changes-existing';
}

type Previewed = { readonly step: PlannedStep; readonly preview: RequestPreview };

const previewOf = (step: PlannedStep, previews: Previews): readonly Previewed[] =>
  step.call === undefined ? [] : [{ step, preview: previews.request(step.call.request) }];

/**
 * Whether a name occurs in the response to a request that grants something, or to one whose url names an object of the
 * run.
 */
const shows = ({ step, preview }: Previewed, name: string, own: OwnObjects): boolean =>
  step.captures.some(({ capture }) => `\${${capture.name}}` === name) &&
  (purposeOf(preview.body) === 'gift' || [...own.ids].some((id) => preview.url.includes(id)));

function purposeOf(body: Json | undefined): 'gift' | 'removal' | 'change' | undefined {
  if (body === undefined || !isJsonObject(body)) return undefined;
  for (const name of purposes) {
    const [said, gives, removes] = purpose.exec(String(property(body, name))) ?? [];
    if (said !== undefined) return gives !== undefined ? 'gift' : removes !== undefined ? 'removal' : 'change';
  }
  return undefined;
}

const isPermutation = (some: readonly string[], others: readonly string[]): boolean =>
  some.toSorted().join('\n') === others.toSorted().join('\n');

/** Ids and values in a body; texts for people contain spaces. */
const namesIn = (body: Json | undefined): readonly string[] =>
  textsIn(body).filter((text) => /\$\{|@|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}/i.test(text) && !/\s/.test(text));
