import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleExchange, sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import type { Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { PseudonymKind } from '../../redaction/pseudonyms/pseudonym-table.ts';
import { createPseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import { carryOver, sameContent } from './carry-over.ts';

/** Recording again is quiet: where the service answers the same, no byte of a recording changes, whatever was redacted. */

const letters = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const hex = `${digits}abcdef`;
const name = letters(lower, 3, 12).map((text) => text.charAt(0).toUpperCase() + text.slice(1));
const host = fc
  .tuple(letters(lower, 3, 12), fc.constantFrom('onmicrosoft.com', 'sharepoint.com', 'co.uk', 'de', 'museum'))
  .map((parts) => parts.join('.'));
const guid = fc.uuid();
const number = fc.tuple(letters('123456789', 1), letters(digits, 6, 14)).map((parts) => parts.join(''));
const digit = (count: number) => letters(digits, count);
const phone = fc
  .tuple(
    fc.constantFrom('+1', '+44', '+49', '+352', '0049'),
    digit(3),
    digit(3),
    digit(4),
    fc.constantFrom(' ', '-', '.'),
  )
  .map(([country, a, b, c, between]) => [country, a, b, c].join(between));
const local = fc.tuple(digit(3), digit(3), digit(4)).map(([a, b, c]) => `(${a}) ${b}-${c}`);
const mail = fc.tuple(letters(lower, 2, 10), host).map(([who, where]) => `${who}@${where}`);
const part = fc.nat({ max: 4_294_967_295 });

/** Every kind of the table, in each of the ways that its values are written. */
const kinds: { readonly [kind in PseudonymKind]: readonly fc.Arbitrary<string>[] } = {
  guid: [guid, guid.map((id) => id.toUpperCase()), guid.map((id) => id.replaceAll('-', ''))],
  word: [
    name,
    fc.tuple(name, name).map((both) => both.join(' ')),
    fc.tuple(name, name).map((both) => `${both.join(', ')}!`),
    name.map((one) => `${one} & Söhne (東京)`),
  ],
  user: [
    mail,
    fc.tuple(letters(lower, 3, 8), host, host).map(([who, home, there]) => `${who}_${home}#EXT#@${there}`),
    mail.map((one) => one.toUpperCase()),
  ],
  domain: [host, host.map((one) => one.toUpperCase())],
  token: [
    letters(`${lower}${lower.toUpperCase()}${digits}-_`, 16, 80),
    letters(`${lower}${lower.toUpperCase()}${digits}+/`, 22, 60).map((text) => `${text}==`),
    letters(hex, 17, 64),
    letters(hex.toUpperCase(), 17, 64),
    letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32).map((text) => `01${text}`),
    letters(lower, 16, 40),
  ],
  number: [number, phone, local, number.map((text) => `+${text}`), number.map((text) => text.slice(0, 7))],
  address: [fc.ipV4(), fc.ipV6(), fc.ipV6().map((text) => text.toUpperCase())],
  sid: [
    fc.tuple(part, part, part, part).map((parts) => `S-1-12-1-${parts.join('-')}`),
    fc.tuple(part, part, part, fc.nat({ max: 9_999 })).map((parts) => `S-1-5-21-${parts.join('-')}`),
  ],
};

/** Where such values stand within others. */
const within: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `W/"${value}"`,
  (value) => `SMTP:${value}`,
  (value) => `https://graph.microsoft.com/v1.0/users/${encodeURIComponent(value)}/messages`,
  (value) => `https://graph.microsoft.com/v1.0/groups?$filter=displayName eq '${value.replaceAll("'", "''")}'`,
  (value) => `https://files.contoso.net/download/${encodeURIComponent(value)}?tempauth=v1.${value}`,
  (value) => `/users/${encodeURIComponent(value)}`,
  // The name of a thread has letters, digits, `_` and `-`.
  (value) => (/^[\w-]+$/.test(value) ? `19:${value}@thread.tacv2` : value),
];

const key = (seed: number) => createPseudonymizer({ key: Buffer.alloc(32, seed) });

/** What a run with that key records of a response. */
function recorded(body: Json, seed: number) {
  const request = { method: 'GET', url: '/v1.0/users', headers: {} } as const;
  const response = { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
  const shown = key(seed).exchange({ request, response });
  const parsed = parseJson(shown.response.text);
  return sampleRecording({ me: [sampleExchange({}, { body: parsed.ok ? parsed.value : null })] });
}

for (const [kind, ways] of Object.entries(kinds)) {
  test(`of the kind ${kind} no value makes noise, alone or within others`, () => {
    const value = fc.tuple(fc.oneof(...ways), fc.constantFrom(...within)).map(([one, put]) => put(one));
    const fields = fc.constantFrom('displayName', 'id', 'mobilePhone', 'webUrl', 'ipAddress', 'other', 'error');
    const body = fc.array(fc.dictionary(fields, value, { minKeys: 1, maxKeys: 4 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(body, (values) => {
        const [old, fresh] = [recorded({ value: values }, 1), recorded({ value: values }, 2)];
        const carried = carryOver(old, fresh);
        expect(carried.steps).toEqual(old.steps);
        expect(sameContent(old, carried)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
}

test('the law can fail: another value is another recording', () => {
  const [old, fresh] = [recorded({ state: 'Enabled' }, 1), recorded({ state: 'Disabled' }, 2)];
  expect(sameContent(old, carryOver(old, fresh))).toBe(false);
});
