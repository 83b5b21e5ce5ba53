import { describe, expect, test } from 'vitest';
import { findSecret, secretShapes } from './secret-shapes.ts';

const x = (length: number) => 'x9Z'.repeat(length).slice(0, length);

/** For each rule, texts it must find something in and texts it must leave alone. Put together here: none is a secret. */
const cases: { readonly [rule: string]: { readonly finds: readonly string[]; readonly leaves: readonly string[] } } = {
  jwt: {
    finds: [`eyJ${x(20)}.eyJ${x(40)}.${x(43)}`, `"eyJ${x(20)}.eyJ${x(40)}"`, `a=eyJ${x(20)}.eyJ${x(40)}.&b=c`],
    leaves: ['eyJ.eyJ', `eyJ${x(20)} eyJ${x(40)}`, `${x(20)}.${x(40)}.${x(43)}`],
  },
  'entra-client-secret': {
    finds: [`abc8Q~${x(34)}`, `client_secret=abc8Q~${x(31)}&`, `"~.-1Q~${x(34)}"`],
    leaves: [`abc8Q~${x(20)}`, `abcdQ~${x(34)}`, 'the Q~ mark'],
  },
  'sas-signature': {
    finds: [`https://a.blob.core.windows.net/c/b?sv=2021&sig=${x(44)}`, `?sig=${x(20)}%2B%3D`, `&SIG=${x(44)}`],
    leaves: ['?sig=short', `design=${x(44)}`, `?signature_of_a_page=${x(44)}`],
  },
  'account-key': {
    finds: [`AccountName=a;AccountKey=${x(86)}==`, `SharedAccessKey=${x(43)}=`],
    leaves: ['AccountKey=', `AccountKeyVersion=${x(44)}`, 'SharedAccessKey=<yours>'],
  },
  'private-key': {
    finds: ['-----BEGIN PRIVATE KEY-----', '-----BEGIN RSA PRIVATE KEY-----', '-----BEGIN ENCRYPTED PRIVATE KEY-----'],
    leaves: ['-----BEGIN CERTIFICATE-----', '-----BEGIN PUBLIC KEY-----', 'a PRIVATE KEY'],
  },
  bearer: {
    finds: [`Authorization: Bearer ${x(40)}`, `bearer  ${x(20)}`],
    leaves: ['Bearer {token}', 'Authorization: Bearer <token>', `forbearer ${x(40)}`, 'Bearer of good news'],
  },
  'teams-webhook': {
    finds: [`https://contoso.webhook.office.com/webhookb2/${x(36)}@${x(36)}/IncomingWebhook/${x(32)}/${x(36)}`],
    leaves: ['https://contoso.webhook.office.com/webhookb2/', `https://contoso.office.com/webhookb2/${x(72)}`],
  },
};

describe('the shapes of secrets', () => {
  test('have a case here, every one of them', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(secretShapes).sort());
  });

  for (const [rule, { finds, leaves }] of Object.entries(cases)) {
    test.each(finds)(`${rule} finds %s`, (text) => {
      expect(secretShapes[rule]?.test(text)).toBe(true);
      const found = findSecret(`before ${text} after`);
      expect(found).toBeDefined();
    });

    test.each(leaves)(`${rule} leaves %s`, (text) => {
      expect(findSecret(text)).toBeUndefined();
    });
  }
});

describe('a finding', () => {
  test('says rule and offsets, and not the value', () => {
    const value = `eyJ${x(20)}.eyJ${x(40)}`;
    const found = findSecret(`{"token": "${value}"}`);
    expect(found).toEqual({ rule: 'jwt', start: 11, end: 11 + value.length });
    expect(JSON.stringify(found)).not.toContain('eyJ');
  });

  test.each([
    'c9a5aff7-9298-4d71-adab-0a222e0a05e4',
    'https://graph.microsoft.com/beta/$metadata#groups/$entity',
    'S-1-12-1-2187271006-1301966770-2446627763-214702608',
    'https://graph.microsoft.com/v1.0/users?$skiptoken=RFNwdAIAAQAAABg6YWRlbGV2QGNvbnRvc28uY29t',
    'Recorded-passw0rd',
  ])('is not made of %s', (text) => {
    expect(findSecret(text)).toBeUndefined();
  });
});
