import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { actionsIn, relationsIn } from '../../../test/support/run/metadata-relations.ts';
import { type PackedModel, unpackModel } from '../../metadata/pack-model.ts';
import { shippedFile } from '../../metadata/shipped-file.ts';

/** Names in lines of a text. */
function linesOf(names: readonly string[]): string {
  const lines: string[] = [];
  for (const name of names) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + name.length < 116) lines[lines.length - 1] = `${last} ${name}`;
    else lines.push(`  ${name}`);
  }
  return lines.join('\n');
}

/** `UPDATE_GOLDEN=1` writes the names of new metadata. */
test('what refers to other objects, and what changes an object, is as the shipped metadata says', () => {
  const file = new URL('relations.ts', import.meta.url);
  const metadata = unpackModel(shippedFile('v1.0.json.gz') as PackedModel);
  const text = `/**
 * Written by relations.test.ts from the metadata in model/, which says where that is from. In lower case: names of
 * properties that refer to other objects instead of holding them.
 */
export const relations: readonly string[] = \`
${linesOf(relationsIn(metadata))}
\`
  .trim()
  .split(/\\s+/);

/** Actions on an object that make nothing new, whatever they are answered with. */
export const actions: readonly string[] = \`
${linesOf(actionsIn(metadata))}
\`
  .trim()
  .split(/\\s+/);
`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});
