import { expect, test } from 'vitest';
import { readPage } from './read-page.ts';

const read = (text: string) => readPage({ path: 'page.md', text });
const codesOf = (text: string) => read(text).problems.map(({ code }) => code);
const requestsOf = (text: string) =>
  read(text).items.flatMap((item) => (item.kind === 'request' ? [item.request] : []));

const bodyless = '```http\nPOST /v1.0/groups\nContent-Type: application/json\n```\n';
const json = '```json\n{ "a": 1 }\n```\n';

test('JSON right below a message that announces a body is its body; parted from it, it is a response', () => {
  expect(requestsOf(`${bodyless}\n${json}`)).toMatchObject([{ body: { kind: 'json' }, responses: [] }]);
  const parted = requestsOf(`${bodyless}\n### Response\n\n${json}`);
  expect(parted).toMatchObject([{ responses: [{ body: { kind: 'json' }, pairedBy: 'heading' }] }]);
  expect(parted[0]?.body).toBeUndefined();
});

test('a relative request is of the version that its page documents: by its folder, its disclaimer, or what it mostly names', () => {
  const relative = '```http\nGET /groups\n```\n';
  const urlOf = (text: string, path = 'page.md') => {
    const [item] = readPage({ path, text }).items;
    return item?.kind === 'request' ? item.request.url : undefined;
  };
  const named = `${relative}\nSee https://graph.microsoft.com/v1.0/users.\n`;
  expect(urlOf(relative)).toBe('/v1.0/groups');
  expect(urlOf(named, 'docs/beta/api/page.md')).toBe('/beta/groups');
  expect(urlOf(`[!INCLUDE [beta-disclaimer](../../includes/beta-disclaimer.md)]\n\n${named}`)).toBe('/beta/groups');
  expect(urlOf(named.replace('v1.0', 'beta'))).toBe('/beta/groups');
  expect(urlOf(named.replace('v1.0', 'beta'), 'docs/v1.0/api/page.md')).toBe('/v1.0/groups');
});

test('an annotation that another one follows announces nothing', () => {
  const annotation = '<!-- { "blockType": "request" } -->\n';
  expect(codesOf(`${annotation}${annotation}\`\`\`http\nGET /v1.0/me\n\`\`\``)).toEqual(['page-annotation']);
});

test.each([
  ['Request_BadRequest', 400],
  ['Request_UnsupportedQuery', 400],
  ['Request_ResourceNotFound', 404],
  ['Authorization_RequestDenied', 403],
  ['InvalidAuthenticationToken', 401],
  ['TooManyRequests', 429],
])('an error without a status has the one that goes with its code: %s', (code, status) => {
  const error = `\`\`\`json\n{ "error": { "code": "${code}", "message": "No." } }\n\`\`\`\n`;
  const [asked] = requestsOf(`\`\`\`http\nGET /v1.0/users\n\`\`\`\n\n### Response\n\n${error}`);
  expect(asked?.responses).toMatchObject([{ status, statusFrom: 'assumed' }]);
});
