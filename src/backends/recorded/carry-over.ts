import { defined } from '../../defined.ts';
import { exchangeJson } from '../../format/recording/print-recording.ts';
import type { RecordedExchange, Recording } from '../../format/recording/recording.ts';
import { decodeText } from '../../http/charset.ts';
import type { Binary, Headers } from '../../http/message.ts';
import { binaryOf } from '../../http/payload.ts';
import { canonicalJson } from '../../json/canonical.ts';
import { isJsonObject, type Json, property, setProperty } from '../../json/json.ts';
import { mapTexts } from '../../json/map-texts.ts';
import { alignItems } from './align-recorded-items.ts';
import { RecordedRenaming } from './recorded-renaming.ts';
import { textShape } from './varying-texts.ts';

type Step = readonly RecordedExchange[];

/** Transforms a text of the new recording; `old` is the text at the same place of the old one, if there is one. */
type Visit = (old: string | undefined, fresh: string) => string;

/**
 * A new recording with the values of an old one of the same scenario: its run values, and its ids, opaque words and
 * dates at the same places. Names are replaced one for one, so that references are kept; the remaining differences are
 * real changes. Of parts that were sent only a digest is there: `parts` says whose it is, and a replay
 * finds out whether the scenario sends such parts.
 */
export function carryOver(old: Recording, fresh: Recording, parts: 'old' | 'fresh' = 'old'): Recording {
  const moved = withRunId(parts === 'old' ? withParts(old, fresh) : fresh, old.run.id);
  const renaming = new RecordedRenaming(old.run.now, fresh.run.now);
  walk(old, moved, (before, text) => {
    if (before !== undefined) renaming.notice(before, text);
    return text;
  });
  const renamed = walk(old, moved, (before, text) => renaming.rename(before, text));
  const steps = Object.entries(renamed.steps).map(([id, step]) => [id, sameResponses(old.steps[id], step)] as const);
  return { ...renamed, run: old.run, steps: Object.fromEntries(steps) };
}

/** Whether two recordings have the same content, regardless of their dates. */
export function sameContent(one: Recording, other: Recording): boolean {
  return canonicalJson(contentOf(one)) === canonicalJson(contentOf(other));
}

function contentOf({ source, run, inputs, steps }: Recording): Json {
  return { source, run: { ...run }, inputs: { ...inputs }, steps: mapValues(steps, (step) => step.map(exchangeJson)) };
}

/** The id of a run occurs inside names and addresses. */
function withRunId(recording: Recording, id: string): Recording {
  const change = (text: string) => text.replaceAll(recording.run.id, id);
  return walk(recording, recording, (_, text) => change(text));
}

/** The digest of parts, and the boundary that is made of them, change with all that is in them. */
function withParts(old: Recording, fresh: Recording): Recording {
  const steps = mapValues(fresh.steps, (step, id) =>
    step.map((exchange, at) => {
      const [before, { request }] = [old.steps[id]?.[at]?.request, exchange];
      return before !== undefined && isParts(before) && isParts(request)
        ? { ...exchange, request: { ...request, headers: before.headers, ...defined({ bytes: before.bytes }) } }
        : exchange;
    }),
  );
  return { ...fresh, steps };
}

const isParts = ({ headers, bytes }: Content): boolean =>
  bytes !== undefined && headers['content-type']?.startsWith('multipart/form-data') === true;

function walk(old: Recording, fresh: Recording, visit: Visit): Recording {
  return {
    ...fresh,
    inputs: mapValues(fresh.inputs, (value, name) => {
      const before = old.inputs[name];
      return typeof value === 'string' ? visit(typeof before === 'string' ? before : undefined, value) : value;
    }),
    steps: mapValues(fresh.steps, (step, id) => {
      const partners = alignItems(old.steps[id] ?? [], step, shapeOfExchange);
      return step.map((exchange, at) => walkExchange(partners[at], exchange, visit));
    }),
  };
}

function walkExchange(old: RecordedExchange | undefined, fresh: RecordedExchange, visit: Visit): RecordedExchange {
  const { request, response } = fresh;
  return {
    ...fresh,
    request: {
      ...request,
      url: visit(old?.request.url, request.url),
      ...walkContent(old?.request, request, visit),
    },
    response: { ...response, ...walkContent(old?.response, response, visit) },
  };
}

type Content = { readonly headers: Headers; readonly body?: Json; readonly bytes?: Binary };

function walkContent(old: Content | undefined, { headers, body, bytes }: Content, visit: Visit): Content {
  return {
    headers: mapValues(headers, (value, name) => visit(old?.headers[name], value)),
    ...(body !== undefined && { body: walkJson(old?.body, body, visit) }),
    ...(bytes !== undefined && { bytes: walkBytes(old?.bytes, bytes, visit) }),
  };
}

/** What is recorded as bytes may be text for all that, with names in it. */
function walkBytes(old: Binary | undefined, fresh: Binary, visit: Visit): Binary {
  const [before, text] = [old, fresh].map((one) =>
    one?.base64 === undefined ? undefined : decodeText(Buffer.from(one.base64, 'base64')),
  );
  const named = text === undefined ? undefined : visit(before, text);
  return named === undefined || named === text ? fresh : binaryOf(Buffer.from(named));
}

function walkJson(old: Json | undefined, fresh: Json, visit: Visit): Json {
  if (typeof fresh === 'string') return visit(typeof old === 'string' ? old : undefined, fresh);
  if (Array.isArray(fresh)) {
    const partners = alignItems<Json>(Array.isArray(old) ? old : [], fresh, shapeOfJson);
    return fresh.map((item, at) => walkJson(partners[at], item, visit));
  }
  if (!isJsonObject(fresh)) return fresh;
  const result: { [name: string]: Json } = {};
  for (const [name, member] of Object.entries(fresh)) {
    setProperty(result, name, walkJson(property(old, name), member, visit));
  }
  return result;
}

/** How often a step had to poll is chance: where its responses are the same as before, so is their number. */
function sameResponses(old: Step | undefined, fresh: Step): Step {
  return old !== undefined && withoutRepeats(old) === withoutRepeats(fresh) ? old : fresh;
}

function withoutRepeats(step: Step): string {
  const texts = step.map((exchange) => canonicalJson(exchangeJson(exchange)));
  return texts.filter((text, at) => text !== texts[at - 1]).join('\n');
}

const shapeOfJson = (value: Json): string => canonicalJson(mapTexts(value, textShape));
const shapeOfExchange = (exchange: RecordedExchange): string => shapeOfJson(exchangeJson(exchange));

function mapValues<T, U>(of: { readonly [name: string]: T }, change: (value: T, name: string) => U) {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value, name)]));
}
