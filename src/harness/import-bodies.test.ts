import { describe, expect, test } from 'vitest';
import { answers, asks, fence, imported, root } from '../../test/support/harness/sample-import.ts';

describe('a body that is no JSON', () => {
  const sends = async (line: string, type: string, ...body: readonly string[]) => {
    const { steps, outcomes, version } = await imported(
      fence(line.replace(' /', ` ${root}/`), `Content-Type: ${type}`, '', ...body),
      answers(200, { id: 'a' }),
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
    const { steps, summary, outcomes } = await imported(put, answers(200));
    expect(steps[0]?.request?.body).toEqual({
      base64: Buffer.from('Binary data').toString('base64'),
      type: 'image/jpeg',
    });
    expect(summary).toMatch(/needs you:(?:\n {2}.*)*replace-photo \(line 4\): the page shows no bytes/);
    expect(outcomes).toEqual(['passed']);
  });

  test('is expected as the page shows it', async () => {
    const shown = (type: string, ...body: readonly string[]) => [
      asks('GET /a'),
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
      ...[asks('POST /a', { text: 'A' }), answers(200)],
      ...[fence(`PUT ${root}/b`, 'Content-Type: text/plain', '', 'B'), answers(200)],
    );
    expect(steps.map(({ request }) => request?.body)).toEqual([{ json: { text: 'A' } }, { text: 'B' }]);
    expect(outcomes).toEqual(['passed', 'passed']);
  });
});
