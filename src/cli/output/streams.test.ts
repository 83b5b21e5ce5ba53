import { expect, test } from 'vitest';
import { columnsOf } from './streams.ts';

test.each([
  [{ isTTY: true, columns: 80 }, { columns: 80 }],
  [{ isTTY: true, columns: 0 }, {}],
  [{ isTTY: true }, {}],
  [{ columns: 80 }, {}],
])('of %j is known %j', (stream, known) => {
  expect(columnsOf(stream)).toEqual(known);
});
