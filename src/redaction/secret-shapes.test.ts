import { describe, expect, test } from 'vitest';
import { cpuClock } from '../../tools/cpu-clock.ts';
import { findSecret, secretShapes } from './secret-shapes.ts';

const x = (length: number) => 'x9Z'.repeat(length).slice(0, length);

/** For each rule, texts it must find something in and texts it must leave alone. Put together here: none is a secret. */
const cases: { readonly [rule: string]: { readonly finds: readonly string[]; readonly leaves: readonly string[] } } = {
  jwt: {
    finds: [
      `eyJ${x(20)}.eyJ${x(40)}.${x(43)}`,
      `"eyJ${x(20)}.eyJ${x(40)}"`,
      `a=eyJ${x(20)}.eyJ${x(40)}.&b=c`,
      `%22eyJ${x(20)}.eyJ${x(40)}`,
    ],
    leaves: ['eyJ.eyJ', `eyJ${x(20)} eyJ${x(40)}`, `${x(20)}.${x(40)}.${x(43)}`, `${x(20)}.eyJ${x(40)}`],
  },
  'entra-client-secret': {
    finds: [`abc8Q~${x(34)}`, `secret abc8Q~${x(31)}&`, `"~.-1Q~${x(34)}"`, `x-abc8Q~${x(34)}`],
    leaves: [`abc8Q~${x(20)}`, `abcdQ~${x(34)}`, 'the Q~ mark'],
  },
  'refresh-token': {
    finds: [`0.AX${x(26)}.AgAB${x(60)}`, `"1.AX${x(26)}.AQAB${x(60)}"`, `M.C540_BAY.-C${x(60)}!*$`],
    leaves: [`0.AX${x(26)}`, `10.AX${x(26)}.AgAB${x(60)}`, 'M.C540_BAY.', `1.A.AgAB${x(60)}`],
  },
  'token-field': {
    finds: [
      `"access_token": "${x(30)}"`,
      `client_secret=${x(20)}`,
      `\\"refresh_token\\":\\"${x(40)}\\"`,
      `id_token%3D${x(40)}`,
    ],
    leaves: ['"access_token": "<gone>"', 'client_secret=', '"token_type": "Bearer"', `access_token_of ${x(30)}`],
  },
  'workflow-url': {
    finds: [
      `https://prod-1.westeurope.logic.azure.com:443/workflows/${x(32)}/triggers/manual/paths/invoke?sp=a&sig=${x(43)}`,
      `https://d.api.powerplatform.com/powerautomate/automations/direct/workflows/1?sig=${x(43)}`,
    ],
    leaves: [
      'https://prod-1.westeurope.logic.azure.com:443/workflows/1',
      `https://x.logic.azure.com/ then sig=${x(43)}`,
    ],
  },
  'sas-signature': {
    finds: [
      `https://a.blob.core.windows.net/c/b?sv=2021&sig=${x(44)}`,
      `?sig=${x(20)}%2B%3D`,
      `&SIG=${x(44)}`,
      `\\u0026sig=${x(44)}`,
      `&amp;sig=${x(44)}`,
      `url=https%3A%2F%2Fa%3Fsig%3D${x(44)}`,
    ],
    leaves: ['?sig=short', `design=${x(44)}`, `?signature_of_a_page=${x(44)}`],
  },
  'account-key': {
    finds: [
      `AccountName=a;AccountKey=${x(86)}==`,
      `SharedAccessKey=${x(43)}=`,
      `endpoint=https://a/;accesskey=${x(43)}=`,
    ],
    leaves: ['AccountKey=', `AccountKeyVersion=${x(44)}`, 'SharedAccessKey=<yours>'],
  },
  'connection-string': {
    finds: [
      `Server=tcp:a.database.windows.net,1433;Database=b;User ID=c;Password=${x(12)};`,
      `Host=db.contoso.com;Pwd=${x(8)}`,
    ],
    leaves: [
      'Server=a.contoso.com;Database=b;Password=<yours>',
      'Host=db.contoso.com;Password=${run.password}',
      `Password=${x(8)}`,
    ],
  },
  'url-credentials': {
    finds: [`https://proxy:${x(10)}@contoso.com:8080`, `amqps://someone:${x(12)}@mq/`],
    leaves: ['https://contoso.com:8080/@me', 'https://someone@contoso.com', 'http://a:<password>@b', 'urn:a:b:c@d'],
  },
  'private-key': {
    finds: ['PRIVATE', 'RSA PRIVATE', 'ENCRYPTED PRIVATE'].map((kind) => `-----BEGIN ${kind} KEY-----`),
    leaves: ['-----BEGIN CERTIFICATE-----', '-----BEGIN PUBLIC KEY-----', 'a PRIVATE KEY'],
  },
  bearer: {
    finds: [`Authorization: Bearer ${x(40)}`, `bearer  ${x(20)}`, `authorization=Bearer%20${x(20)}`],
    leaves: ['Bearer {token}', 'Authorization: Bearer <token>', `forbearer ${x(40)}`, 'Bearer of good news'],
  },
  'basic-credentials': {
    finds: [`Authorization: Basic ${x(24)}==`, `"authorization": "Basic ${x(24)}"`],
    leaves: ['Authorization: Basic <yours>', `Basic ${x(24)}`],
  },
  'teams-webhook': {
    finds: [
      `https://contoso.webhook.office.com/webhookb2/${x(36)}@${x(36)}/IncomingWebhook/${x(32)}/${x(36)}`,
      `https:\\/\\/contoso.webhook.office.com\\/webhookb2\\/${x(36)}@${x(36)}`,
    ],
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

describe('texts made to keep a search busy', () => {
  const megabyte = (part: string) => part.repeat(Math.ceil(1_000_000 / part.length));
  const hostile = [
    'eyJ',
    'a',
    'eyJaaaaaaaaaaaaa.',
    '8Q~',
    '0.A',
    'M.C1_AA.',
    '&sig=',
    'bearer ',
    'access_token: ',
    '://a:',
    'Server=abc;',
  ];

  test.each([...hostile, '.logic.azure.com/', '-----BEGIN A ', 'AccountKey='])(
    '%s a million times take no longer',
    (part) => {
      const text = megabyte(part);
      const spentMs = cpuClock();
      findSecret(text);
      // Some 20 ms on the slowest machine seen; what is not linear takes minutes.
      expect(spentMs()).toBeLessThan(2_000);
    },
  );
});
