import { expect, test } from 'vitest';
import { placeText } from '../../diagnostics/place.ts';
import { createSandbox } from '../create-sandbox.ts';
import { parseSeeds } from '../packs/directory/seed/load-seed.ts';
import { shippedModel } from '../typed/schema/shipped-model.ts';
import { givenOf } from './given/given-of.ts';

const branding = '/organization/6a9d41c8-3f27-8b15-9d60-e14c07b2a583/branding';
const head = 'version: 1\nobjects:\n';

function load(text: string) {
  const parsed = parseSeeds([{ path: 'bytes.seed.yaml', text: `${head}${text}` }]);
  if (!parsed.ok)
    return parsed.problems.map(({ message, at }) => `${at === undefined ? '' : placeText(at)} ${message}`);
  const sandbox = createSandbox({ seed: parsed.value });
  return (url: string) => {
    const {
      status,
      headers,
      text: shown,
      bytes,
    } = sandbox.handle({ method: 'GET', url: `/v1.0${url}`, headers: {} }, sandbox.administrator);
    return {
      status,
      type: headers['content-type'],
      text: shown,
      bytes: bytes === undefined ? shown : Buffer.from(bytes.base64 ?? '', 'base64').toString('latin1'),
    };
  };
}

test('a file, a photo and a logo have the bytes that the seed gives them', () => {
  const get = load(`
  - path: /me/drive/items/01ABC
    properties: { name: a.txt }
    content: { type: text/plain, text: ahoy }
  - path: /me/photo
    content: { type: image/png, base64: iVBORw== }
  - path: /organization/6a9d41c8-3f27-8b15-9d60-e14c07b2a583
  - path: ${branding}
    content: { bannerLogo: { type: image/gif, base64: R0lG } }
`);
  if (typeof get !== 'function') throw new Error(get.join('\n'));
  expect(JSON.parse(get('/me/drive/root:/a.txt').text)).toMatchObject({
    id: '01ABC',
    size: 4,
    file: { mimeType: 'text/plain' },
  });
  expect(get('/me/drive/items/01ABC/content').status).toBe(302);
  expect(get('/me/photo/$value')).toMatchObject({ status: 200, type: 'image/png', bytes: '\x89PNG' });
  expect(get(`${branding}/bannerLogo`)).toMatchObject({ status: 200, type: 'image/gif', bytes: 'GIF' });
});

test.each([
  [
    '  - path: /me/mailFolders/inbox\n    content: { type: text/plain, text: x }\n',
    /:4:5 a `mailFolder` has no bytes of its own/,
  ],
  [
    '  - path: /me/photo\n    content: { logo: { type: text/plain, text: x } }\n',
    /:4:16 `profilePhoto` keeps no bytes in `logo`/,
  ],
  ['  - path: /me/photo\n    content: { type: text/plain, base64: "%%" }\n', /:4:\d+ /],
])('bytes where none are kept are a fault of the seed: %j', (text, message) => {
  expect(load(text)).toEqual([expect.stringMatching(message)]);
});

test('what a page downloads has bytes in its seed', () => {
  const exchange = {
    request: { method: 'GET', url: '/v1.0/me/photos/48x48/$value' },
    response: { status: 200, headers: { 'content-type': 'image/jpeg' } },
  } as const;
  const sandbox = createSandbox({ seed: givenOf([exchange], shippedModel()) });
  const { status, headers } = sandbox.handle({ ...exchange.request, headers: {} }, sandbox.administrator);
  expect([status, headers['content-type']]).toEqual([200, 'image/jpeg']);
});
