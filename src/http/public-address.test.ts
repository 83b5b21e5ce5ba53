import { expect, test } from 'vitest';
import { isPrivateAddress, isReservedAddress, linkFault } from './public-address.ts';

test.each([
  ...['127.0.0.1', '127.9.9.9', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
  ...['0.0.0.0', '100.64.0.1', '168.63.129.16', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.0.1'],
  ...['::1', '::', '::ffff:127.0.0.1', '::ffff:10.0.0.1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1'],
  ...['64:ff9b::7f00:1', '2002:7f00:1::', 'fec0::1', '100::1'],
  ...['::ffff:0:10.0.0.1', '100:0:0:1::1', '2001:2::1', '2001:10::1', '3fff::1', '5f00::1', '192.88.99.1'],
])('%s is not a public address', (address) => {
  expect([isPrivateAddress(address), isReservedAddress(address)]).toEqual([true, true]);
});

test.each(['8.8.8.8', '20.190.128.1', '172.32.0.1', '192.169.0.1', '2603:1026::1', '100.128.0.1'])(
  '%s is a public address',
  (address) => {
    expect([isPrivateAddress(address), isReservedAddress(address)]).toEqual([false, false]);
  },
);

test.each(['240.1.2.3', '192.0.2.1', '203.0.113.9', '2001:db8::1'])('%s is no one’s, and a pseudonym', (address) => {
  expect([isPrivateAddress(address), isReservedAddress(address)]).toEqual([false, true]);
});

test.each([
  ['http://files.example/a', 'not https'],
  ['ftp://files.example/a', 'not https'],
  ['javascript:alert(1)', 'not https'],
  ['https://a@files.example/', 'a user before the host'],
  ['https://a:b@files.example/', 'a user before the host'],
  ['https://localhost/', 'not a public address'],
  ['https://localhost.:8443/', 'not a public address'],
  ['https://localhost../', 'not a public address'],
  ['https://ＬＯＣＡＬＨＯＳＴ/', 'not a public address'],
  ['https://127.0.0.1./', 'not a public address'],
  ['https://%31%32%37.1/', 'not a public address'],
  ['https://[::ffff:169.254.169.254]/', 'not a public address'],
  ['https://[64:ff9b::a9fe:a9fe]/', 'not a public address'],
  ['https://a.localhost/', 'not a public address'],
  ['https://printer/', 'not a public address'],
  ['https://nas.local/', 'not a public address'],
  ['https://metadata.google.internal/', 'not a public address'],
  ['https://127.0.0.1/', 'not a public address'],
  ['https://0x7f.1/', 'not a public address'],
  ['https://2130706433/', 'not a public address'],
  ['https://017700000001/', 'not a public address'],
  ['https://[::1]/', 'not a public address'],
  ['https://[::ffff:7f00:1]/', 'not a public address'],
  ['https://169.254.169.254/latest', 'not a public address'],
])('%s is refused, whatever it looks like', (link, why) => {
  expect(linkFault(new URL(link), false)).toContain(why);
});

test('a service of one’s own may be on this machine, but never without https', () => {
  expect(linkFault(new URL('https://localhost:8443/a'), true)).toBeUndefined();
  expect(linkFault(new URL('https://files.example/a'), false)).toBeUndefined();
  expect(linkFault(new URL('http://localhost:8443/a'), true)).toContain('not https');
});
