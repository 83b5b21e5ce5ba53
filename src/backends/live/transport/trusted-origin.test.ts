import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  aboutStep,
  get,
  json,
  liveServer,
  outcome,
  trial,
} from '../../../../test/support/backends/sample-live-server.ts';
import { defined } from '../../../defined.ts';
import { checkEnvironment } from '../environment-guard.ts';
import { isThisMachine, linkPath, targetPath, trustOrigin } from './trusted-origin.ts';

describe('an origin is trusted', () => {
  test.each([
    ['https://graph.microsoft.com', 'global'],
    ['https://graph.microsoft.com/', 'global'],
    ['https://GRAPH.microsoft.com:443', 'global'],
    ['https://graph.microsoft.us', 'us-l4'],
    ['https://dod-graph.microsoft.us', 'us-dod'],
    ['https://microsoftgraph.chinacloudapi.cn', 'china'],
    ['https://localhost:8443', 'custom'],
    ['https://127.0.0.1:1', 'custom'],
  ] as const)('%s in the cloud %s', (base, cloud) => {
    expect(trustOrigin(base, cloud)).toMatchObject({ ok: true, trusted: { origin: new URL(base).origin } });
  });

  test('only a service of the custom cloud may say that it is a sandbox', () => {
    const labels = (base: string, cloud: 'global' | 'custom') => {
      const found = trustOrigin(base, cloud);
      return found.ok ? found.trusted.labels : 'refused';
    };
    expect(labels('https://graph.microsoft.com', 'global')).toBeUndefined();
    expect(labels('https://localhost:8443', 'custom')).toBe(true);
  });
});

describe('an origin is refused', () => {
  test.each([
    'http://graph.microsoft.com',
    'https://graph.microsoft.us',
    'https://graph.microsoft.com:443@evil.example',
    'https://graph.microsoft.com.evil.example',
    'https://graph.microsoft.com.',
    'https://graph.microsoft%2ecom.evil.example',
    'https://graph.microsoft.com:8443',
    'https://graph.microsoft.com/v1.0',
    'https://graph.microsoft.com?x',
    'https://graph.microsoft.com#x',
    'https://gr\u0430ph.microsoft.com',
    'https://graph\uff0emicrosoft.com',
    'https://graph.microsoft.com\t',
    'https:\\\\graph.microsoft.com',
    'https://user@graph.microsoft.com',
    'https://localhost',
    'https://0x7f.1',
    'https://2130706433',
    'https://[::1]',
    'https://[::ffff:127.0.0.1]',
    'https://169.254.169.254',
    'https://[fe80::1]',
    'https://0.0.0.0',
    'graph.microsoft.com',
    '//graph.microsoft.com',
    'javascript:alert(1)',
    '',
  ])('%j in the global cloud', (base) => {
    const guarded = trustOrigin(base, 'global');
    expect(guarded.ok).toBe(false);
    expect(JSON.stringify(guarded)).not.toContain('user@');
  });

  test.each(['http://localhost:8080', 'https://a:b@localhost:1', 'https://localhost:1/graph'])(
    '%s in the custom cloud',
    (base) => expect(trustOrigin(base, 'custom').ok).toBe(false),
  );

  test('with the host it was parsed to', () => {
    expect(trustOrigin('https://graph.microsoft.com:443@evil.example/', 'global')).toMatchObject({
      message: expect.stringContaining('evil.example'),
    });
  });
});

test.each([
  'localhost',
  'a.localhost',
  '127.9.9.9',
  '169.254.169.254',
  '[::1]',
  '[::]',
  '[fe80::1]',
  '[::ffff:7f00:1]',
])('%s is this machine', (host) => expect(isThisMachine(host)).toBe(true));

test('an environment that switches certificates off is refused', () => {
  expect(checkEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }).ok).toBe(false);
  expect(checkEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: '1' }).ok).toBe(true);
  expect(checkEnvironment({}).ok).toBe(true);
});

const trusted = { origin: 'https://graph.microsoft.com' };

test.each([
  '/v1.0/users',
  "/beta/groups?$filter=displayName%20eq%20'x'&$top=5",
  '/v1.0/users/a@b.example',
  '/v1.0/a//b',
])('the path %s is sent as it is', (path) => {
  expect(targetPath(trusted, path)).toEqual({ ok: true, path });
});

test.each([
  'https://evil.example/',
  '//evil.example/a',
  '///evil.example/a',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/v1.0/users/../../x',
  '/v1.0/%2e%2E/x',
  '/v1.0/users/.',
  '/a b',
  '/a#b',
  '/\u00e9',
  '',
  'v1.0/users',
])('the path %j is not sent', (path) => {
  expect(targetPath(trusted, path).ok).toBe(false);
});

test.each([
  ['https://graph.microsoft.com/v1.0/users?$skiptoken=a', '/v1.0/users?$skiptoken=a'],
  ['https://GRAPH.microsoft.com:443/v1.0/users', '/v1.0/users'],
  ['/v1.0/operations/1', '/v1.0/operations/1'],
])('the link %s leads to %s', (link, path) => {
  expect(linkPath(trusted, link)).toEqual({ ok: true, path });
});

test.each([
  'https://evil.example/v1.0/users',
  'http://graph.microsoft.com/v1.0/users',
  'https://graph.microsoft.com@evil.example/',
  'https://x:y@graph.microsoft.com/v1.0',
  'https://graph.microsoft.com:8443/v1.0',
  '//evil.example',
  'javascript:alert(1)',
  17,
  null,
  undefined,
])('the link %j is not followed', (link) => {
  expect(linkPath(trusted, link).ok).toBe(false);
});

/** Urls made of what confuses parsers. */
const pieces = [
  ...[
    '/',
    '//',
    '\\',
    '@',
    ':',
    '?',
    '#',
    '.',
    '..',
    '%2e',
    '%2f',
    '%5c',
    '%00',
    '\t',
    '\n',
    '\r',
    ' ',
    '\u3002',
    '\uff0f',
  ],
  ...[
    'https:',
    'http:',
    'HTTPS://',
    'evil.example',
    'graph.microsoft.com',
    '127.0.0.1',
    '[::1]',
    '0x7f.1',
    ':443',
    ':8443',
  ],
  ...['v1.0', 'users', 'user:pass', '$top=5', 'javascript:', 'file:///', '\u0430', '\u202e', ';', '&', '=', '*', '~'],
];
const strange = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 10 });

const path = fc.array(
  fc.constantFrom('/v1.0', '/users', '/a%20b', "/groups(uniqueName='x')", '?$top=5', '&a=//b', '/..'),
);
const strangeUrl = fc.oneof(
  strange,
  fc.tuple(path, strange).map(([first, rest]) => [...first, ...rest]),
);

test('P8 of 100,000 generated urls no token goes elsewhere', async () => {
  const evil = await liveServer((_, response) => json(response, 200));
  const own = await liveServer((_, response) => json(response, 200, {}));
  const evilHost = new URL(evil.origin).host;
  const { backend } = await trial(own.origin);
  const service = { origin: own.origin };
  let letThrough = 0;
  const seeds = fc.sample(strangeUrl, { numRuns: 100_000, seed: 20261120 });
  for (const [at, parts] of seeds.entries()) {
    const url = parts
      .join('')
      .replaceAll('evil.example', evilHost)
      .replaceAll('graph.microsoft.com', new URL(own.origin).host);
    const [target, link] = [targetPath(service, url), linkPath(service, url)];
    for (const guarded of [target, link]) {
      if (!guarded.ok) continue;
      letThrough++;
      const parsed = new URL(guarded.path, service.origin);
      expect([parsed.origin, parsed.username, parsed.password]).toEqual([own.origin, '', '']);
    }
    // A share is sent, to see that the backend consults the guard.
    if (at % (target.ok ? 4 : 50) === 0) {
      const reply = outcome(await backend.send(get(url), aboutStep));
      expect(reply.startsWith('refused: ')).toBe(!target.ok);
    }
  }
  const carriers = evil.got.filter(({ headers }) => headers.authorization !== undefined);
  process.stdout.write(
    `generated urls: ${seeds.length}, let through: ${letThrough}, sent: ${own.got.length}, tokens sent elsewhere: ${carriers.length}\n`,
  );
  expect(evil.got).toEqual([]);
  expect(own.got.length).toBeGreaterThan(1_000);
  expect(own.got.every(({ headers }) => headers.authorization === 'Bearer token-1')).toBe(true);
  await backend.close();
  await Promise.all([own.close(), evil.close()]);
});

describe('P8 redirects', () => {
  const targets = (other: string) => [`${other}/x`, '/v1.0/other', 'javascript:alert(1)', '//evil.example/', undefined];
  test.each([301, 302, 303, 307, 308])('%d is a response, wherever it leads, and is not followed', async (status) => {
    const other = await liveServer((_, response) => json(response, 200));
    for (const location of targets(other.origin)) {
      const own = await liveServer((_, response) => json(response, status, {}, defined({ location })));
      const { backend } = await trial(own.origin);
      expect(outcome(await backend.send(get('/v1.0/users'), aboutStep))).toBe(`${status}`);
      expect(own.got.length).toBe(1);
      await backend.close();
      await own.close();
    }
    expect(other.got).toEqual([]);
    await other.close();
  });
});
