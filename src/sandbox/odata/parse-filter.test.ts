import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../json/json.ts';
import { matchesFilter } from './matches-filter.ts';
import { parseFilter } from './parse-filter.ts';

function matches(filter: string, wire: JsonObject): boolean {
  const parsed = parseFilter(filter);
  if (!parsed.ok) throw new Error(`${filter}: ${parsed.fault.message} at ${parsed.fault.position}`);
  return matchesFilter(parsed.value, wire);
}

function faultOf(filter: string) {
  const parsed = parseFilter(filter);
  if (parsed.ok) throw new Error(`${filter} was read`);
  return parsed.fault;
}

const ann: JsonObject = {
  displayName: "Ann O'Neil",
  userType: 'Guest',
  accountEnabled: true,
  age: 41,
  jobTitle: null,
  createdDateTime: '2026-03-01T08:00:00.5Z',
  id: '184efa21-98c3-4e5d-95ab-d07053a96e67',
  groupTypes: ['Unified', 'DynamicMembership'],
  assignedLicenses: [{ skuId: '184EFA21-98c3-4e5d-95ab-d07053a96e67', disabledPlans: [] }],
  scope: { '@odata.type': '#microsoft.graph.accessReviewQueryScope', query: '/groups/1/transitiveMembers' },
};

test.each([
  "userType eq 'Guest'",
  "(userType eq 'guest')",
  "USERTYPE+eq+'Guest'",
  "displayName eq 'Ann O''Neil'",
  "'Guest' eq userType",
  "userType ne 'Member' and accountEnabled eq true",
  'accountEnabled',
  'age gt 40 and age ge 41 and age lt 42 and age le 41',
  'age eq 41.0',
  'jobTitle eq null',
  'missing eq null',
  "jobTitle ne 'Clerk'",
  'createdDateTime ge 2026-03-01 and createdDateTime lt 2026-03-01T08:00:00.501Z',
  'createdDateTime eq 2026-03-01T10:00:00.500+02:00',
  'id eq 184efa21-98c3-4e5d-95ab-d07053a96e67',
  "userType in ('Member', 'Guest')",
  'jobTitle in (null)',
  "startswith(displayName,'ann')",
  "startsWith(displayName, 'ann') eq true",
  "endswith(displayName,'NEIL')",
  "contains(displayName,'o''')",
  "not contains(displayName,'x')",
  "NOT(userType eq 'Member')",
  "groupTypes/any(c:c eq 'Unified')",
  "groupTypes/Any(c:c+eq+'Unified')",
  'groupTypes/any()',
  "groupTypes/all(c:startswith(c,'u') or startswith(c,'d'))",
  'groupTypes/$count eq 2',
  'missing/$count eq 0',
  'assignedLicenses/any(s:s/skuId eq 184efa21-98c3-4e5d-95ab-d07053a96e67)',
  "assignedLicenses/any(s:s/skuId ne 'x' and groupTypes/any(g:g eq 'Unified'))",
  "contains(scope/microsoft.graph.accessReviewQueryScope/query,'/groups')",
  "contains(scope/query, '/groups')",
  "isof(scope,'microsoft.graph.accessReviewQueryScope')",
  "microsoft.graph.user/userType eq 'Guest'",
  "userType eq 'Member' or userType eq 'x' or userType eq 'Guest' and age eq 41",
])('%s is true of Ann', (filter) => {
  expect(matches(filter, ann)).toBe(true);
});

test.each([
  "userType eq 'Member'",
  'jobTitle gt null',
  'jobTitle ge null',
  "jobTitle lt 'a'",
  "age eq '41'",
  "startswith(jobTitle,'')",
  "groupTypes/any(c:c eq 'unified2')",
  "displayName/any(c:c eq 'A')",
  "contains(scope/microsoft.graph.principalResourceMembershipsScope/query,'/groups')",
  "(userType eq 'Guest' or userType eq 'Member') and age eq 40",
])('%s is false of Ann', (filter) => {
  expect(matches(filter, ann)).toBe(false);
});

test('and binds closer than or', () => {
  expect(matches('a eq 1 or a eq 2 and b eq 3', { a: 1, b: 0 })).toBe(true);
  expect(matches('(a eq 1 or a eq 2) and b eq 3', { a: 1, b: 0 })).toBe(false);
});

test.each([
  ['displayName eq', 15, 'expected a property or a value, found the end'],
  ["displayName eq 'Ann", 16, 'the text that starts here never ends'],
  ['displayName eq ‘Ann’', 16, "‘ does not quote a text, only ' does"],
  ["displayName eq 'Ann' x", 22, 'expected the end, and or or, found x'],
  ["(displayName eq 'Ann'", 22, 'expected ), found the end'],
  ["groupTypes/any(c eq 'x')", 18, 'expected :, found eq'],
  ["like(displayName,'a')", 1, 'there is no function like'],
  ['startswith(displayName)', 23, 'expected ,, found )'],
  ['', 1, 'expected a property or a value, found the end'],
  ['displayName = 1', 13, '= has no meaning here'],
  ['a eq 12abc', 6, '1 has no meaning here'],
])('%s is wrong at %i: %s', (filter, position, message) => {
  expect(faultOf(filter)).toEqual({ kind: 'syntax', position, message });
});

test.each([
  ["tolower(displayName) eq 'ann'", 'tolower is not modeled'],
  ['age add 1 eq 2', 'the operator add is not modeled'],
  ["displayName has 'x'", 'the operator has is not modeled'],
  ['$it eq 1', '$it is not modeled'],
  ['displayName eq @name', 'parameter aliases such as @name are not modeled'],
  ['('.repeat(100_000), 'more than 64 levels are not modeled'],
  [`${'not '.repeat(100_000)}a`, 'more than 64 levels are not modeled'],
  ['contains('.repeat(100_000), 'more than 64 levels are not modeled'],
])('%.40s is OData that is not modeled', (filter, message) => {
  expect(faultOf(filter)).toMatchObject({ kind: 'unsupported', message });
});

test('a filter of ten thousand alternatives is no deeper than one of two', () => {
  const filter = Array.from({ length: 10_000 }, (_, index) => `a eq ${index}`).join(' or ');
  expect(matches(filter, { a: 9999 })).toBe(true);
});

test('whatever the text, the parser answers', () => {
  const pieces = fc.constantFrom(
    "'",
    '(',
    ')',
    '/',
    ':',
    ',',
    ' ',
    '+',
    'eq',
    'and',
    'or',
    'not',
    'any(',
    'x:',
    'in',
    'null',
    '1',
    '-',
    '@',
    '$count',
    'startswith(',
    'isof(',
    '2026-01-01',
    '.',
    'microsoft.graph.user',
    "''",
    '\u0000',
    '‘',
    'a'.repeat(40),
  );
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(pieces).map((some) => some.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseFilter(text);
      if (parsed.ok) expect(typeof matchesFilter(parsed.value, ann)).toBe('boolean');
      else expect(parsed.fault.position).toSatisfy((at: number) => at >= 1 && at <= text.length + 1);
    }),
    { numRuns: 2000 },
  );
});

/** A filter's text and the same question in JavaScript. */
type Question = { readonly text: string; readonly holds: (wire: { readonly [name: string]: Json }) => boolean };

const names = fc.constantFrom('a', 'b', 'c');
const values = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom('x', 'X', "y'z", ''),
  fc.constant(null),
  fc.boolean(),
);

const written = (value: Json): string =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
const folded = (value: Json | undefined): Json => (typeof value === 'string' ? value.toLowerCase() : (value ?? null));

const orderings = {
  gt: (left: number | string, right: number | string) => left > right,
  ge: (left: number | string, right: number | string) => left >= right,
  lt: (left: number | string, right: number | string) => left < right,
  le: (left: number | string, right: number | string) => left <= right,
};

const comparison: fc.Arbitrary<Question> = fc
  .tuple(names, fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), values)
  .map(([name, operator, value]) => ({
    text: `${name} ${operator} ${written(value)}`,
    holds: (wire) => {
      const [left, right] = [folded(wire[name]), folded(value)];
      if (operator === 'eq') return left === right;
      if (operator === 'ne') return left !== right;
      if (typeof left === 'boolean' && typeof right === 'boolean')
        return orderings[operator](Number(left), Number(right));
      if (typeof left === 'number' && typeof right === 'number') return orderings[operator](left, right);
      return typeof left === 'string' && typeof right === 'string' && orderings[operator](left, right);
    },
  }));

const membership: fc.Arbitrary<Question> = fc
  .tuple(names, fc.array(values, { minLength: 1, maxLength: 3 }))
  .map(([name, choices]) => ({
    text: `${name} in (${choices.map(written).join(',')})`,
    holds: (wire) => choices.map(folded).includes(folded(wire[name])),
  }));

const question = fc.letrec<{ any: Question }>((tie) => {
  const joined = (word: 'and' | 'or') =>
    fc.array(tie('any'), { minLength: 2, maxLength: 3 }).map(
      (parts): Question => ({
        text: parts.map(({ text }) => `(${text})`).join(` ${word} `),
        holds: (wire) =>
          word === 'and' ? parts.every(({ holds }) => holds(wire)) : parts.some(({ holds }) => holds(wire)),
      }),
    );
  const negated = tie('any').map(
    ({ text, holds }): Question => ({ text: `not (${text})`, holds: (wire) => !holds(wire) }),
  );
  return { any: fc.oneof({ maxDepth: 4 }, comparison, membership, joined('and'), joined('or'), negated) };
}).any;

test('a filter asks what the same question in JavaScript asks', () => {
  const wire = fc.dictionary(names, values, { noNullPrototype: true });
  fc.assert(
    fc.property(question, wire, ({ text, holds }, value) => {
      expect(matches(text, value), text).toBe(holds(value));
    }),
    { numRuns: 2000 },
  );
});
