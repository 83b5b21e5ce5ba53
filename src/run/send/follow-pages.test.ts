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
