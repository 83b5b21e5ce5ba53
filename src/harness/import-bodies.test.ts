import { describe, expect, test } from 'vitest';
import { fence, imported, requestBlock, responseBlock, root } from '../../test/support/harness/sample-import.ts';
import { readPage } from '../tutorial/page/read-page.ts';
import { blocksOf, isDocumented, matchBlocks } from '../tutorial/verify/match-blocks.ts';

describe('a body that is not JSON', () => {
  const sends = async (line: string, type: string, ...body: readonly string[]) => {
    const { steps, outcomes, version } = await imported(
      fence(line.replace(' /', ` ${root}/`), `Content-Type: ${type}`, '', ...body),
      responseBlock(200, { id: 'a' }),
    );
    expect([version, outcomes]).toEqual([2, ['passed']]);
    return steps[0]?.request;
  };

  test('is sent as text', async () => {
    const request = await sends('PUT /me/drive/root:/a.txt:/content', 'text/plain', 'costs ${5}', '{{ id }}');
    expect(request).toMatchObject({
      headers: { 'content-type': 'text/plain' },
      body: { text: 'costs $${5}\n{{ id }}' },
    });
    expect((await sends('POST /me/onenote/pages', 'text/html', '<p>A</p>'))?.body).toEqual({ text: '<p>A</p>' });
  });

  test.each(['html', 'xml', 'csharp'])('is sent from a block that names another language: %s', async (language) => {
    const block = fence(`POST ${root}/me/onenote/pages`, 'Content-Type: application/xhtml+xml', '', '<html>A</html>');
    const { steps, outcomes } = await imported(
      block.replace('```http', `\`\`\`${language}`),
      responseBlock(200, { id: 'a' }),
    );
    expect(steps[0]?.request?.body).toEqual({ text: '<html>A</html>' });
    expect(outcomes).toEqual(['passed']);
  });

  test('and markup alone is not a request, nor is code that names one', async () => {
    const other = '```html\n<p>GET https://graph.microsoft.com/v1.0/me</p>\n```\n';
    const { steps, defects } = await imported(other, requestBlock('GET /me'), responseBlock(200, {}));
    expect([steps.length, defects]).toEqual([1, []]);
  });

  test('is sent as a form', async () => {
    const request = await sends('POST /forms', 'application/x-www-form-urlencoded', 'a=1+2', '&b=%26');
    expect(request).not.toHaveProperty('headers');
    expect(request?.body).toEqual({ form: { a: '1 2', b: '&' } });
  });

  test('is sent in parts, whose pictures the page cannot show', async () => {
    const parts = [
      ...['--one', 'Content-Disposition:form-data; name="Presentation"', 'Content-Type:text/html', '', '<p>A</p>'],
      ...[
        '--one',
        'Content-Disposition: form-data; name="picture"',
        'Content-Type: image/jpeg',
        '',
        '… data …',
        '--one--',
      ],
    ];
    const request = await sends('POST /me/onenote/pages', 'multipart/form-data; boundary=one', ...parts);
    expect(request?.body).toEqual({
      multipart: [
        { name: 'Presentation', text: '<p>A</p>', type: 'text/html' },
        { name: 'picture', text: '… data …', type: 'image/jpeg' },
      ],
    });
  });

  test('is sent as bytes, which a person has to give', async () => {
    const put = fence(`PUT ${root}/me/photo/$value`, 'Content-Type: image/jpeg', '', 'Binary data');
    const { steps, summary, outcomes } = await imported(put, responseBlock(200));
    expect(steps[0]?.request?.body).toEqual({
      base64: Buffer.from('Binary data').toString('base64'),
      type: 'image/jpeg',
    });
    expect(summary).toMatch(/needs you:(?:\n {2}.*)*replace-photo \(line 4\): the page shows no bytes/);
    expect(outcomes).toEqual(['passed']);
  });

  test('is expected as the page shows it', async () => {
    const shown = (type: string, ...body: readonly string[]) => [
      requestBlock('GET /a'),
      fence('HTTP/1.1 200 OK', `Content-Type: ${type}`, '', ...body),
    ];
    const { steps, outcomes } = await imported(
      ...shown('text/html; charset=utf-8', '<p>A</p>'),
      ...shown('text/plain', 'first', '...'),
      ...shown('image/png', 'Binary data'),
    );
    expect(steps.map(({ response }) => response)).toEqual([
      { status: 200, type: 'text/html', text: '\\<p>A</p>' },
      { status: 200, type: 'text/plain' },
      { status: 200, type: 'image/png', size: '<integer > 0>' },
    ]);
    expect(outcomes).toEqual(['passed', 'passed', 'passed']);
  });

  test('leaves JSON beside it as it is, whatever it is called', async () => {
    const { steps, outcomes } = await imported(
      ...[requestBlock('POST /a', { text: 'A' }), responseBlock(200)],
      ...[fence(`PUT ${root}/b`, 'Content-Type: text/plain', '', 'B'), responseBlock(200)],
    );
    expect(steps.map(({ request }) => request?.body)).toEqual([{ json: { text: 'A' } }, { text: 'B' }]);
    expect(outcomes).toEqual(['passed', 'passed']);
  });
});

describe('a request to another host', () => {
  const uploadUrl = 'https://up.example.com/up/fe6987415ace7X4e1eF866337';
  const session = [
    requestBlock('POST /me/drive/root:/a.bin:/createUploadSession', {}),
    responseBlock(200, { uploadUrl }),
  ];
  const put = fence(`PUT ${uploadUrl}`, 'Content-Range: bytes 0-25/128', '', '<bytes 0-25 of the file>');

  test('is an upload without credentials, of as many bytes as the page says', async () => {
    const { steps, outcomes, defects, version } = await imported(
      ...session,
      put,
      responseBlock(202, { next: ['26-'] }),
    );
    expect(steps[0]?.response?.body).toEqual({ uploadUrl: '<url>' });
    expect(steps[1]).toMatchObject({
      id: 'upload',
      request: {
        method: 'PUT',
        url: '${uploadUrl}',
        credentials: 'none',
        headers: { 'Content-Range': 'bytes 0-25/128' },
        body: { type: 'application/octet-stream' },
      },
    });
    expect(steps[1]?.request?.body).toHaveProperty('base64', expect.stringMatching(/^[\w+/]{35}=$/));
    expect([version, outcomes, defects]).toEqual([2, ['passed', 'passed'], []]);
  });

  test('is a step though its annotation leaves it out, with a sample of a token that no recording holds', async () => {
    const token = `${uploadUrl}?sv=2020-04-08&se=2024-01-01&sr=b&sp=w&sig=Zm9yIHRoZSB0ZXN0cyBvbmx5LCBub3QgYSBzZWNyZXQ%3D`;
    const ignored = `<!-- { "blockType": "ignored" } -->\n${put.replace(uploadUrl, token)}`;
    const { steps, outcomes, recording } = await imported(
      ...[requestBlock('POST /me/createUploadSession', {}), responseBlock(200, { uploadUrl: token })],
      ...[ignored, responseBlock(201)],
    );
    expect([steps.length, outcomes]).toEqual([2, ['passed', 'passed']]);
    expect(JSON.stringify(recording)).not.toContain('Zm9y');
  });

  test('is a download that a redirect leads to, shortened by the page or not shown as a request at all', async () => {
    const location = 'Location: https://files.example.com/y23vmagahszhxzlcvhasdhasghasodfi';
    const shortened = await imported(
      ...[requestBlock('GET /me/drive/items/1/content'), responseBlock(302, undefined, location)],
      ...[fence('GET https://files.example.com/y23vmag', 'Range: bytes=0-1'), responseBlock(206)],
    );
    expect(shortened.steps.map(({ request }) => request?.url)).toEqual([expect.anything(), '${download}']);
    expect(shortened.summary).toContain('the page shortens the address of the link before');
    const csv = fence('HTTP/1.1 200 OK', 'Content-Type: text/csv', '', 'Date,Sent');
    const followed = await imported(
      requestBlock("GET /reports/mails(period='D7')"),
      responseBlock(302, undefined, location),
      csv,
    );
    expect(followed.steps.map(({ id, response }) => [id, response])).toEqual([
      ['list-reports', { status: 302, headers: { location: '<url>' } }],
      ['download', { status: 200, type: 'text/csv', text: 'Date,Sent' }],
    ]);
    expect([shortened.outcomes, followed.outcomes]).toEqual(Array(2).fill(['passed', 'passed']));
  });

  test('is documented by its block, for drift and coverage, too', async () => {
    const location = 'Location: https://files.example.com/y23vmagahszhxzlcvhasdhasghasodfi';
    const parts = [
      ...[...session, `<!-- { "blockType": "ignored" } -->\n${put}`, responseBlock(202)],
      ...[
        '## Report',
        requestBlock('GET /reports/a'),
        responseBlock(302, undefined, location),
        responseBlock(200, { a: 1 }),
      ],
    ];
    const text = ['# A page', ...parts].join('\n\n');
    const { scenario } = await imported(...parts);
    const blocks = blocksOf(readPage({ path: 'page.md', text })).filter(isDocumented);
    const matches = matchBlocks(scenario, blocks);
    expect(matches.map(({ step, text: said }) => [step.id, said])).toEqual([
      ['create-upload-session', 'same'],
      ['upload', 'same'],
      ['get-a', 'same'],
      ['download', 'same'],
    ]);
    expect(new Set(matches.map(({ block }) => block))).toEqual(new Set(blocks));
  });

  test.each([
    ['that no response gave', put.replace('fe69', 'aaaa'), 'a scenario sends to Microsoft Graph only'],
    ['with another method', fence(`DELETE ${uploadUrl}`), 'to which a scenario sends GET and PUT only'],
  ])('is left out %s', async (_, request, why) => {
    const { steps, summary } = await imported(...session, request, responseBlock(204));
    expect(steps).toHaveLength(1);
    expect(summary).toContain(why);
  });

  test('is left out where no link may lead', async () => {
    const local = session.map((block) => block.replace('up.example.com', 'localhost'));
    const { steps, summary } = await imported(...local, put.replace('up.example.com', 'localhost'), responseBlock(204));
    expect(steps).toHaveLength(1);
    expect(summary).toContain('localhost is not a host that a link may lead to');
  });
});
