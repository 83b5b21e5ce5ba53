import { decoded } from '../../decoded.ts';
import { defined } from '../../defined.ts';
import { type Json, property } from '../../json/json.ts';
import type { Reported } from './comparable-account.ts';
import { compareTexts } from './compare-texts.ts';
import { ValueComparison } from './compare-values.ts';
import type { ComparedChange } from './compared-change.ts';
import type { Lens } from './lens.ts';
import { versionOf } from './match-steps.ts';

/** Headers that clients act on. The others concern this one response: its sender, its time, its machine. */
const compared: readonly { readonly name: string; readonly whenAbsent?: 'failed' }[] = [
  { name: 'content-type' },
  { name: 'location' },
  { name: 'preference-applied' },
  // Recordings of pages hardly have headers; these headers are reported for every source.
  { name: 'deprecation', whenAbsent: 'failed' },
  { name: 'sunset', whenAbsent: 'failed' },
];

/** Everything that differs between two records of a step. */
export function compareSteps(before: Reported, after: Reported, lens: Lens): readonly ComparedChange[] {
  const request = requestChanges(before, after, lens);
  const sent = new ValueComparison(lens, false).compare({ before: before.sent, after: after.sent });
  const isOrdered = [before, after].every(({ url }) => /[?&](?:\$|%24)orderby=/i.test(url));
  // If one of the two is an error, its status and code are sufficient.
  const actual =
    isError(before.actual) !== isError(after.actual)
      ? []
      : new ValueComparison(lens, isOrdered).compare({ before: before.actual, after: after.actual });
  return [
    ...statusChanges(before, after),
    ...request,
    ...sent.map((change) => ({ ...change, path: `request ${change.path}` })),
    ...actual.map((change) => ({ ...change, path: `response ${change.path}` })),
    ...headerChanges(before, after, lens),
  ];
}

function requestChanges(before: Reported, after: Reported, lens: Lens): readonly ComparedChange[] {
  const [one, other] = [before, after].map(({ method, url }) => `${method} ${decoded(url)}`);
  const code = compareTexts(one ?? '', other ?? '', lens);
  if (code === undefined) return [];
  const isOtherVersion = versionOf(before) !== versionOf(after) && lens.kept.has(versionOf(before));
  return [
    {
      code: code === 'identity' && !isOtherVersion ? code : 'request',
      path: 'request',
      before: `${before.method} ${before.url}`,
      after: `${after.method} ${after.url}`,
    },
  ];
}

function statusChanges(before: Reported, after: Reported): readonly ComparedChange[] {
  const changes: ComparedChange[] = [];
  if (before.status !== after.status || isError(before.actual) !== isError(after.actual)) {
    changes.push({ code: 'status', path: 'status', before: statusText(before), after: statusText(after) });
  }
  if (before.outcome !== undefined && after.outcome !== undefined && before.outcome !== after.outcome) {
    changes.push({ code: 'outcome', path: 'outcome', before: before.outcome, after: after.outcome });
  }
  return changes;
}

function isError(body: Json | undefined): boolean {
  return property(body, 'error') !== undefined;
}

function statusText({ status, actual }: Reported): string {
  const error = property(actual, 'error');
  const code = property(error, 'code');
  return typeof code === 'string' ? `${status} ${code}` : String(status);
}

function headerChanges(before: Reported, after: Reported, lens: Lens): readonly ComparedChange[] {
  return compared.flatMap(({ name, whenAbsent }): readonly ComparedChange[] => {
    const [one, other] = [headerOf(before, name), headerOf(after, name)];
    const path = `header ${name}`;
    if (one === undefined || other === undefined) {
      if (one === other || whenAbsent === undefined) return [];
      return [
        {
          code: 'header',
          path,
          ...defined({ before: one, after: other }),
        },
      ];
    }
    // Dates of a deprecation are compared as values.
    const failed = whenAbsent === 'failed' ? one !== other : compareTexts(one, other, lens) !== undefined;
    return failed ? [{ code: 'header', path, before: one, after: other }] : [];
  });
}

/** Parameters of a content type describe its encoding, not its kind. */
function headerOf({ headers }: Reported, name: string): string | undefined {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return name === 'content-type' ? value?.replace(/\s*;.*$/s, '').toLowerCase() : value;
}
