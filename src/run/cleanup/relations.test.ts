import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makingOf, postsIn, readingOf, relationsIn, verbsOf } from '../../../test/support/run/metadata-relations.ts';
import { type PackedModel, unpackModel } from '../../metadata/pack-model.ts';
import { shippedFile } from '../../metadata/shipped-file.ts';
import { kindOfPost, looksLikeCollection } from './kind-of-post.ts';

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
const metadata = unpackModel(shippedFile('v1.0.json.gz') as PackedModel);
const { actions, collections } = postsIn(metadata);

test('what refers to other objects, and what a POST names, is as the shipped metadata says', () => {
  const file = new URL('relations.ts', import.meta.url);
  const verbs = verbsOf(actions);
  const unlike = collections.map((name) => name.toLowerCase()).filter((name) => !looksLikeCollection(name, verbs));
  const text = `import { wordsOf } from '../../words-of.ts';

/**
 * Names of properties that refer to other objects instead of containing them, in lower case. Written by
 * relations.test.ts from the metadata in model/, whose README names its source.
 */
export const relations: readonly string[] = wordsOf(\`
${linesOf(relationsIn(metadata))}
\`);

/** In lower case: actions that only read, though they are POSTs because they take parameters. */
export const readingActions: readonly string[] = wordsOf(\`
${linesOf(readingOf(actions))}
\`);

/** Actions that create something and do not change the object that their path names, in lower case. */
export const makingActions: readonly string[] = wordsOf(\`
${linesOf(makingOf(actions))}
\`);

/** The words that actions begin with. */
export const actionVerbs: readonly string[] = wordsOf(\`
${linesOf(verbs)}
\`);

/** In lower case: collections whose names are not plurals, or begin as actions do. */
export const unlikeCollections: readonly string[] = wordsOf(\`
${linesOf([...new Set(unlike)].sort())}
\`);
`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, text);
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('each action of the metadata is one, however it is written, and each collection is one', () => {
  const kinds = (names: readonly string[]) => new Set(names.map((name) => kindOfPost(`/v1.0/x/${name}`)));
  expect(kinds(collections)).toEqual(new Set(['creates']));
  const changing = actions.filter((name) => kindOfPost(`/v1.0/x/${name}`) === 'changes');
  expect(changing.length).toBeGreaterThan(200);
  expect(kinds(changing.map((name) => name.toLowerCase()))).toEqual(new Set(['changes']));
  expect(kinds(changing.map((name) => `microsoft.graph.${name.toUpperCase()}()`))).toEqual(new Set(['changes']));
});
