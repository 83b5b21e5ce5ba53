import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cpuClock } from '../../../tools/cpu-clock.ts';
import { withoutShapes } from './secret-patterns.ts';
import { findSecret, secretShapes, shapesIn } from './secret-shapes.ts';

const x = (length: number) => 'x9Z'.repeat(length).slice(0, length);

/** Made here, and thrown away: one of each form, with its length in the same number of bytes. */
const made = [
  ...[1024, 2048, 4096].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength })),
  ...['P-256', 'P-384', 'P-521', 'secp256k1'].map((namedCurve) => generateKeyPairSync('ec', { namedCurve })),
  generateKeyPairSync('ed25519'),
  generateKeyPairSync('x25519'),
  generateKeyPairSync('ed448'),
];
const base64 = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64');
const bareKeys = made.flatMap(({ privateKey: key }) => {
  const old = { rsa: 'pkcs1', ec: 'sec1' } as const;
  const type = old[key.asymmetricKeyType as 'rsa'] as 'pkcs1' | undefined;
  const plain = base64(key.export({ type: 'pkcs8', format: 'der' }));
  return type === undefined ? [plain] : [plain, base64(key.export({ type, format: 'der' }))];
});
/** How a PKCS #12 file begins. */
const pfx = `MIIJzwIBAzCCCYUGCSqGSIb3DQEHAaCCCXYEgglyMIIJbjCC${x(80)}`;
const publicKeys = made.map(({ publicKey }) => base64(publicKey.export({ type: 'spki', format: 'der' })));

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
    finds: [
      `0.AX${x(26)}.AgAB${x(60)}`,
      `"1.AX${x(26)}.AQAB${x(60)}"`,
      `M.C540_BAY.-C${x(60)}!*$`,
      `M.R3_BL2.-C${x(60)}`,
    ],
    leaves: [`0.AX${x(26)}`, `10.AX${x(26)}.AgAB${x(60)}`, 'M.C540_BAY.', `1.A.AgAB${x(60)}`],
  },
  'token-field': {
    finds: [
      `"access_token": "${x(30)}"`,
      `client_secret=${x(20)}`,
      `\\"refresh_token\\":\\"${x(40)}\\"`,
      `id_token%3D${x(40)}`,
      `client_assertion=${x(40)}`,
      `device_code: ${x(40)}`,
      `"secretText": "${x(40)}"`,
      `"encryptedSecret": "${x(40)}"`,
    ],
    leaves: ['"access_token": "<gone>"', 'client_secret=', '"token_type": "Bearer"', `access_token_of ${x(30)}`],
  },
  'workflow-url': {
    finds: [
      `https://prod-1.westeurope.logic.azure.com:443/workflows/${x(32)}/triggers/manual/paths/invoke?sp=a&sig=${x(43)}`,
      `https://d.api.powerplatform.com/powerautomate/automations/direct/workflows/1?sig=${x(43)}`,
      `https://prod.flow.microsoft.com:443/workflows/1?sig=${x(43)}`,
      `https://x.logic.azure.us/workflows/1/sig=${x(43)}`,
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
  'bare-private-key': {
    finds: [...bareKeys, pfx].flatMap((one) => [one, `{"key":"${one}"}`, one.replaceAll(/(.{64})/g, '$1\\n')]),
    leaves: [...publicKeys, 'MIIEvAIBADANBgkqhkiG9w0BAQEFAASC', `xMHcCAQEEI${x(40)}`, 'IBAAKCAQEA'],
  },
  'private-key': {
    finds: [
      ...['PRIVATE', 'RSA PRIVATE', 'ENCRYPTED PRIVATE'].map((kind) => `-----BEGIN ${kind} KEY-----`),
      `${x(64)}\n${x(20)}==\n-----END RSA PRIVATE KEY-----`,
    ],
    leaves: ['-----END CERTIFICATE-----', '-----BEGIN CERTIFICATE-----', '-----BEGIN PUBLIC KEY-----', 'a PRIVATE KEY'],
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

  test('have a case here for every mark by itself', () => {
    const alone = Object.entries(secretShapes).flatMap(([rule, { marks }]) =>
      marks.filter((mark) => {
        const others = marks.filter((one) => one !== mark);
        const finds = (cases[rule]?.finds ?? []).map((text) => text.toLowerCase());
        return !finds.some((text) => text.includes(mark) && !others.some((one) => text.includes(one)));
      }),
    );
    expect(alone).toEqual([]);
  });

  for (const [rule, { finds, leaves }] of Object.entries(cases)) {
    test.each(finds)(`${rule} finds %s`, (text) => {
      expect(secretShapes[rule]?.find(text, 0)).toBeDefined();
      const found = findSecret(`before ${text} after`);
      expect(found).toBeDefined();
    });

    test.each(leaves)(`${rule} leaves %s`, (text) => {
      expect(findSecret(text)).toBeUndefined();
    });
  }
});

describe('a finding', () => {
  test('reports rule and offsets, and not the value', () => {
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
  const text8MiB = (part: string) => part.repeat(Math.ceil((8 * 1024 * 1024) / part.length));
  const hostile = [
    ...['eyJ', 'a', 'eyJaaaaaaaaaaaaa.', '.eyJ', '8Q~', '0.A', 'M.C1_AA.', '&sig=', 'bearer ', 'access_token: '],
    ...['://a:', 'Server=abc;', '.logic.azure.com/', '-----BEGIN A ', '-----BEGIN PRIVATE KEY-----\n', 'AccountKey='],
    ...[
      '-----BEGIN PRIVATE KEY-----a-----END A-----',
      'aaaa-----END PRIVATE KEY-----',
      'MIIEvAIBAAKCAQEA',
      'MHcCAQEEI ',
    ],
  ];

  test.each(hostile)('8 MiB of %j are looked through', (part) => {
    const text = text8MiB(part);
    const spentMs = cpuClock();
    findSecret(text);
    withoutShapes(text);
    // Half a second on the slowest machine seen; what is not linear takes hours.
    expect(spentMs()).toBeLessThan(20_000);
  });

  const long = text8MiB('x9Z');
  test.each([
    ['jwt', `eyJ${long}.eyJ${long}`],
    ['jwt', `${long}eyJ${x(20)}.eyJ${x(20)}`],
    ['refresh-token', `M.C540_BAY.${long}`],
    ['refresh-token', `1.AX${x(26)}.AgAB${long}`],
    ['token-field', `client_secret=${long}`],
    ['sas-signature', `?sig=${long}`],
    ['account-key', `AccountKey=${long}`],
    ['bearer', `Bearer ${long}`],
    ['basic-credentials', `Authorization: Basic ${long}`],
    ['teams-webhook', `a.webhook.office.com/webhookb2/${long}`],
    ['private-key', `-----BEGIN PRIVATE KEY-----${long}`],
    ['bare-private-key', `MIIEvAIBAAKCAQEA${long}`],
  ])('a secret of 8 MiB is removed whole: %s', (rule, secret) => {
    expect(withoutShapes(`before ${secret}`)).toMatch(new RegExp(`^before .{0,40}<gone:${rule}>$`));
  });
});

test('a text is searched only for the shapes whose marks are in it', () => {
  const text = `{"value": [${JSON.stringify({ id: 'c9a5aff7-9298-4d71-adab-0a222e0a05e4', displayName: 'A group' })}]}`;
  expect(shapesIn(text)).toEqual([]);
  expect(shapesIn(`${text} BEARER`).map(([rule]) => rule)).toEqual(['bearer']);
});

test('a private key ends within 20,000 characters, or is not known to end', () => {
  const [begin, end] = ['BEGIN', 'END'].map((word) => `-----${word} PRIVATE KEY-----`);
  const found = (length: number) =>
    secretShapes['private-key']?.find(`${begin}${'k'.repeat(length - (end?.length ?? 0))}${end}`, 0);
  expect(found(20_000)).toEqual({ start: 0, end: (begin?.length ?? 0) + 20_000 });
  expect(found(20_001)).toMatchObject({ isOpen: true, end: begin?.length });
});

test('a key without its first line goes whole, over all of its lines, as they are or as JSON escapes them', () => {
  const [, , , pem = ''] = bareKeys;
  const lines = pem.match(/.{1,64}/g) ?? [];
  for (const between of ['\n', '\r\n    ', '\\n', '\\\\r\\\\n']) {
    const body = lines.join(between);
    expect(withoutShapes(`it is ${body} and so on`)).toBe('it is <gone:bare-private-key> and so on');
    const rest = lines.slice(2).join(between);
    expect(withoutShapes(`"${rest}${between}-----END PRIVATE KEY-----" it is`)).toBe('"<gone:private-key>" it is');
  }
});
