import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import { passingScenario, sampleResult, textOf } from '../../../test/support/report/sample-result.ts';
import { defined } from '../../defined.ts';
import type { Exchange } from '../../http/message.ts';
import type { RunEvent } from '../../run/result.ts';
import { storedEvents } from '../result/stored-events.ts';
import { harReporter } from './har-reporter.ts';

/** HAR 1.2 as its page has it, with no other key than it knows. */
const pair = z.strictObject({ name: z.string(), value: z.string(), comment: z.optional(z.string()) });
const time = z.iso.datetime({ offset: true });
const size = z.int().check(z.gte(-1));
const wait = z.number().check(z.gte(0));
const har = z.strictObject({
  log: z.strictObject({
    version: z.literal('1.2'),
    creator: z.strictObject({ name: z.string(), version: z.string() }),
    pages: z.array(
      z.strictObject({
        startedDateTime: time,
        id: z.string(),
        title: z.string(),
        pageTimings: z.strictObject({}),
        comment: z.optional(z.string()),
      }),
    ),
    entries: z.array(
      z.strictObject({
        pageref: z.string(),
        startedDateTime: time,
        time: wait,
        request: z.strictObject({
          method: z.string(),
          url: z.url(),
          httpVersion: z.string(),
          cookies: z.array(z.never()),
          headers: z.array(pair),
          queryString: z.array(pair),
          postData: z.optional(z.strictObject({ mimeType: z.string(), text: z.string() })),
          headersSize: size,
          bodySize: size,
        }),
        response: z.strictObject({
          status: z.int(),
          statusText: z.string(),
          httpVersion: z.string(),
          cookies: z.array(z.never()),
          headers: z.array(pair),
          content: z.strictObject({ size: z.int().check(z.gte(0)), mimeType: z.string(), text: z.string() }),
          redirectURL: z.string(),
          headersSize: size,
          bodySize: size,
        }),
        cache: z.strictObject({}),
        timings: z.strictObject({ send: wait, wait, receive: wait }),
        comment: z.string(),
      }),
    ),
  }),
});

function written(events: Iterable<RunEvent>, wallClock?: () => number) {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  const sink = { write, end: async () => {}, abort: async () => {} };
  const reporter = harReporter(sink, { version: '0.1.0', ...defined({ wallClock }) });
  for (const event of events) void reporter.on(event);
  return har.parse(JSON.parse(text)).log;
}

const exchange = (url: string, status: number): Exchange => ({
  request: {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json' },
    body: { name: 'é', big: 9007199254740993n },
  },
  response: { status, headers: { location: 'https://graph.example/v1.0/groups/1' }, text: '{"a":1}' },
});

function* events(): Generator<RunEvent> {
  const { summary } = sampleResult([passingScenario], { exitCode: 0 });
  yield { kind: 'run-started', against: 'live', scenarios: 1, steps: 1, startedAt: '2026-11-22T08:30:00Z' };
  yield { kind: 'scenario-started', file: 'a', title: 'A', steps: 1, origin: 'https://graph.example' };
  yield { kind: 'step-started', file: 'a', id: 'one', title: 'One', number: 1, of: 1, phase: 'steps' };
  yield {
    kind: 'step-exchanged',
    file: 'a',
    id: 'one',
    exchange: exchange('/v1.0/groups?$filter=a%20eq%20%27b%27&$top=5', 404),
  };
  yield {
    kind: 'step-waiting',
    file: 'a',
    id: 'one',
    attempt: 2,
    waitMs: 5000,
    cause: 'the response does not match yet',
  };
  yield { kind: 'step-exchanged', file: 'a', id: 'one', exchange: exchange('/v1.0/groups', 201) };
  yield { kind: 'scenario-ended', scenario: { ...passingScenario, file: 'a' } };
  yield { kind: 'run-ended', summary };
}

test('every exchange is an entry, with its request, its response, and how long that took', () => {
  let wall = Date.parse('2026-11-29T20:15:00.250Z');
  const { entries } = written(events(), () => {
    wall += 10;
    return wall;
  });
  expect(entries.map(({ comment, response: { status, statusText } }) => [comment, status, statusText])).toEqual([
    ['one', 404, 'Not Found'],
    ['one', 201, 'Created'],
  ]);
  const [first] = entries;
  expect(first?.request).toMatchObject({
    url: 'https://graph.example/v1.0/groups?$filter=a%20eq%20%27b%27&$top=5',
    queryString: [
      { name: '$filter', value: "a eq 'b'" },
      { name: '$top', value: '5' },
    ],
    postData: { mimeType: 'application/json', text: '{"name": "é", "big": 9007199254740993}' },
  });
  expect(first?.request.bodySize).toBe(Buffer.byteLength(first?.request.postData?.text ?? ''));
  expect(entries.every(({ time: took }) => took > 0 && took < 100)).toBe(true);
  const starts = entries.map(({ startedDateTime }) => Date.parse(startedDateTime));
  expect(starts[0]).toBeGreaterThanOrEqual(Date.parse('2026-11-29T20:15:00.250Z'));
  expect(starts[1]).toBeGreaterThan(starts[0] ?? 0);
});

test('a page begins when its scenario really did, and names the clock of the recording', () => {
  const { pages } = written(events());
  expect(pages).toMatchObject([
    {
      id: 'scenario-1',
      title: 'A',
      startedDateTime: passingScenario.startedAt,
      comment: "recording's clock: 2026-11-22 08:30:00 UTC, 10 s",
    },
  ]);
});

test('a stored result gives the last exchange of each step', () => {
  const { entries } = written(storedEvents(sampleResult([passingScenario], { exitCode: 0 })));
  const steps = [...passingScenario.steps, ...passingScenario.cleanup].filter(
    ({ exchange: last }) => last !== undefined,
  );
  expect(entries.map(({ comment }) => comment)).toEqual(steps.map(({ id }) => id));
  expect(entries.map(({ startedDateTime }) => startedDateTime)).toEqual(steps.map(({ startedAt }) => startedAt));
});

test('a run in which nothing was sent is a log without entries', () => {
  expect(written(storedEvents(sampleResult([], { exitCode: 2 })))).toMatchObject({ entries: [], pages: [] });
});

test('P14 nothing from outside drives a terminal or a CI log', () => {
  const text = textOf(
    (sink) => harReporter(sink, { version: '0.1.0' }),
    sampleResult([hostileScenario], { exitCode: 1 }),
  );
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*(?:::|##)/m);
});
