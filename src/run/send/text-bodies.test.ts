import { expect, test } from 'vitest';
import { trial, withServer } from '../../../test/support/backends/sample-live-server.ts';
import { samplePlan, sampleRun, sampleScenario } from '../../../test/support/run/sample-plan.ts';
import { scriptedBackend } from '../../../test/support/run/scripted-backend.ts';
import { payloadOf } from '../../http/payload.ts';
import { replayPlan } from '../execute/replay.ts';
import { makePlan } from '../plan/make-plan.ts';
import { scriptedClock } from '../scripted-clock.ts';

const scenario = (type: string, body: string) => `
title: Text
actors: { me: {} }
steps:
  - id: put
    request:
      method: PUT
      url: /v1.0/me/drive/root:/a.txt:/content
      headers: { Content-Type: "${type}" }
      body: ${body}
    response: { status: 200 }
`;

async function sentBy(yaml: string) {
  const backend = scriptedBackend({ put: [[200]] });
  await replayPlan(samplePlan(yaml), { backend, clock: scriptedClock(0), listener: () => {} });
  return backend.sent[0]?.request;
}

test.each([
  ['text/plain', '"two\\nlines of ${run.id}"', `two\nlines of ${sampleRun.id}`],
  ['application/xhtml+xml', '"<p>é</p>"', '<p>é</p>'],
  ['application/x-www-form-urlencoded', 'a=1&b=2', 'a=1&b=2'],
  ['application/json', '"a JSON string"', '"a JSON string"'],
])('under %s the body %s is sent as it is intended there', async (type, body, payload) => {
  const request = await sentBy(scenario(type, body));
  expect(request && payloadOf(request)).toBe(payload);
});

test('a text goes out in the charset that its content type states', async () => {
  const request = await sentBy(scenario('text/plain; charset=iso-8859-1', 'café'));
  expect(request && payloadOf(request)).toEqual(Buffer.from('café', 'latin1'));
});

test.each([
  ['text/plain', '{ a: 1 }', 'the content type `text/plain` does not fit a body that is JSON'],
  ['image/png', '{ a: "${run.id}" }', 'the content type `image/png` does not fit a body that is JSON'],
  ['text/plain; charset=klingon', 'x', '`klingon` is not a charset'],
  ['text/plain; charset=iso-8859-1', '日本', 'the body has a character that `iso-8859-1` lacks'],
])('under %s the body %s is an error of the file', (type, body, message) => {
  const options = { against: 'sandbox', run: sampleRun, sources: { given: new Map(), environment: {} } } as const;
  const planned = makePlan(sampleScenario(scenario(type, body)), options);
  expect(planned).toMatchObject({ ok: false, problems: [{ code: 'invalid-value', message, at: { line: 9 } }] });
});

test('a server gets the text, and its bytes come back', async () => {
  const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff]);
  await withServer(
    (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(picture),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      const request = {
        method: 'PUT',
        url: '/v1.0/a',
        headers: { 'content-type': 'text/plain' },
        body: 'hello',
      } as const;
      const reply = await backend.send(request, { step: 'a', actor: 'admin', stated: { statuses: [200] } });
      expect(got[0]?.body).toBe('hello');
      expect(reply).toMatchObject({ response: { text: '', bytes: { size: 5, base64: picture.toString('base64') } } });
      await backend.close();
    },
  );
});

test('User-Agent and Accept-Encoding are sent as the scenario states them', async () => {
  await withServer(
    (_, response) => void response.writeHead(204).end(),
    async ({ origin, got }) => {
      const { backend } = await trial(origin);
      const headers = { 'user-agent': 'NONISV|Contoso|Audit/1.0', 'accept-encoding': 'identity' };
      await backend.send({ method: 'GET', url: '/v1.0/me', headers }, { step: 'a', actor: 'admin' });
      expect(got[0]?.headers).toMatchObject(headers);
      await backend.close();
    },
  );
});
