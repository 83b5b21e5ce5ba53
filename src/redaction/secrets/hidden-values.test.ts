import { describe, expect, test } from 'vitest';
import type { Json } from '../../json/json.ts';
import { createPseudonymizer } from '../redact/pseudonymizer.ts';

/** What people and services choose as passwords. */
const passwords: { readonly [shape: string]: string } = {
  'letters of both cases, digits and signs': 'Wq7!bX2#kD',
  'an at sign': 'letme@in2026',
  'angle brackets': 'a<b>c<d>42',
  blanks: 'four words are better',
  'no digit': 'correcthorsebattery',
  'no letter': '90210-4711-31337',
  'seven characters': 'Ab3dE6x',
  'four characters': '4x7q',
  'three characters': 'x7q',
  'one character': '§',
  quotes: 'say "hi" & \'bye\'',
  'letters beyond ASCII': 'пароль-für-alle',
  'a word of every day': 'Sommerregen',
  'what looks like an id': '825f1b5e-6fb2-4d9a-b393-d491101acc0c',
};

const shownAfter = (password: string, ...bodies: readonly Json[]): readonly string[] => {
  const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
  pseudonyms.publish({ names: ['displayName', 'status'], secrets: ['Published-1'] });
  const show = (body: Json) => pseudonyms.response({ status: 200, headers: {}, text: JSON.stringify(body) }).text;
  const first = show({ newPassword: password });
  expect(JSON.parse(first)).toEqual({ newPassword: '<gone:newPassword>' });
  return bodies.map(show);
};

describe.each(Object.entries(passwords))('a password of %s', (_, password) => {
  test('is hidden as a whole value, in quotes and in a sentence', () => {
    const message = `The password ${password} is too old.`;
    const [whole, quoted, sentence] = shownAfter(
      password,
      { displayName: password, list: [password] },
      { error: { code: 'Bad', message: `The password '${password}' is too old.` } },
      { error: { code: 'Bad', message, innerError: { text: message } } },
    );
    expect(JSON.parse(whole ?? '')).toEqual({ displayName: '<gone>', list: ['<gone>'] });
    for (const text of [quoted, sentence]) {
      expect(JSON.parse(text ?? '').error.code).toBe('Bad');
      expect(JSON.parse(text ?? '').error.message).not.toContain(password);
      expect(text).toContain('<gone>');
    }
  });

  test('is hidden in a text that precedes its field', () => {
    const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
    const body = { error: { message: `You set ${password} first.` }, password };
    const { text } = pseudonyms.response({ status: 200, headers: {}, text: JSON.stringify(body) });
    expect(JSON.parse(text).password).toBe('<gone:password>');
    expect(JSON.parse(text).error.message).not.toContain(password);
  });

  test('is hidden in a header, a url, a text that is not JSON, and what a person types', () => {
    const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
    pseudonyms.hide(password);
    const { headers, text } = pseudonyms.response({
      status: 200,
      headers: { etag: password, prefer: password, location: `/v1.0/users/${encodeURIComponent(password)}` },
      text: `<h1>Your password is ${password}</h1>`,
    });
    expect(headers['etag']).toBe('<gone>');
    expect(headers['prefer']).toBe('<gone>');
    expect(decodeURIComponent(headers['location'] ?? '')).toBe('/v1.0/users/<gone>');
    expect(text).not.toContain(password);
    expect(pseudonyms.text(`it is "${password}"`)).toBe('it is "<gone>"');
    expect(pseudonyms.excerpt(`- note: "${password}"`)).toBe('- note: "<gone>"');
  });
});

test.each(['value', 'status', 'Completed', 'error', 'id', 'displayName'])(
  'names and codes stay, though the password is %s',
  (password) => {
    const body = { value: [{ id: 1, displayName: 2, status: 3 }], error: { code: password, message: 'None' } };
    const [text] = shownAfter(password, body);
    expect(JSON.parse(text ?? '')).toEqual({ ...body, error: { code: password, message: expect.any(String) } });
  },
);

test('a name of a property that is a secret is hidden, also where it precedes the secret', () => {
  const [later] = shownAfter('Wq7bX2kD', { Wq7bX2kD: 1, displayName: 2 });
  expect(JSON.parse(later ?? '')).toEqual({ '<gone>': 1, displayName: 2 });
  const [same] = shownAfter('other-one', { Wq7bX2kE: 1, password: 'Wq7bX2kE' });
  expect(JSON.parse(same ?? '')).toEqual({ '<gone>': 1, password: '<gone:password>' });
});

test('numbers in such a field are hidden, and their digits elsewhere', () => {
  const [text] = shownAfter('none', { password: 471_100 }, { error: { code: 'Bad', message: 'It was 471100.' } });
  expect(text).toBe('{"password":0}');
  const [, message] = shownAfter('none', { password: 471_100 }, { error: { code: 'Bad', message: 'It was 471100.' } });
  expect(JSON.parse(message ?? '').error.message).toBe('It was <gone>.');
});

test('a value that a scenario publishes in such a field is kept', () => {
  const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
  pseudonyms.publish({ names: [], secrets: ['Published-1'] });
  pseudonyms.know('Published-1');
  const text = '{"password":"Published-1","note":"Published-1"}';
  expect(pseudonyms.response({ status: 200, headers: {}, text }).text).toBe(text);
  // A word of the scenario that stands elsewhere in it is not a reason to show a password.
  pseudonyms.know('Completed');
  const other = pseudonyms.response({ status: 200, headers: {}, text: '{"password":"Completed"}' });
  expect(other.text).toBe('{"password":"<gone:password>"}');
});

test('a sentence that is a short secret as a whole is hidden', () => {
  const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
  pseudonyms.hide('x7q');
  expect(pseudonyms.text('x7q')).toBe('<gone>');
  expect(pseudonyms.text('no x7q')).toBe('no x7q');
});

test('an empty value, as of an input that no one gave, hides nothing', () => {
  const pseudonyms = createPseudonymizer({ key: Buffer.alloc(32, 7) });
  pseudonyms.hide('');
  expect(pseudonyms.isHidden('')).toBe(false);
  const text = '{"status":"Completed"}';
  expect(pseudonyms.response({ status: 200, headers: {}, text }).text).toBe(text);
});
