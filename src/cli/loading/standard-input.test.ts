import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readStandardInput } from './standard-input.ts';

const given = (parts: readonly (string | Buffer)[], about = {}) => {
  const stream = Object.assign(new PassThrough(), about);
  for (const part of parts) stream.write(part);
  stream.end();
  return readStandardInput(stream as unknown as NodeJS.ReadStream);
};

test('is read to its end, whatever its pieces', async () => {
  const bytes = Buffer.from('title: ä\n');
  expect(await given([bytes.subarray(0, 8), bytes.subarray(8)])).toEqual({
    ok: true,
    value: { path: '-', text: 'title: ä\n' },
  });
});

test('a terminal is not waited for', async () => {
  expect(await given([], { isTTY: true })).toMatchObject({
    ok: false,
    problems: [{ code: 'file-unreadable', message: 'standard input is a terminal' }],
  });
});

test('what is too large is not read to its end', async () => {
  const stream = Object.assign(new PassThrough(), {});
  stream.write(Buffer.alloc(1024 * 1024 + 1, 'x'));
  // It never ends.
  expect(await readStandardInput(stream as unknown as NodeJS.ReadStream)).toMatchObject({
    ok: false,
    problems: [{ code: 'file-too-large' }],
  });
});
