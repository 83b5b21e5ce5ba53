import { expect, test } from 'vitest';
import { createPseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import { textShape } from './varying-texts.ts';

/** The same value as two runs show it. */
const twice = (value: string) =>
  [1, 2].map((seed) => createPseudonymizer({ key: Buffer.alloc(32, seed) }).value(value));

test.each([
  ['a GUID', '6ea91a8d-e32e-41a1-b7bd-d2d185eed0e0'],
  ['a name', 'Adele Vance'],
  ['a word', 'Adele'],
  ['an address of mail', 'adele@contoso.com'],
  ['a guest', 'adele_contoso.com#EXT#@fabrikam.onmicrosoft.com'],
  ['a domain', 'contoso.onmicrosoft.com'],
  ['a SID of the cloud', 'S-1-12-1-1943430372-1249052806-2496021943-3034400218'],
  ['a SID of a domain', 'S-1-5-21-1004336348-1177238915-682003330-512'],
  ['IPv4', '20.190.128.4'],
  ['IPv6', '2603:1026:c0a:1::5'],
  ['a telephone number', '+1 425 555 0109'],
  ['a telephone number with brackets', '(425) 555-0109'],
  ['a long number', '4255550109'],
  ['hexadecimal digits', '9f86d081884c7d659a2feaa0c55ad015'],
  ['capital hexadecimal digits', '9F86D081884C7D659A2FEAA0C55AD015'],
  ['an opaque word', 'q1BYvZ7mR0s_4kLxT2aWnE8'],
])('%s is another pseudonym in each run, and known as the same kind of text', (_, value) => {
  const [one = '', other = ''] = twice(value);
  expect(one).not.toBe(other);
  expect(textShape(one)).toBe(textShape(other));
});

test.each(['999', 'version 1.2.3', 'room 9-99', '1999-12-31', '12345678'])('%s is not a pseudonym', (text) => {
  expect(textShape(text)).not.toContain('pseudonym');
});
