import { STATUS_CODES } from 'node:http';
import type { Exchange, Headers, HttpRequest, HttpResponse } from '../../http/message.ts';
import { isTextBody } from '../../http/payload.ts';
import { compactJson } from '../../json/compact.ts';
import type { Json } from '../../json/json.ts';
import type { RunEvent, ScenarioResult, StepResult } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { inertJson, type Printable } from '../result/inert-json.ts';
import { clockName, clockText } from '../wording/duration-text.ts';
import { type Reporter, type Sink, writeLast } from '../wording/reporter.ts';

export type HarOptions = {
  readonly version: string;
  /** The real time in milliseconds since 1970; without it, the times that the result gives. */
  readonly wallClock?: () => number;
};

/** The origin of responses, if a recording or a stored result does not name one. */
const usualOrigin = 'https://graph.microsoft.com';

/**
 * Writes every exchange as HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/), for the network views of browsers
 * and other viewers. A page is a scenario; an entry names its step in `comment`. The time of an entry is the time that
 * the run waited for it, including retries; its parts are not measured. Exchanges are redacted, like all data for
 * reporters.
 */
export function harReporter(sink: Sink, { version, wallClock }: HarOptions): Reporter {
  const scenarios = new Map<string, Scenario>();
  let startedMs = 0;
  let separator = '\n      ';
  const nowMs = () => wallClock?.() ?? startedMs;
  const write = (entry: Printable): void => {
    void sink.write(separator + inertJson(entry, '      '));
    separator = ',\n      ';
  };
  return {
    on: (event: RunEvent) => {
      switch (event.kind) {
        case 'run-started':
          startedMs = Date.parse(event.startedAt);
          return sink.write(opening(version));
        case 'scenario-started': {
          const { title, origin = usualOrigin } = event;
          const id = `scenario-${scenarios.size + 1}`;
          scenarios.set(scenarioKey(event), {
            id,
            title,
            origin,
            startedMs: nowMs(),
            lastMs: nowMs(),
            seen: new Set(),
          });
          return;
        }
        case 'step-exchanged': {
          const scenario = scenarios.get(scenarioKey(event));
          if (scenario === undefined) return;
          const timing = { startedMs: scenario.lastMs, timeMs: nowMs() - scenario.lastMs };
          scenario.seen.add(event.id);
          scenario.lastMs = nowMs();
          return write(entryOf(event.exchange, { scenario, step: event.id, ...timing }));
        }
        case 'step-started':
        case 'step-waiting': {
          const scenario = scenarios.get(scenarioKey(event));
          // The wait before a retry is not part of an exchange.
          if (scenario !== undefined) scenario.lastMs = nowMs();
          return;
        }
        case 'step-ended':
          return writeStored(event.step, scenarios.get(scenarioKey(event)), write);
        case 'run-ended':
          return writeLast(
            sink,
            `\n    ],\n    "pages": ${inertJson([...scenarios.values()].map(pageOf), '    ')}\n  }\n}\n`,
          );
        case 'scenario-ended': {
          const scenario = scenarios.get(scenarioKey(event.scenario));
          if (scenario !== undefined) scenario.ended = event.scenario;
          return;
        }
        default:
          event satisfies never;
      }
    },
  };
}

type Scenario = {
  readonly id: string;
  readonly title: string;
  readonly origin: string;
  readonly startedMs: number;
  /** Its outcome. */
  ended?: ScenarioResult;
  /** When the last thing happened in it. */
  lastMs: number;
  /** The steps whose exchanges were reported one by one. */
  readonly seen: Set<string>;
};

function opening(version: string): string {
  const creator = inertJson({ name: 'tutorial-replay', version }, '    ');
  return `{\n  "log": {\n    "version": "1.2",\n    "creator": ${creator},\n    "entries": [`;
}

/** A stored result contains only the last exchange of a step. */
function writeStored(step: StepResult, scenario: Scenario | undefined, write: (entry: Printable) => void): void {
  const { id, exchange, startedAt, durationMs } = step;
  if (exchange === undefined || scenario === undefined || scenario.seen.has(id)) return;
  const startedMs = startedAt === undefined ? scenario.lastMs : Date.parse(startedAt);
  write(entryOf(exchange, { scenario, step: id, startedMs, timeMs: durationMs }));
  scenario.lastMs = startedMs + durationMs;
}

function pageOf({ id, title, startedMs, ended }: Scenario): Printable {
  const startedDateTime = ended?.startedAt ?? new Date(startedMs).toISOString();
  const clock = ended?.clock;
  const comment = clock === undefined ? undefined : `${clockName(clock)}: ${clockText(clock)}`;
  return { startedDateTime, id, title, pageTimings: {}, comment };
}

type About = {
  readonly scenario: Scenario;
  readonly step: string;
  readonly startedMs: number;
  readonly timeMs: number;
};

function entryOf({ request, response }: Exchange, { scenario, step, startedMs, timeMs }: About): Printable {
  return {
    pageref: scenario.id,
    startedDateTime: new Date(startedMs).toISOString(),
    time: timeMs,
    request: requestOf(request, scenario.origin),
    response: responseOf(response),
    cache: {},
    timings: { send: 0, wait: timeMs, receive: 0 },
    comment: step,
  };
}

function requestOf({ method, url, headers, body, bytes }: HttpRequest, origin: string): Printable {
  const address = new URL(url, origin);
  const text = body === undefined ? undefined : sentText(headers, body);
  return {
    method,
    url: address.href,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    queryString: [...address.searchParams].map(([name, value]) => ({ name, value })),
    postData: text === undefined ? undefined : { mimeType: headers['content-type'] ?? 'application/json', text },
    headersSize: -1,
    bodySize: bytes?.size ?? Buffer.byteLength(text ?? ''),
  };
}

function sentText(headers: Headers, body: Json): string {
  return isTextBody(headers, body) ? body : compactJson(body, Number.POSITIVE_INFINITY);
}

function responseOf({ status, headers, text, bytes }: HttpResponse): Printable {
  const content =
    bytes?.base64 === undefined
      ? { size: bytes?.size ?? Buffer.byteLength(text), mimeType: headers['content-type'] ?? 'x-unknown', text }
      : {
          size: bytes.size,
          mimeType: headers['content-type'] ?? 'x-unknown',
          text: bytes.base64,
          encoding: 'base64',
        };
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(headers),
    content,
    redirectURL: headers['location'] ?? '',
    headersSize: -1,
    bodySize: -1,
  };
}

function pairs(headers: Headers): Printable {
  const names = Object.keys(headers).sort();
  return names.map((name) => ({ name, value: headers[name] ?? '' }));
}
