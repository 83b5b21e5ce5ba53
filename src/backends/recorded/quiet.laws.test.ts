import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import type { RecordedExchange } from '../../format/recording/recording.ts';
import { readContent } from '../../http/read-content.ts';
import type { Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import { type PseudonymKind, PseudonymTable } from '../../redaction/pseudonyms/pseudonym-table.ts';
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
  guid: [
    guid,
    guid.map((id) => id.toUpperCase()),
    guid.map((id) => id.replaceAll('-', '')),
    guid.map((id) => `{${id}}`),
  ],
  word: [
    name,
    fc.tuple(name, name).map((both) => both.join(' ')),
    fc.tuple(name, name).map((both) => `${both.join(', ')}!`),
    name.map((one) => `${one} & Söhne (東京)`),
    name.map((one) => `${one}\nsecond line \u{1f600}`),
    name.map((one) => `${one}_${one.length}`),
    name.map((one) => `${one}.csv`),
  ],
  user: [
    mail,
    fc.tuple(letters(lower, 3, 8), host, host).map(([who, home, there]) => `${who}_${home}#EXT#@${there}`),
    mail.map((one) => one.toUpperCase()),
    mail.map((one) => `o'${one}`),
    mail.map((one) => `${one.split('@')[0]}.${one}`),
    mail.map((one) => `jürgen.${one}`),
  ],
  domain: [
    host,
    host.map((one) => one.toUpperCase()),
    host.map((one) => `xn--${one}`),
    host.map((one) => `www.${one}`),
  ],
  token: [
    letters(`${lower}${lower.toUpperCase()}${digits}-_`, 16, 80),
    letters(`${lower}${lower.toUpperCase()}${digits}+/`, 22, 60).map((text) => `${text}==`),
    letters(hex, 17, 64),
    letters(hex.toUpperCase(), 17, 64),
    letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32).map((text) => `01${text}`),
    letters(lower, 16, 40),
  ],
  number: [
    number,
    phone,
    local,
    number.map((text) => `+${text}`),
    number.map((text) => text.slice(0, 7)),
    phone.map((text) => text.replace(/[ .-]/, ' (0)')),
    local.map((text) => `+1 ${text}`),
  ],
  address: [
    fc.ipV4(),
    fc.ipV4().map((text) => `${text}:443`),
    fc.ipV6(),
    fc.ipV6().map((text) => `[${text}]:443`),
    fc.ipV6().map((text) => text.toUpperCase()),
  ],
  sid: [
    fc.tuple(part, part, part, part).map((parts) => `S-1-12-1-${parts.join('-')}`),
    fc.tuple(part, part, part, fc.nat({ max: 9_999 })).map((parts) => `S-1-5-21-${parts.join('-')}`),
  ],
};

/** Where such values occur inside others. */
const within: readonly ((value: string) => string)[] = [
  (value) => value,
  (value) => `W/"${value}"`,
  (value) => `SMTP:${value}`,
  (value) => `https://graph.microsoft.com/v1.0/users/${encodeURIComponent(value)}/messages`,
  (value) => `https://graph.microsoft.com/v1.0/groups?$filter=displayName eq '${value.replaceAll("'", "''")}'`,
  (value) => `https://files.contoso.net/download/${encodeURIComponent(value)}?tempauth=v1.${value}`,
  (value) => `/users/${encodeURIComponent(value)}`,
  (value) => `-${value}-`,
  // A url within a url has its escapes escaped.
  (value) =>
    `https://graph.microsoft.com/v1.0/me?of=${encodeURIComponent(`https://files.contoso.net/${encodeURIComponent(value)}`)}`,
  // The name of a thread has letters, digits, `_` and `-`.
  (value) => (/^[\w-]+$/.test(value) ? `19:${value}@thread.tacv2` : value),
];

/** Where they occur in sentences and in texts that are not JSON. */
const sentences: readonly ((value: string) => string)[] = [
  (value) => `Resource '${value}' does not exist or one of its queried reference-property objects are not present.`,
  (value) => `Another object with the same value for property mail already exists: ${value}`,
  (value) => `Reviewer,Decision\r\n"${value}",Approve\r\n${value},Deny\r\n`,
  (value) => `<p>Written to ${value}, and (${value}).</p>`,
];

/** Everything of an exchange in which they may stand. */
type Drawn = { readonly body: Json; readonly sentence: string; readonly value: string };

const unspecified = { 'content-type': 'application/octet-stream' };

/** What a run with that key records. */
function recorded({ body: drawn, sentence, value }: Drawn, seed: number) {
  const shown = createPseudonymizer({ key: Buffer.alloc(32, seed) });
  const json = { 'content-type': 'application/json' };
  const location = `https://graph.microsoft.com/v1.0/users/${encodeURIComponent(value)}/operations('${encodeURIComponent(value)}')`;
  const responses = [
    { status: 200, headers: { ...json, location }, text: JSON.stringify(drawn) },
    { status: 404, headers: json, text: JSON.stringify({ error: { code: 'notFound', message: sentence } }) },
    { status: 200, headers: { 'content-type': 'text/plain' }, text: sentence },
    { status: 200, headers: unspecified, ...readContent(Buffer.from(sentence), unspecified) },
  ];
  const url = `/v1.0/users/${encodeURIComponent(value)}?$filter=mail eq '${encodeURIComponent(value.replaceAll("'", "''"))}'`;
  const request = { method: 'POST', url, headers: json, body: drawn } as const;
  const exchanges: RecordedExchange[] = responses.map((response) => {
    const { request: sent, response: got } = shown.exchange({ request, response });
    const parsed = parseJson(got.text);
    const { status, headers, bytes } = got;
    const content = bytes === undefined ? { body: parsed.ok ? parsed.value : got.text } : { bytes };
    return { request: sent, response: { status, headers, ...content } };
  });
  // A request is made of what values are shown as; forms write a blank as a plus sign.
  const body = new URLSearchParams({ who: shown.value(value) }).toString();
  exchanges.push({
    request: { method: 'POST', url: '/v1.0/me', headers: {}, body },
    response: { status: 204, headers: {} },
  });
  return { ...sampleRecording({ me: exchanges }), inputs: { who: shown.value(value) } };
}

function isQuiet(value: fc.Arbitrary<string>): void {
  const fields = fc.constantFrom('displayName', 'id', 'mobilePhone', 'webUrl', 'ipAddress', 'other', 'error');
  const placed = fc.tuple(value, fc.constantFrom(...within)).map(([one, put]) => put(one));
  const body = fc.array(fc.dictionary(fields, placed, { minKeys: 1, maxKeys: 4 }), { minLength: 1, maxLength: 4 });
  const drawn = fc.record({
    body,
    sentence: fc.tuple(value, fc.constantFrom(...sentences)).map(([one, put]) => put(one)),
    value,
  });
  fc.assert(
    fc.property(drawn, (one) => {
      const [old, fresh] = [recorded(one, 1), recorded(one, 2)];
      const carried = carryOver(old, fresh);
      expect(carried.steps).toEqual(old.steps);
      expect(sameContent(old, carried)).toBe(true);
    }),
    { numRuns: 120 },
  );
}

for (const [kind, ways] of Object.entries(kinds)) {
  test(`of the kind ${kind} no value makes noise, alone or within others`, () => isQuiet(fc.oneof(...ways)));
}

test('nor do values of all kinds together', () => isQuiet(fc.oneof(...Object.values(kinds).flat())));

test.each(Object.keys(kinds) as PseudonymKind[])(
  'what is drawn for the kind %s has pseudonyms of that kind',
  (kind) => {
    const drawn = new Set<string>();
    const { of } = PseudonymTable.prototype;
    const table = vi.spyOn(PseudonymTable.prototype, 'of').mockImplementation(function (this: PseudonymTable, ...args) {
      drawn.add(args[0]);
      return of.apply(this, args);
    });
    try {
      for (const value of fc.sample(fc.oneof(...kinds[kind]), 100))
        createPseudonymizer({ key: Buffer.alloc(32, 1) }).value(value);
    } finally {
      table.mockRestore();
    }
    expect(drawn).toContain(kind);
  },
);

test('the law can fail: another value is another recording', () => {
  const drawn = (state: string) => recorded({ body: { state }, sentence: '', value: '1' }, 1);
  const [old, fresh] = [drawn('Enabled'), drawn('Disabled')];
  expect(sameContent(old, carryOver(old, fresh))).toBe(false);
});

test('a value that is a word which pseudonyms begin with is not replaced within one', () => {
  const drawn = {
    body: [{ displayName: 'Ada Ada' }],
    sentence: "Resource 'Ada & Söhne (東京)' is gone.",
    value: 'Name',
  };
  const [old, fresh] = [recorded(drawn, 1), recorded(drawn, 2)];
  expect(carryOver(old, fresh).steps).toEqual(old.steps);
});
