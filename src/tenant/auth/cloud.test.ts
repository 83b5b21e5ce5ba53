import { expect, test } from 'vitest';
import { readCloud } from './cloud.ts';

test.each([
  ['', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
  ['global', 'https://graph.microsoft.com', 'https://login.microsoftonline.com'],
  ['us-l4', 'https://graph.microsoft.us', 'https://login.microsoftonline.us'],
  ['us-dod', 'https://dod-graph.microsoft.us', 'https://login.microsoftonline.us'],
  ['china', 'https://microsoftgraph.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
])('REPLAY_CLOUD=%s is Graph at %s', (name, graphOrigin, authority) => {
  expect(readCloud({ REPLAY_CLOUD: name })).toMatchObject({
    ok: true,
    value: { graphOrigin, authority, resource: graphOrigin },
  });
});

const custom = {
  REPLAY_CLOUD: 'custom',
  REPLAY_GRAPH_ORIGIN: 'https://127.0.0.1:8443/',
  REPLAY_AUTHORITY: 'https://127.0.0.1:8443',
};

test('a custom cloud is where its settings say', () => {
  expect(readCloud(custom)).toMatchObject({
    ok: true,
    value: { graphOrigin: 'https://127.0.0.1:8443', resource: 'https://127.0.0.1:8443' },
  });
  expect(readCloud({ ...custom, REPLAY_GRAPH_RESOURCE: 'https://graph.microsoft.com/' })).toMatchObject({
    value: { resource: 'https://graph.microsoft.com' },
  });
});

test.each([
  ['http://127.0.0.1:8443'],
  ['https://user:word@127.0.0.1:8443'],
  ['https://127.0.0.1:8443/path'],
  ['https://127.0.0.1:8443/?a=b'],
  ['127.0.0.1:8443'],
  [''],
])('%j is not an origin that secrets go to', (origin) => {
  expect(readCloud({ ...custom, REPLAY_AUTHORITY: origin })).toMatchObject({
    ok: false,
    problems: [{ code: 'bad-setting' }],
  });
});

test('an origin that a published cloud would not use is a problem, not ignored', () => {
  expect(readCloud({ REPLAY_GRAPH_ORIGIN: 'https://evil.example' })).toMatchObject({ ok: false });
  expect(readCloud({ REPLAY_CLOUD: 'china', REPLAY_AUTHORITY: 'https://evil.example' })).toMatchObject({ ok: false });
});
