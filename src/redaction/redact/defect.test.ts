import { expect, test } from 'vitest';
import { withoutSecrets } from './defect.ts';

test('a message that is a secret as a whole is one in the stack, too; the places stay', () => {
  const text = (part: string) => (part === 'pa ss' ? 'gone' : part);
  const safe = withoutSecrets(new Error('pa ss'), text);
  expect(safe.message).toBe('gone');
  expect(safe.stack).toMatch(/^Error: gone\n +at .*defect\.test\.ts/);
  expect(safe.stack).not.toContain('pa ss');
});

test('a value without a message or stack, or that is not an error, is reported as well', () => {
  const upper = (part: string) => part.toUpperCase();
  expect(withoutSecrets('a text', upper).message).toBe('A TEXT');
  expect(withoutSecrets(new Error(''), upper).stack).toMatch(/^ERROR/);
  expect(withoutSecrets(Object.assign(new Error('a'), { stack: 'elsewhere' }), upper).stack).toBe('ELSEWHERE');
});
