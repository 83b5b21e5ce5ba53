import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBindUrl } from './bind-url.ts';

const hosts = ['https://graph.microsoft.com', 'https://localhost:8443', 'HTTP://GRAPH.MICROSOFT.COM', ''];
const versions = ['/v1.0/', '/beta/', '/'];
const segments = [
  ['users', 'user'],
  ['groups', 'group'],
  ['servicePrincipals', 'servicePrincipal'],
  ['directoryObjects', 'any'],
  ['DIRECTORYOBJECTS', 'any'],
] as const;

describe('parseBindUrl', () => {
  test('reads every host, version, segment and form', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...hosts),
        fc.constantFrom(...versions),
        fc.constantFrom(...segments),
        fc.uuid(),
        fc.boolean(),
        (host, version, [segment, kind], id, quoted) => {
          const url = `${host}${version}${segment}${quoted ? `('${id}')` : `/${id}`}`;
          expect(parseBindUrl(url)).toEqual({ kind, id });
        },
      ),
    );
  });

  test.each([
    ['users/AlexM%40contoso.com', { kind: 'user', id: 'AlexM@contoso.com' }],
    ['users/x_y.com%23EXT%23%40contoso.com', { kind: 'user', id: 'x_y.com#EXT#@contoso.com' }],
    ['v1.0/groups/1/', { kind: 'group', id: '1' }],
  ])('reads %s', (url, bound) => {
    expect(parseBindUrl(url)).toEqual(bound);
  });

  test.each([
    '',
    '1c7f92e5-4bd8-8063-a7f1-96e0b5d3c284',
    'https://graph.microsoft.com/v2.0/users/1',
    'https://graph.microsoft.com/v1.0/devices/1',
    'https://graph.microsoft.com/v1.0/users/',
    'https://graph.microsoft.com/v1.0/users/1/manager',
    'https://graph.microsoft.com/v1.0/users/1?$select=id',
    'ftp://graph.microsoft.com/v1.0/users/1',
    '//graph.microsoft.com/v1.0/users/1',
    'users/%E0%A4%A',
  ])('does not take `%s`', (url) => {
    expect(parseBindUrl(url)).toBeUndefined();
  });
});
