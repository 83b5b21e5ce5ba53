import { describe, expect, test } from 'vitest';
import { harBackend } from './har-backend.ts';
import { parseHar } from './load-har.ts';

const entry = (status: number, content: object = { text: '{}' }) => ({
  startedDateTime: '2026-03-01T10:00:00.123Z',
  request: { method: 'GET', url: 'https://graph.microsoft.com/v1.0/me/photo/$value' },
  response: { status, headers: [{ name: 'Content-Type', value: 'image/png' }], content },
});
const har = (...entries: readonly object[]) => JSON.stringify({ log: { entries } });

test('a byte order mark before an archive is passed over', () => {
  expect(parseHar({ path: 'a.har', text: `\ufeff${har(entry(200))}` })).toMatchObject({ ok: true });
});

test('what the browser aborted is left out: it got no response', () => {
  const parsed = parseHar({ path: 'a.har', text: har(entry(0), entry(200)) });
  expect(parsed).toMatchObject({ ok: true, value: { entries: [{ number: 2 }], others: 1 } });
});

test('a picture in an archive stays the bytes it is', () => {
  const base64 = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]).toString('base64');
  const parsed = parseHar({ path: 'a.har', text: har(entry(200, { text: base64, encoding: 'base64' })) });
  expect(parsed).toMatchObject({
    ok: true,
    value: { entries: [{ response: { text: '', bytes: { size: 5, base64 } } }] },
  });
});

describe('an archive of all that a browser did', () => {
  const graph = 'https://graph.microsoft.com/v1.0';
  const files = 'https://files.example.net/down';
  let second = 0;
  const harEntry = (
    method: string,
    url: string,
    status: number,
    about: object = {},
    content: object = { text: '' },
  ) => ({
    startedDateTime: `2026-03-01T10:00:${String(second++ % 60).padStart(2, '0')}.1234567+01:00`,
    request: { method, url, headers: [{ name: ':authority', value: new URL(url).host }] },
    response: { status, headers: [{ name: ':status', value: String(status) }], content, ...about },
  });
  const at = (value: string) => ({ headers: [{ name: 'Location', value }] });
  const given = JSON.stringify({ uploadUrl: `${files}/up?a=1&b=2` })
    .replaceAll('&', '\\u0026')
    .replaceAll('/', '\\/');
  const archive = har(
    harEntry('GET', 'https://cdn.example.net/app.js', 200, {}, { text: 'Zm9v', encoding: 'base64' }),
    harEntry('OPTIONS', `${graph}/me/drive/items/1/content`, 204),
    harEntry('GET', `${graph}/me/drive/items/1/content`, 302, at(`${files}/1?sig=%2Babc`)),
    harEntry('OPTIONS', `${files}/1?sig=%2Babc`, 204),
    harEntry(
      'GET',
      `${files}/1?sig=%2Babc`,
      200,
      {},
      { text: Buffer.from([255, 216]).toString('base64'), encoding: 'base64' },
    ),
    harEntry('GET', `${files}/2?sig=other`, 200),
    harEntry('GET', 'wss://notifications.example.net/socket', 101),
    harEntry('GET', `${graph}/me`, 0),
    harEntry('POST', `${graph}/me/drive/root:/a:/createUploadSession`, 200, {}, { text: given }),
    harEntry('PUT', `${files}/up?a=1&b=2`, 201, {}, { text: '{}' }),
    harEntry('POST', 'https://telemetry.example.net/collect', 200),
  );

  test('has the requests to Graph, and those to other hosts that Graph’s links led to; the rest is counted', () => {
    const parsed = parseHar({ path: 'a.har', text: archive });
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const { entries, linked, others } = parsed.value;
    expect(entries.map(({ number }) => number)).toEqual([3, 9]);
    expect(linked.map(({ number, method, url }) => [number, method, url])).toEqual([
      [5, 'GET', `${files}/1?sig=%2Babc`],
      [10, 'PUT', `${files}/up?a=1&b=2`],
    ]);
    expect(others).toBe(7);
  });

  test('answers the links, and reports no entries of other hosts where no step uses them', async () => {
    const parsed = parseHar({ path: 'a.har', text: archive });
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const { backend, unmatched } = harBackend(parsed.value.entries, parsed.value.linked);
    const about = { step: 's', actor: 'a' };
    const request = { method: 'GET', url: `${files}/1?sig=%2Babc`, headers: {} } as const;
    const reply = await backend.send(request, about);
    expect(reply).toMatchObject({ kind: 'answered', response: { status: 200, bytes: { size: 2 } } });
    expect(await backend.send({ ...request, url: `${files}/2?sig=other` }, about)).toMatchObject({ reason: 'refused' });
    expect(unmatched().map(({ number }) => number)).toEqual([3, 9]);
  });
});
