import { expect, test } from 'vitest';
import { fitsForm, fitsPrimitive } from './fits-primitive.ts';

test.each([
  ['Edm.Int32', 7, true],
  ['Edm.Int32', 7.5, false],
  ['Edm.Int64', 12345678901234567890n, true],
  ['Edm.Double', 7.5, true],
  ['Edm.DateTimeOffset', '2026-08-31T09:00:00Z', true],
  ['Edm.DateTimeOffset', '2026-08-31T09:00:00.1234567+02:00', true],
  ['Edm.DateTimeOffset', '2026-08-31', true],
  ['Edm.DateTimeOffset', '0001-01-01T00:00:00Z', true],
  ['Edm.DateTimeOffset', '2026-08-31T09:00:00', false],
  ['Edm.DateTimeOffset', '2026-08-31 09:00:00.123', false],
  ['Edm.DateTimeOffset', 'yesterday', false],
  ['Edm.DateTimeOffset', '2026-08-31T09: 00: 00Z', false],
  ['Edm.DateTimeOffset', '08/31/2026 9:00 AM', false],
  ['Edm.DateTimeOffset', '2026-13-01T00:00:00Z', false],
  ['Edm.DateTimeOffset', '2026-08-31T25:00:00Z', false],
  ['Edm.DateTimeOffset', '2026-08-31T09:60:00Z', false],
  ['Edm.DateTimeOffset', '2026-08-31T23:59:60Z', true],
  ['Edm.Date', '2026-08-31', true],
  ['Edm.Date', 'August', false],
  ['Edm.Date', '2026-08-31T00:00:00Z', false],
  ['Edm.Duration', 'PT1H30M', true],
  ['Edm.Duration', 'P4DT12H30M5.5S', true],
  ['Edm.Duration', '1 hour', false],
  ['Edm.TimeOfDay', '08:00:00.0000000', true],
  ['Edm.TimeOfDay', '8 am', false],
  ['Edm.Guid', '3F2504E0-4F89-41D3-9A0C-0305E82C3301', true],
  ['Edm.Guid', '3f2504e0-4f89-41d3-9a0c', false],
  ['Edm.String', 'anything', true],
] as const)('as %s, %s has the right form: %s', (type, value, fits) => {
  expect(fitsForm(value, type)).toBe(fits);
});

test('a number that is too large for JSON may be a text, and a small one may not', () => {
  expect(fitsPrimitive('9007199254740993', 'Edm.Int64')).toBe(true);
  expect(fitsPrimitive('many', 'Edm.Int64')).toBe(false);
  expect(fitsPrimitive('7', 'Edm.Int32')).toBe(false);
  expect(fitsPrimitive('INF', 'Edm.Double')).toBe(true);
});
