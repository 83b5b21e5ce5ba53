import { isJsonObject, type Json } from '../../../json/json.ts';
import { saysCreated } from '../../languages/languages.ts';
import type { PageBody, PageRequest, PageResponse } from '../../page/page.ts';
import { unsure } from '../links/guess.ts';
import { leavesOf, mapTexts } from '../links/leaves.ts';
import { creates, mapGuids } from '../links/link-names.ts';
import { collectionOf } from '../nouns.ts';
import type { DocumentedStep } from './step-of-page.ts';

/**
 * "Create three users by running this three times": the page shows one of them, and uses the ids of the others later. A
 * copy of the step is made for each id of that collection that no response shows, and a copy of the DELETE for each
 * copy.
 */
export function withCopies(
  steps: readonly DocumentedStep[],
  meanings: ReadonlyMap<string, string>,
): readonly DocumentedStep[] {
  const copied = new Map<string, readonly string[]>();
  const groups = steps.map((step, index) => {
    if (step.times === undefined || step.request === undefined) return [step];
    const shown = shownBy(step);
    if (shown !== undefined && creates({ method: step.request.method, url: step.request.url, responseBody: shown })) {
      const ids = unshownIds(steps, index, meanings).slice(0, step.times - 1);
      if (isJsonObject(shown) && typeof shown.id === 'string') copied.set(shown.id, ids);
      return ids.length === 0
        ? [notCopied(step)]
        : [step, ...ids.map((id, at) => copyOf(step, { id, number: at + 2 }))];
    }
    const target = [...copied.keys()].find((id) => step.request?.url.includes(id));
    const others = target === undefined ? [] : (copied.get(target) ?? []);
    if (step.request.method !== 'DELETE' || target === undefined || others.length === 0) return [notCopied(step)];
    const { request } = step;
    return [step, ...others.map((id) => ({ ...step, request: { ...request, url: request.url.replace(target, id) } }))];
  });
  const movedTo = (index: number) => groups.slice(0, index).flat().length;
  return groups.flat().map((step) => (step.repeats === undefined ? step : { ...step, repeats: movedTo(step.repeats) }));
}

/**
 * Ids of the same collection in later requests, except the reader's own: first those that the page describes as created
 * or does not describe, then those that it describes otherwise.
 */
function unshownIds(
  steps: readonly DocumentedStep[],
  index: number,
  meanings: ReadonlyMap<string, string>,
): readonly string[] {
  const collection = collectionOf(steps[index]?.request?.url ?? '');
  const shownBefore = new Set<string>();
  const readers = new Set<string>();
  for (const step of steps) {
    for (const { path, value } of leavesOf(shownBy(step))) if (path.at(-2) === 'createdBy') readers.add(String(value));
  }
  const found: string[] = [];
  for (const [at, step] of steps.entries()) {
    if (at > index && step.request !== undefined) {
      const texts = [step.request.url, ...leavesOf(bodyOf(step.request)).map(({ value }) => String(value))];
      for (const text of texts) {
        mapGuids(text, (guid) => {
          const before = text.slice(0, text.indexOf(guid));
          const isOther = before.endsWith(`${collection}/`) && !shownBefore.has(guid) && !readers.has(guid);
          if (isOther && !found.includes(guid)) found.push(guid);
          return guid;
        });
      }
    }
    for (const { value } of leavesOf(shownBy(step))) shownBefore.add(String(value));
  }
  const isOther = (id: string) => !saysCreated(meanings.get(id.toLowerCase()) ?? 'created');
  return [...found.filter((id) => !isOther(id)), ...found.filter(isOther)];
}

const shownBy = ({ response }: DocumentedStep): Json | undefined =>
  response?.body?.kind === 'json' ? response.body.value : undefined;
const bodyOf = ({ body }: PageRequest): Json | undefined => (body?.kind === 'json' ? body.value : undefined);

/** The same step with names of its own, and a response with the id that the page uses for it. */
function copyOf(
  step: DocumentedStep,
  { id, number }: { readonly id: string; readonly number: number },
): DocumentedStep {
  const { request, response } = step;
  if (request === undefined || response === undefined) return step;
  const sent = bodyOf(request);
  const names = new Map(
    isJsonObject(sent)
      ? Object.entries(sent).flatMap(([key, value]) =>
          typeof value === 'string' && /^(?:displayName|mailNickname|userPrincipalName|uniqueName)$/.test(key)
            ? [[value, numbered(key, value, number)] as const]
            : [],
        )
      : [],
  );
  const renamed = (value: Json): Json => mapTexts(value, (text) => names.get(text) ?? text);
  const responseBody = shownBy(step);
  const own = isJsonObject(responseBody) ? { ...(renamed(responseBody) as { [key: string]: Json }), id } : responseBody;
  const copiedRequest: PageRequest = { ...request, ...(request.body && { body: withValue(request.body, renamed) }) };
  const copiedResponse: PageResponse =
    own === undefined || response.body === undefined
      ? response
      : { ...response, body: withValue(response.body, () => own) };
  const guess = unsure(
    'the page asks to do this several times, and shows one; this copy stands for an id that it uses later',
  );
  return { ...step, request: copiedRequest, response: copiedResponse, copied: true, guesses: [guess] };
}

function withValue(body: PageBody, change: (value: Json) => Json): PageBody {
  return body.kind === 'json' ? { ...body, value: change(body.value) } : body;
}

function numbered(key: string, value: string, number: number): string {
  if (key === 'userPrincipalName') return value.replace(/@|$/, (at) => `${number}${at}`);
  return key === 'displayName' ? `${value} ${number}` : `${value}${number}`;
}

function notCopied(step: DocumentedStep): DocumentedStep {
  const guess = unsure(`the page asks to do this ${step.times} times; here it is done once`);
  return { ...step, guesses: [...step.guesses, guess] };
}
