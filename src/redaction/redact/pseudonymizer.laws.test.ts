import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDateTime, isEmail, isHttpUrl, isUuid } from '../../expectation/matchers/text-form.ts';
import { createPseudonymizer } from './pseudonymizer.ts';

const key = Buffer.alloc(32, 1);
const otherKey = Buffer.alloc(32, 2);
const fresh = (of: Uint8Array = key) => createPseudonymizer({ key: of });

const hex = (length: number) =>
  fc.string({ minLength: length, maxLength: length, unit: fc.constantFrom(...'0123456789abcdef') });
const label = fc.string({ minLength: 2, maxLength: 12, unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz') });
const domain = fc.oneof(
  label.map((one) => `${one}.com`),
  label.map((one) => `${one}.onmicrosoft.com`),
);
const user = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(...'abcdefgXYZ0123456789.-') });
const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'abcdeABCDEéüß') });
const uuid = fc.uuid({ version: 4 });
const u32 = fc.nat(0xffffffff);

/** Values of each shape, and what their pseudonyms have to be. */
const shapes: {
  readonly [name: string]: { readonly raw: fc.Arbitrary<string>; readonly fits: (shown: string) => boolean };
} = {
  'a UUID': { raw: uuid, fits: isUuid },
  'a UUID in capitals': {
    raw: uuid.map((id) => id.toUpperCase()).filter((id) => /[A-F]/.test(id)),
    fits: (shown) => isUuid(shown) && !/[a-f]/.test(shown),
  },
  'two UUIDs': {
    raw: fc.tuple(uuid, uuid).map((ids) => ids.join('_')),
    fits: (shown) => shown.split('_').every(isUuid),
  },
  'an address': { raw: fc.tuple(user, domain).map((parts) => parts.join('@')), fits: isEmail },
  'a guest': {
    raw: fc.tuple(user, domain, domain).map(([name, home, host]) => `${name}_${home}#EXT#@${host}`),
    fits: (shown) => isEmail(shown) && shown.includes('#EXT#@'),
  },
  'a proxy address': {
    raw: fc.tuple(user, domain).map((parts) => `SMTP:${parts.join('@')}`),
    fits: (shown) => shown.startsWith('SMTP:') && isEmail(shown.slice(5)),
  },
  'a domain': { raw: domain, fits: (shown) => /^[Tt]enant-[0-9a-f]{8}(\.onmicrosoft)?\.example$/.test(shown) },
  'a SID of the cloud': {
    raw: fc.tuple(u32, u32, u32, u32).map((parts) => `S-1-12-1-${parts.join('-')}`),
    fits: (shown) => /^S-1-12-1(-\d{1,10}){4}$/.test(shown),
  },
  'a SID': {
    raw: fc.tuple(u32, u32, u32, u32).map((parts) => `S-1-5-21-${parts.join('-')}`),
    fits: (shown) => /^S-1-5-21(-\d{1,10}){4}$/.test(shown),
  },
  'an IPv4 address': { raw: fc.ipV4(), fits: (shown) => /^\d+(\.\d+){3}$/.test(shown) },
  'an IPv6 address': { raw: fc.ipV6(), fits: (shown) => shown.includes(':') },
  'a telephone number': {
    raw: fc.integer({ min: 1_000_000_000, max: 8_999_999_999 }).map((number) => `+${number}`),
    fits: (shown) => /^\+999\d{7}$/.test(shown),
  },
  'a thumbprint': { raw: hex(40).map((one) => one.toUpperCase()), fits: (shown) => /^[0-9A-F]{40}$/.test(shown) },
  'an opaque word': {
    raw: fc.uint8Array({ minLength: 24, maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fits: (shown) => /^[\w-]{32,80}$/.test(shown),
  },
  'a name': {
    raw: fc.tuple(word, word).map((words) => words.join(' ')),
    fits: (shown) => /^Name [0-9a-f]{8}$/.test(shown),
  },
  'an entity tag': { raw: uuid.map((id) => `W/"${id}"`), fits: (shown) => isUuid(shown.slice(3, -1)) },
  'a thread': {
    raw: fc.tuple(uuid, uuid).map((ids) => `19:${ids.join('_')}@unq.gbl.spaces`),
    fits: (shown) => /^19:[\w-]+@unq\.gbl\.spaces$/.test(shown),
  },
  'a link': {
    raw: fc
      .tuple(uuid, word)
      .map(
        ([id, name]) =>
          `https://graph.microsoft.com/v1.0/groups/${id}?$filter=displayName%20eq%20'${encodeURIComponent(name)}'`,
      ),
    fits: (shown) => isHttpUrl(shown) && shown.startsWith('https://graph.microsoft.com/v1.0/groups/'),
  },
};

describe.each(Object.entries(shapes))('%s', (_, { raw, fits }) => {
  test('has a pseudonym of the same shape, that is another value, and is its own pseudonym', () => {
    const law = fc.property(raw, (value) => {
      const shown = fresh().value(value);
      // Some have nothing in them that is anyone's, such as addresses of documentation.
      fc.pre(shown !== value);
      expect(fits(shown), `${value} → ${shown}`).toBe(true);
      expect(fresh().value(shown)).toBe(shown);
      expect(fresh(otherKey).value(shown)).toBe(shown);
    });
    fc.assert(law);
  });

  test('has one that follows from the key, and from nothing else', () => {
    const law = fc.property(fc.array(raw, { minLength: 2, maxLength: 12 }), (values) => {
      const [one, other, stranger] = [fresh(), fresh(), fresh(otherKey)];
      const shown = values.map(one.value);
      expect(values.toReversed().map(other.value).toReversed()).toEqual(shown);
      for (const [index, value] of values.entries()) {
        if (shown[index] !== value) expect(stranger.value(value)).not.toBe(shown[index]);
      }
    });
    fc.assert(law, { numRuns: 50 });
  });

  test('has one that no other value has', () => {
    const law = fc.property(fc.uniqueArray(raw, { maxLength: 60 }), (values) => {
      const { value } = fresh();
      // Spellings of one address that differ only in letters of both cases are one.
      const distinct = new Set(values.map((one) => one.toLowerCase()));
      expect(new Set(values.map((one) => value(one).toLowerCase())).size).toBe(distinct.size);
    });
    fc.assert(law, { numRuns: 30 });
  });
});

test.each([
  ...['2026-01-05T08:00:00Z', '2026-01-05', 'P30D', '12:30:00.0000000', 'InProgress', 'Guest', '#microsoft.graph.user'],
  ...['00000000-0000-0000-0000-000000000000', '00000003-0000-0000-c000-000000000000', 'Group.ReadWrite.All', '', '42'],
  ...['https://graph.microsoft.com/v1.0/$metadata#groups/$entity', 'https://learn.microsoft.com/graph', '127.0.0.1'],
  ...['62e90394-69f5-4237-9190-012177145e10', '<gone>', '<gone:password>', 'admin@contoso.example.com', '192.0.2.7'],
])('%s names no one, and stays', (value) => {
  const shown = fresh().value(value);
  expect(value.includes('@') ? shown.split('@')[1] : shown).toBe(value.includes('@') ? value.split('@')[1] : value);
});

test('texts of the scenario are kept wherever they occur, and texts built from values are built from pseudonyms', () => {
  const { know, value, url, response } = fresh();
  know('Building security group');
  know('aline@contoso.com', `aline@${value('contoso.com')}`);
  expect(value('Building security group')).toBe('Building security group');
  expect(value('Another group')).toMatch(/^Name /);
  expect(value('aline@contoso.com')).toBe(`aline@${value('contoso.com')}`);
  expect(url("/v1.0/groups?$filter=displayName eq 'Building security group'")).toContain("'Building security group'");
  const text = JSON.stringify({ mail: 'aline@contoso.com', proxyAddresses: ['SMTP:aline@contoso.com'] });
  const shown = JSON.parse(response({ status: 200, headers: {}, text }).text);
  expect(shown).toEqual({ mail: value('aline@contoso.com'), proxyAddresses: [`SMTP:${value('aline@contoso.com')}`] });
});

test.each(['users Kowalski aline@contoso.com', 'Kowalski_users_825f1b5e-6fb2-4d9a-b393-d491101acc0c'])(
  'a text is not known because one of its words is: %s',
  (text) => {
    const { value } = fresh();
    expect(value(text)).not.toMatch(/Kowalski|aline|825f1b5e/);
    expect(value('users_825f1b5e-6fb2-4d9a-b393-d491101acc0c')).toMatch(/^users_/);
  },
);

test('the SID of an object belongs to the pseudonym of its id', () => {
  const { value } = fresh();
  const [id, sid] = ['825f1b5e-6fb2-4d9a-b393-d491101acc0c', 'S-1-12-1-2187271006-1301966770-2446627763-214702608'];
  const words = [...value(sid).split('-').slice(4)].map(Number);
  const bytes = Buffer.alloc(16);
  for (const [index, one] of words.entries()) bytes.writeUInt32LE(one, index * 4);
  const [a, b, c] = [bytes.readUInt32LE(0), bytes.readUInt16LE(4), bytes.readUInt16LE(6)].map((one, index) =>
    one.toString(16).padStart(index === 0 ? 8 : 4, '0'),
  );
  expect(`${a}-${b}-${c}-${bytes.toString('hex', 8, 10)}-${bytes.toString('hex', 10)}`).toBe(value(id));
});

type Shape = unknown;

/** JSON without what its texts say. */
function shapeOf(value: unknown): Shape {
  if (typeof value === 'string') return isDateTime(value) ? value : 'text';
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
  }
  return value;
}

const property = fc.constantFrom(
  'id',
  'displayName',
  'value',
  'error',
  'message',
  'code',
  'x',
  '@odata.type',
  'nested',
);
const json = fc.letrec<{ readonly node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    ...[
      fc.string(),
      uuid,
      fc.tuple(user, domain).map((parts) => parts.join('@')),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    ],
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(property, tie('node'), { maxKeys: 5 }),
  ),
})).node;

test('a response keeps its structure, its names, numbers, dates and white space, and is its own redaction', () => {
  const law = fc.property(json, fc.constantFrom(undefined, 2), (value, indent) => {
    const text = JSON.stringify(value, undefined, indent);
    const { response } = fresh();
    const shown = response({ status: 200, headers: {}, text });
    expect(shapeOf(JSON.parse(shown.text))).toEqual(shapeOf(JSON.parse(text)));
    expect(shown.text.replace(/"(?:[^"\\]|\\.)*"/g, '')).toBe(text.replace(/"(?:[^"\\]|\\.)*"/g, ''));
    expect(response(shown)).toEqual(shown);
    expect(fresh(otherKey).response(shown)).toEqual(shown);
  });
  fc.assert(law);
});

test('a function of a person’s own name keeps its stand-in', () => {
  const { value } = fresh();
  const shown = value('http://a.aa#a()');
  expect(shown).toMatch(/^http:\/\/tenant-[0-9a-f]{8}\.example#name-[0-9a-f]{8}\(\)$/);
  expect(value(shown)).toBe(shown);
});

test('any text at all has a value, and that value is its own', () => {
  const law = fc.property(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.emailAddress(),
    ),
    (text) => {
      const { value, url, text: sentence } = fresh();
      expect(value(value(text))).toBe(value(text));
      expect(() => [url(`/v1.0/${text}`), sentence(text)]).not.toThrow();
    },
  );
  fc.assert(law, { numRuns: 300 });
});

test.each([
  ['secrets by name', { passwordProfile: { password: 'Xy12345678', forceChange: true }, secretText: 'a', key: 12 }],
  ['addresses that let anyone in', { downloadUri: 'https://a.blob.core.windows.net/c/f.csv?sv=2&sig=abcdefghijkl' }],
  ['any address with a signature', { link: 'https://files.contoso.com/f?x=Adele&sig=abcdefghijkl' }],
])('%s are removed, never hashed', (_, body) => {
  const { response } = fresh();
  const { text } = response({ status: 200, headers: {}, text: JSON.stringify(body) });
  expect(text).not.toMatch(/Xy12345678|"a"|12\b|abcdefghijkl|contoso|Adele|blob/);
});

test('a secret that a response reports is gone wherever it comes back', () => {
  const { response, text, value } = fresh();
  response({ status: 200, headers: {}, text: '{"secretText": "q8Q-not-a-real-one-7"}' });
  expect(text('the secret q8Q-not-a-real-one-7 is known')).toBe('the secret <gone> is known');
  expect(value('q8Q-not-a-real-one-7')).toBe('<gone>');
});

test('the error of a service keeps everything but names', () => {
  const { response, value } = fresh();
  const [id, mail] = ['825f1b5e-6fb2-4d9a-b393-d491101acc0c', 'adele@contoso.com'];
  const message = `Resource '${id}' of ${mail} ('Adele Vance') has no property 'displayName'.`;
  const error = { code: 'Request_ResourceNotFound', message, innerError: { 'request-id': id } };
  const { text } = response({ status: 404, headers: {}, text: JSON.stringify({ displayName: null, error }) });
  expect(JSON.parse(text).error).toEqual({
    code: 'Request_ResourceNotFound',
    message: `Resource '${value(id)}' of ${value(mail)} ('${value('Adele Vance')}') has no property 'displayName'.`,
    innerError: { 'request-id': value(id) },
  });
});
