import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween } from '../../../test/support/report/sample-account.ts';
import { defined } from '../../defined.ts';
import { parseRecording } from '../../format/recording/load-recording.ts';
import type { Recording } from '../../format/recording/recording.ts';
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { createPseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import type { Account, Reported } from './comparable-account.ts';
import { accountOfRecording } from './read-comparable.ts';

const folder = new URL('../../../scenarios/access-reviews/', import.meta.url).pathname;
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.recording.json'))
  .map((name) => readFileSync(join(folder, name), 'utf8').replace(/^ *"digest".*\n/m, ''));

function read(text: string): Account {
  const parsed = parseRecording({ path: 'a.recording.json', text });
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join());
  return accountOfRecording('a.recording.json', parsed.value.recording satisfies Recording);
}

const accounts = texts.map(read);
const dayMs = 24 * 60 * 60 * 1000;

/** The same as another tenant would report it on another day: every id and address another one, every date shifted. */
function elsewhere(text: string, { salt, days }: { readonly salt: number; readonly days: number }): Account {
  const hex = (salt * 2_654_435_761).toString(16).padStart(8, '0').slice(-8);
  // The id of the run is in what the run named as well.
  const run = /"id": "([a-z0-9]{12,14})"/.exec(text)?.[1] ?? '';
  return read(
    text
      .replaceAll(run, `run${hex}`)
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/g, (guid, rest) => {
        const first = (Number.parseInt(guid.slice(0, 8), 16) ^ Number.parseInt(hex, 16)) >>> 0;
        return first.toString(16).padStart(8, '0') + rest;
      })
      .replace(/([\w.#+-]+)@contoso\.com/g, '$1@fabrikam.com')
      .replace(/\d{4}-\d\d-\d\d(?=T)/g, (date) => new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10)),
  );
}

const anyText = fc.integer({ min: 0, max: texts.length - 1 });
const anyTenant = fc.record({
  salt: fc.integer({ min: 1, max: 1_000_000 }),
  days: fc.integer({ min: -900, max: 900 }),
});

/** Everything in a response that is neither a name nor a date, by its place: what may be changed to see it shown. */
type Leaf = { readonly step: number; readonly keys: readonly (string | number)[]; readonly value: Json };

function leavesOf(account: Account): readonly Leaf[] {
  const steps = account.scenes[0]?.steps ?? [];
  return steps.flatMap(({ actual }, step) => (actual === undefined ? [] : leaves(actual, step, [])));
}

function leaves(value: Json, step: number, keys: Leaf['keys']): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => leaves(item, step, [...keys, at]));
  if (isJsonObject(value)) return Object.entries(value).flatMap(([name, one]) => leaves(one, step, [...keys, name]));
  const isWord = typeof value !== 'string' || /^[A-Za-z ]*$/.test(value);
  return isWord && keys.length > 0 ? [{ step, keys, value }] : [];
}

type Mutation = 'value' | 'type' | 'gone' | 'new';
const gone = Symbol('gone');

function mutated(account: Account, { step, keys, value }: Leaf, mutation: Mutation): Account {
  const put = (here: Json, [key, ...rest]: Leaf['keys']): Json => {
    const at = (inner: Json): Json | typeof gone => {
      if (rest.length > 0) return put(inner, rest);
      if (mutation === 'value')
        return typeof value === 'boolean'
          ? !value
          : value === null
            ? 'x'
            : typeof value === 'number'
              ? value + 1
              : `${value}X`;
      if (mutation === 'type') return { another: 'type' };
      return mutation === 'gone' ? gone : inner;
    };
    if (Array.isArray(here))
      return here.map((item, index) => (index === key ? at(item) : item)).filter((one) => one !== gone);
    if (!isJsonObject(here)) return here;
    const entries = Object.entries(here).map(([name, one]) => [name, name === key ? at(one) : one] as const);
    const added = rest.length === 0 && mutation === 'new' ? [['brandNew', 'property'] as const] : [];
    return Object.fromEntries([...entries, ...added].filter(([, one]) => one !== gone)) as Json;
  };
  const scenes = account.scenes.map((scene) => ({
    ...scene,
    steps: scene.steps.map(
      (one, at): Reported =>
        at === step && one.actual !== undefined ? { ...one, actual: put(one.actual, keys) } : one,
    ),
  }));
  return { ...account, scenes };
}

describe('what differs, for every recording that comes with the package', () => {
  test('is nothing between a recording and itself', () => {
    expect(accounts.flatMap((one) => changesBetween(one, one))).toEqual([]);
  });

  test('is nothing after every id became another one and every date was shifted', () => {
    const law = fc.property(anyText, anyTenant, (at, tenant) => {
      const text = texts[at] ?? '';
      expect(changesBetween(read(text), elsewhere(text, tenant))).toEqual([]);
    });
    fc.assert(law, { numRuns: 30 });
  });

  test('is nothing between what two runs show of the same responses, each by pseudonyms of its own', () => {
    const shown = (account: Account, key: number): Account => {
      const { exchange } = createPseudonymizer({ key: new Uint8Array(32).fill(key) });
      const reported = (one: Reported): Reported => {
        const { method, url, sent, status, headers, actual } = one;
        const text = actual === undefined ? '' : compactJson(actual, Number.POSITIVE_INFINITY);
        const request = { method, url, headers: {}, ...defined({ body: sent }) };
        const { request: redacted, response } = exchange({ request, response: { status, headers, text } });
        const read = parseJson(response.text);
        return {
          ...one,
          url: redacted.url,
          sent: redacted.body,
          headers: response.headers,
          actual: read.ok ? read.value : undefined,
        };
      };
      return { ...account, scenes: account.scenes.map((scene) => ({ ...scene, steps: scene.steps.map(reported) })) };
    };
    expect(accounts.flatMap((one) => changesBetween(shown(one, 1), shown(one, 2)))).toEqual([]);
  });

  test('is exactly the one thing that was changed, also where all ids and dates are others', () => {
    const mutations = fc.constantFrom<Mutation[]>('value', 'type', 'gone', 'new');
    const law = fc.property(anyText, anyTenant, fc.nat(), mutations, (at, tenant, index, mutation) => {
      const after = elsewhere(texts[at] ?? '', tenant);
      const all = leavesOf(after);
      const leaf = all[index % all.length];
      if (leaf === undefined) throw new Error('a recording without values');
      const isItem = typeof leaf.keys.at(-1) === 'number';
      fc.pre(!(isItem && mutation === 'new'));
      const changes = changesBetween(read(texts[at] ?? ''), mutated(after, leaf, mutation));
      const code = {
        value: '(?:value|type)',
        type: 'type',
        gone: isItem ? 'item-gone' : 'property-gone',
        new: 'property-new',
      }[mutation];
      expect(changes.join('\n')).toMatch(new RegExp(`^[a-z0-9-]+ ${code} response \\S+$`));
    });
    fc.assert(law, { numRuns: 200 });
  });

  test('is as much the other way round', () => {
    const mutations = fc.array(fc.tuple(fc.nat(), fc.constantFrom<Mutation[]>('value', 'type')), { maxLength: 4 });
    const law = fc.property(anyText, anyTenant, mutations, (at, tenant, list) => {
      const before = read(texts[at] ?? '');
      const after = list.reduce(
        (account, [index, mutation]) => {
          const all = leavesOf(account);
          const leaf = all[index % all.length];
          return leaf === undefined ? account : mutated(account, leaf, mutation);
        },
        elsewhere(texts[at] ?? '', tenant),
      );
      expect(changesBetween(after, before)).toHaveLength(changesBetween(before, after).length);
    });
    fc.assert(law, { numRuns: 60 });
  });
});
