import { expect, test } from 'vitest';
import { pageOf } from '../../../../test/support/report/sample-pages.ts';
import { sampleResult, sampleScenario } from '../../../../test/support/report/sample-result.ts';
import { createStep, exchanged, postGroup } from '../../../../test/support/report/sample-steps.ts';
import { binaryOf } from '../../../http/payload.ts';

/** The page of a step that received these bytes. */
function pageWith(type: string, content: Buffer): string {
  const exchange = exchanged(postGroup, 200, '');
  const response = { status: 200, headers: { 'content-type': type }, text: '', bytes: binaryOf(content) };
  const step = createStep({ exchange: { ...exchange, response } });
  return pageOf(sampleResult([sampleScenario({ steps: [step] })], { exitCode: 0 }));
}

const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47]);

test('a picture is shown as one, with what it is beside it and as its text', () => {
  const page = pageWith('image/png', picture);
  const { sha256 } = binaryOf(picture);
  expect(page).toContain(`image/png, 4 bytes, sha256 ${sha256}`);
  expect(page).toContain('alt="The picture that was received: image/png, 4 bytes"');
  expect(page).toContain('src="data:image/png;base64,iVBORw=="');
  expect(page).not.toMatch(/<img[^>]*src="(?!data:)/);
});

test.each([
  ['a program', 'image/svg+xml', Buffer.from('<svg onload="alert(1)"/>')],
  ['what only says it is one', 'text/html; image/png', picture],
  ['bytes', 'application/zip', picture],
  ['a picture that is too large', 'image/png', Buffer.alloc(513 * 1024)],
])('%s is shown by its media type, size and hash only', (_, type, content) => {
  const page = pageWith(type, content);
  expect(page).not.toContain('<img');
  expect(page).toContain(`${content.length} bytes, sha256 ${binaryOf(content).sha256}`);
});
