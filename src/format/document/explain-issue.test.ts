import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { explainIssues } from './explain-issue.ts';

const described = (text: string) => z.describe(text);
const schema = z.strictObject({
  title: z.string().check(z.minLength(1), z.maxLength(5), described('What it is. More about it.')),
  kind: z.optional(z.enum(['small', 'large']).check(described('HTTP kind.'))),
  size: z.optional(z.union([z.int(), z.array(z.int()).check(z.minLength(1))]).check(described('How large.'))),
  flag: z.optional(z.boolean()),
  names: z.optional(z.record(z.string().check(z.regex(/^[a-z]+$/), described('Lower-case letters.')), z.string())),
  made: z.optional(
    z.union([z.strictObject({ by: z.string(), at: z.optional(z.string()) }), z.strictObject({ never: z.string() })]),
  ),
  parts: z.optional(z.array(z.strictObject({ id: z.string(), url: z.string() })).check(described('The parts.'))),
});

/** `path (key): code: message | fix` for everything wrong with a value. */
function explained(value: object): readonly string[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return explainIssues(parsed.error.issues, schema, value).map(
    ({ path, onKey, code, message, fix }) => `${path.join('/')}${onKey ? ' (key)' : ''}: ${code}: ${message} | ${fix}`,
  );
}

const good = { title: 'x' };

test.each<[string, object, readonly string[]]>([
  ['nothing wrong', { ...good, made: { never: 'x' }, size: [1] }, []],
  ['a missing key', {}, [' (key): missing-key: `title` is missing | add it: what it is']],
  [
    'a misspelt key',
    { ...good, knid: 'small' },
    ['knid (key): unknown-key: `knid` is not a key here | did you mean `kind`?'],
  ],
  [
    'a misspelt required key is one mistake',
    { titel: 'x' },
    ['titel (key): unknown-key: `titel` is not a key here | did you mean `title`?'],
  ],
  [
    'a key like no other',
    { ...good, parts: [{ id: 'x', url: 'y', xyzzy: 1 }] },
    ['parts/0/xyzzy (key): unknown-key: `xyzzy` is not a key here | use one of `id`, `url`'],
  ],
  ['a wrong type', { title: 7 }, ['title: invalid-value: `title` cannot be `7` | write a text: what it is']],
  ['an empty text', { title: '' }, ['title: invalid-value: `title` cannot be empty text | write a text: what it is']],
  ['a long text', { title: '123456' }, ['title: invalid-value: `title` is longer than 5 characters | shorten it']],
  [
    'nothing after a key',
    { ...good, parts: null },
    ['parts: invalid-value: `parts` cannot be empty | write a list: the parts'],
  ],
  [
    'a word that is not a choice',
    { ...good, kind: 'big' },
    ['kind: invalid-value: `kind` cannot be "big" | write `small` or `large`: HTTP kind'],
  ],
  [
    'what is neither true nor false',
    { ...good, flag: 1 },
    ['flag: invalid-value: `flag` cannot be `1` | write `true` or `false`'],
  ],
  [
    'a union with a scalar',
    { ...good, size: 'x' },
    ['size: invalid-value: `size` cannot be "x" | write a number or a list: how large'],
  ],
  [
    'a list in a union',
    { ...good, size: [1, 'x', 2.5] },
    [
      'size/1: invalid-value: item 2 of `size` cannot be "x" | write a number: how large',
      'size/2: invalid-value: item 3 of `size` cannot be `2.5` | write a number: how large',
    ],
  ],
  [
    'an empty list in a union',
    { ...good, size: [] },
    ['size: invalid-value: `size` cannot be an empty list | write a number or a list: how large'],
  ],
  [
    'a name',
    { ...good, names: { Ab: 'x' } },
    ['names/Ab (key): invalid-value: `Ab` is not a name | write lower-case letters'],
  ],
  [
    'the branch of a union that was meant',
    { ...good, made: { at: 'x' } },
    ['made (key): missing-key: `by` is missing | undefined'],
  ],
  [
    'two branches at once',
    { ...good, made: { by: 'x', never: 'y' } },
    ['made/never (key): unknown-key: `never` cannot be used with `by` | keep one of them'],
  ],
  [
    'a union of mappings with a text',
    { ...good, made: 'x' },
    ['made: invalid-value: `made` cannot be "x" | write a mapping with `by` or a mapping with `never`'],
  ],
  [
    'an item',
    { ...good, parts: ['x'] },
    ['parts/0: invalid-value: item 1 of `parts` cannot be "x" | write a mapping with `id` and `url`: the parts'],
  ],
  [
    'all of them',
    { parts: [{}], size: null },
    [
      ' (key): missing-key: `title` is missing | add it: what it is',
      'size: invalid-value: `size` cannot be empty | write a number or a list: how large',
      'parts/0 (key): missing-key: `id` is missing | undefined',
      'parts/0 (key): missing-key: `url` is missing | undefined',
    ],
  ],
  ['the file as a whole', [], [': invalid-value: the file cannot be an empty list | write a mapping with `title`']],
])('%s', (_, value, problems) => {
  expect(explained(value)).toEqual(problems);
});

test('a long value is shown shortened', () => {
  const [problem] = explained({ ...good, kind: 'x'.repeat(1000) });
  expect(problem).toContain(`"${'x'.repeat(60)}…"`);
});

test('no more than 1,000 unknown keys are explained', () => {
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`key${index}`, 1]));
  expect(explained({ ...good, ...many })).toHaveLength(1_000);
});
