import { expect, test } from 'vitest';
import type { HttpRequest } from '../../http/message.ts';
import type { Json } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';
import { sendAllPages } from './follow-pages.ts';

const origin = 'https://graph.microsoft.com';
const first: HttpRequest = { method: 'GET', url: '/v1.0/users', headers: {} };

/** Two pages: the first links to the second with the link. */
async function walk(link: Json) {
  const sent: string[] = [];
  const reply = await sendAllPages(first, {
    origin,
    send: async ({ url }) => {
      sent.push(url);
      const page = sent.length === 1 ? { value: [1], '@odata.nextLink': link } : { value: [2] };
      return { kind: 'answered', response: { status: 200, headers: {}, text: prettyJson(page) } };
    },
  });
  return { sent, reply };
}

test.each([
  ['https://graph.microsoft.com/v1.0/users?p=2', '/v1.0/users?p=2'],
  ['/v1.0/users?p=2', '/v1.0/users?p=2'],
  ['users?p=2', '/v1.0/users?p=2'],
  ['?p=2', '/v1.0/users?p=2'],
])('the link %s is followed from the page it stands on', async (link, url) => {
  expect((await walk(link)).sent).toEqual(['/v1.0/users', url]);
});

test.each([null, ''])('the link %j says that this was the last page', async (link) => {
  expect(await walk(link)).toMatchObject({ sent: ['/v1.0/users'], reply: { kind: 'answered' } });
});

test.each(['https://other.example/v1.0/users', '//other.example/users', 'https://graph.microsoft.com:444/x', 5, {}])(
  'the link %j is not followed',
  async (link) => {
    expect(await walk(link)).toMatchObject({ sent: ['/v1.0/users'], reply: { kind: 'blocked', reason: 'refused' } });
  },
);

test('the joined body has what stands on the last page alone, such as the link for the next round of changes', async () => {
  const pages = [
    { '@odata.context': 'first', '@odata.count': 3, value: [1], '@odata.nextLink': '?p=2' },
    { '@odata.context': 'second', value: [2], only: 'in between', '@odata.nextLink': '?p=3' },
    { '@odata.context': 'third', value: [3], '@odata.nextLink': null, '@odata.deltaLink': '?d=1' },
  ];
  const reply = await sendAllPages(first, {
    origin,
    send: async () => ({
      kind: 'answered',
      response: { status: 200, headers: {}, text: prettyJson(pages.shift() ?? {}) },
    }),
  });
  if (reply.kind !== 'answered') throw new Error(reply.message);
  expect(JSON.parse(reply.response.text)).toEqual({
    '@odata.context': 'first',
    '@odata.count': 3,
    value: [1, 2, 3],
    '@odata.deltaLink': '?d=1',
  });
});
