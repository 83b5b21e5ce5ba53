import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { galleryTexts } from '../tools/gallery/gallery-texts.ts';

/** docs/gallery shows what the reports look like today; `npm run gallery` draws it. */
const gallery = new URL('../docs/gallery/', import.meta.url);
const page = readFileSync(new URL('README.md', gallery), 'utf8');

test('what is text in the gallery is what the reports write today', async () => {
  const texts = await galleryTexts();
  expect(Object.keys(texts).length).toBeGreaterThan(3);
  for (const [name, text] of Object.entries(texts))
    expect(readFileSync(new URL(name, gallery), 'utf8'), name).toBe(text);
});

test('every file of it is shown on its page, and every picture is small', () => {
  const files = readdirSync(gallery).filter((name) => name !== 'README.md' && name !== 'scenarios');
  expect(files.filter((name) => !page.includes(`(${name})`))).toEqual([]);
  expect(files.filter((name) => statSync(new URL(name, gallery)).size > 150_000)).toEqual([]);
});
