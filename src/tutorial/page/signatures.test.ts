import { describe, expect, test } from 'vitest';
import { readPage } from './read-page.ts';

const fence = (...lines: readonly string[]) => `\`\`\`http\n${lines.join('\n')}\n\`\`\`\n`;
const ignored = (block: string) => `<!-- { "blockType": "ignored" } -->\n${block}`;
const example = fence('GET https://graph.microsoft.com/v1.0/me/calendars/AAMkAG=');

function signaturesOf(...parts: readonly string[]): readonly string[] {
  const { items } = readPage({ path: 'a.md', text: ['# A', ...parts].join('\n\n') });
  return items.flatMap((item) => (item.kind === 'request' && item.request.signature ? [item.request.url] : []));
}

describe('a request is a signature, and no example,', () => {
  test.each(['HTTP request', 'Solicitação HTTP', 'HTTP 请求', 'HTTP-запрос'])('below "%s"', (heading) => {
    const other = fence('GET /groups/{id}/calendar');
    expect(signaturesOf(`## ${heading}`, other, '## Example', example)).toEqual(['/v1.0/groups/{id}/calendar']);
  });

  test('where several bare ones are in one block', () => {
    const block = fence('GET /me/calendar', '', 'GET /users/{id}/calendar');
    expect(signaturesOf(block, '## Example', example)).toEqual(['/v1.0/me/calendar', '/v1.0/users/{id}/calendar']);
  });

  test('where an annotation leaves it out, be it all of the page', () => {
    const bare = ignored(fence('GET /users/{id}/calendar'));
    expect(signaturesOf(bare, '## Example', ignored(example))).toEqual(['/v1.0/users/{id}/calendar']);
  });

  test('and is none where the page shows nothing else, or it has a response', () => {
    expect(signaturesOf('## HTTP request', fence('GET /me/calendar'), fence('GET /me/events'))).toEqual([]);
    const withResponse = [fence('GET /me/calendar'), fence('HTTP/1.1 200 OK')];
    expect(signaturesOf('## HTTP request', ...withResponse, '## Example', example)).toEqual([]);
  });
});
