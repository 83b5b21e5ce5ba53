import { describe, expect, test } from 'vitest';
import { placeText } from '../../diagnostics/place.ts';
import { parseTagExpression } from '../../format/scenario/tag-expression.ts';
import { parseTenants, selectTenants } from './read-tenants.ts';

const id = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;
const parse = (text: string) => parseTenants({ path: 'tenants.yaml', text });

function problemsOf(text: string): readonly string[] {
  const parsed = parse(text);
  return parsed.ok ? [] : parsed.problems.map(({ code, at, message }) => `${at && placeText(at)} ${code}: ${message}`);
}

function read(text: string) {
  const parsed = parse(text);
  if (!parsed.ok) throw new Error(problemsOf(text).join('\n'));
  return parsed.value;
}

describe('a tenants file', () => {
  test('gives each tenant the defaults where it is silent', () => {
    const [first, second] = read(`
defaults:
  cloud: us-l4
  credentials: PARTNER
  inputs: { domain: a.example, size: 3 }
  allow: [tenant-wide]
  tags: [weekly]
tenants:
  - { name: contoso, id: ${id(1).toUpperCase().replaceAll('1', 'A')} }
  - { name: fabrikam, id: ${id(2)}, cloud: china, credentials: FABRIKAM, inputs: { domain: b.example }, allow: [], tags: [pilot] }
`);
    expect(first).toMatchObject({
      id: id(1).replaceAll('1', 'a'),
      cloud: 'us-l4',
      prefix: 'PARTNER',
      tags: ['weekly'],
    });
    expect([...(first?.allowed ?? [])]).toEqual(['tenant-wide']);
    expect(second).toMatchObject({ cloud: 'china', prefix: 'FABRIKAM', tags: ['weekly', 'pilot'] });
    expect([...(second?.inputs ?? [])].map(([name, { value }]) => [name, value])).toEqual([
      ['domain', 'b.example'],
      ['size', 3],
    ]);
    expect(second?.allowed.size).toBe(0);
  });

  test.each([
    ['nothing in it', '', 'tenants.yaml:1:1 missing-key: the file is empty'],
    [
      'a name twice',
      `tenants:\n  - { name: a, id: ${id(1)} }\n  - { name: A, id: ${id(2)} }`,
      'tenants.yaml:3:13 duplicate-tenant: this name occurs at 2:13 already',
    ],
    [
      'an id twice',
      `tenants:\n  - { name: a, id: ${id(1)} }\n  - { name: b, id: ${id(1)} }`,
      'tenants.yaml:3:20 duplicate-tenant: this id occurs at 2:20 already',
    ],
    [
      'an unknown cloud',
      `tenants:\n  - { name: a, id: ${id(1)}, cloud: globl }`,
      /^tenants\.yaml:2:65 invalid-value: /,
    ],
    ['an id that is none', 'tenants:\n  - { name: a, id: contoso.example }', /^tenants\.yaml:2:20 invalid-value: /],
    ['a name that joins tags', `tenants:\n  - { name: and, id: ${id(1)} }`, /^tenants\.yaml:2:13 invalid-value: /],
    [
      'a tag that is no tag',
      `tenants:\n  - { name: a, id: ${id(1)}, tags: [not] }`,
      /^tenants\.yaml:2:65 invalid-value: /,
    ],
    ['a name that is not a word', `tenants:\n  - { name: "a b", id: ${id(1)} }`, /^tenants\.yaml:2:13 invalid-value: /],
    [
      'a label that no step has',
      `tenants:\n  - { name: a, id: ${id(1)}, allow: [all] }`,
      /^tenants\.yaml:2:\d+ invalid-value: /,
    ],
    [
      'a prefix in small letters',
      `tenants:\n  - { name: a, id: ${id(1)}, credentials: contoso }`,
      /^tenants\.yaml:2:\d+ invalid-value: /,
    ],
    ['a misspelt key', `tenants:\n  - { name: a, id: ${id(1)}, tag: [x] }`, /^tenants\.yaml:2:58 unknown-key: /],
    ['no tenants', 'tenants: []', /^tenants\.yaml:1:1 invalid-value: /],
    [
      'another version',
      `version: 2\ntenants:\n  - { name: a, id: ${id(1)} }`,
      /^tenants\.yaml:1:10 invalid-value: this is version 2/,
    ],
  ])('with %s is refused at its place', (_, text, expected) => {
    const [first, ...others] = problemsOf(text);
    if (typeof expected === 'string') expect(first).toBe(expected);
    else expect(first).toMatch(expected);
    expect(others).toEqual([]);
  });
});

describe('--tenant-tags', () => {
  const tenants = read(`tenants:
  - { name: contoso, id: ${id(1)}, tags: [pilot] }
  - { name: fabrikam, id: ${id(2)}, tags: [pilot, large] }
`);
  const select = (text: string) => {
    const tags = parseTagExpression(text);
    return selectTenants(tenants, tags.ok ? tags : undefined);
  };

  test.each([
    ['pilot', ['contoso', 'fabrikam']],
    ['pilot and not large', ['contoso']],
    ['fabrikam', ['fabrikam']],
  ])('%s selects %o', (text, names) => {
    const found = select(text);
    expect(found.ok && found.value.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['not fabrkam', 'fabrikam'],
    ['pilot and not larg', 'large'],
    ['not Large', 'large'],
  ])('%s would select what is not meant', (text, meant) => {
    expect(select(text)).toMatchObject({ ok: false, problems: [{ fix: `did you mean \`${meant}\`?` }] });
  });

  test.each(['not small', 'pilot and not customer'])('%s leaves out what this file does not have', (text) => {
    expect(select(text)).toMatchObject({ ok: true, value: [{ name: 'contoso' }, { name: 'fabrikam' }] });
  });

  test('that fit no tenant are a problem that lists the tags and the names', () => {
    expect(select('small')).toMatchObject({
      ok: false,
      problems: [{ code: 'nothing-selected', fix: 'use one of `large`, `pilot`, `contoso`, `fabrikam`' }],
    });
  });
});
