import { placeAt } from '../diagnostics/place.ts';
import type { Source, Span } from '../diagnostics/source.ts';
import { diffJson } from '../expectation/diff.ts';
import type { Difference } from '../expectation/difference.ts';
import type { HttpRequest } from '../http/message.ts';
import { compactJson } from '../json/compact.ts';
import type { Json } from '../json/json.ts';
import type { Reply } from './ports.ts';

type Answered = Extract<Reply, { kind: 'answered' }>;

/** What the scenario sends otherwise than it was recorded, as differences at the request in the scenario. */
export function requestChanges(
  sent: HttpRequest,
  recorded: HttpRequest,
  source: Source,
  span: Span,
): readonly Difference[] {
  const at = () => placeAt(source, span);
  const change = (path: string, before: string | undefined, after: string | undefined): Difference => ({
    code: 'request-changed',
    path,
    message: 'the request is not the one that was recorded',
    ...(before === undefined ? {} : { expected: before }),
    ...(after === undefined ? {} : { actual: after }),
    at: at(),
  });
  const changes: Difference[] = [];
  if (sent.method !== recorded.method) changes.push(change('request method', recorded.method, sent.method));
  if (sent.url !== recorded.url) changes.push(change('request url', recorded.url, sent.url));
  for (const [name, value] of Object.entries(recorded.headers)) {
    if (sent.headers[name] !== value) changes.push(change(`request header ${name}`, value, sent.headers[name]));
  }
  for (const { path, before, after } of diffJson(recorded.body, sent.body)) {
    changes.push(change(`request ${path}`, shown(before), shown(after)));
  }
  return changes;
}

/** A recording that holds more exchanges for a step than the step needed was made by another scenario, or another service. */
export function unusedExchanges({ recorded }: Answered, source: Source, span: Span): readonly Difference[] {
  if (recorded === undefined || recorded.remaining === 0) return [];
  const exchanges = recorded.remaining === 1 ? 'one more exchange' : `${recorded.remaining} more exchanges`;
  return [
    {
      code: 'request-changed',
      path: 'recording',
      message: `the recording holds ${exchanges} than the step asked for`,
      at: placeAt(source, span),
    },
  ];
}

function shown(value: Json | undefined): string | undefined {
  return value === undefined ? undefined : compactJson(value);
}
