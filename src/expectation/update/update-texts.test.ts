import { describe, expect, test } from 'vitest';
import { expectedOf } from './expected-from-actual.ts';

const values = new Map<string, string | number>([
  ['run.id', 'paubg3xq7k2ma'],
  ['run.today', '2026-11-29'],
  ['groupId', '171dddee-bd45-88b8-8958-538b63665ca2'],
  ['size', 3],
  ['label', 'drill'],
  ['group.secret', 'a name of shared steps'],
]);
const known = { values, redacted: false };

describe('a text is expected with `${…}` for the values in it', () => {
  test.each([
    ['rd-paubg3xq7k2ma', 'rd-${run.id}'],
    ['paubg3xq7k2ma and paubg3xq7k2ma', '${run.id} and ${run.id}'],
    [
      'https://graph.microsoft.com/v1.0/groups/171dddee-bd45-88b8-8958-538b63665ca2',
      'https://graph.microsoft.com/v1.0/groups/${groupId}',
    ],
    ['costs ${x}, paubg3xq7k2ma', 'costs $${x}, ${run.id}'],
    ['<paubg3xq7k2ma>', '\\<${run.id}>'],
    ['171dddee-bd45-88b8-8958-538b63665ca2', '${groupId}'],
    // A matter of chance.
    ['a drill of 3', 'a drill of 3'],
    ['on 2026-11-29', 'on 2026-11-29'],
    ['with a name of shared steps', 'with a name of shared steps'],
  ])('%j: %j', (text, expected) => {
    expect(expectedOf(text, known)).toBe(expected);
  });

  test('also for short ones, where they were expected before', () => {
    const usual = new Set(['label', 'size', 'run.today']);
    expect(expectedOf('a drill of 3 on 2026-11-29', { ...known, usual })).toBe('a ${label} of ${size} on ${run.today}');
  });

  test('no value is looked for in what stands for another', () => {
    const nested = new Map([
      ['run.id', 'run'],
      ['other', 'run run run run run'],
    ]);
    expect(expectedOf('run run run run run, run', { values: nested, redacted: false })).toBe('${other}, ${run.id}');
  });

  test('private values of a live run stay matchers', () => {
    const redacted = { values, redacted: true };
    expect(expectedOf('Kim Akers', redacted)).toBe('<string>');
    expect(expectedOf('rd-paubg3xq7k2ma', redacted)).toBe('rd-${run.id}');
  });

  test('a text that was sent is expected as the request has it, but for a short one', () => {
    const sent = new Map([
      ['a drill of 3', 'a ${label} of ${size}'],
      ['NO', '${country}'],
      ['<blue>', '<${color}>'],
      ['in two requests', undefined],
    ]);
    const written = (text: string) => expectedOf(text, { ...known, sent });
    expect(written('a drill of 3')).toBe('a ${label} of ${size}');
    expect(written('<blue>')).toBe('\\<${color}>');
    expect(written('NO')).toBe('NO');
    expect(written('in two requests')).toBe('in two requests');
  });
});
