import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Words of the project's first dialect, each with the word of the glossary that replaced it (decision 21). They may not
 * return: neither in names, nor in comments, messages, documents or golden texts.
 */
const gone: readonly (readonly [word: string, instead: string])[] = [
  ['came', 'actual, or received'],
  ['told', 'reported'],
  ['tells', 'reports, shows, lists'],
  ['nobody', 'the actor, the user, the caller'],
  ['somebody', 'the actor, the user, a person'],
  ['whoever', 'the caller, the user'],
  ['promised', 'expected'],
  ['unpromised', 'undocumented'],
  ['manual-pending', 'pending'],
  ['taught', 'documented'],
  ['untaught', 'undocumented'],
  ['judged', 'checked, evaluated'],
  ['judges', 'checks, evaluates'],
  ['leftBehind', 'leftovers'],
  ['vouches', 'has a token of, confirms'],
  ['no one defines', 'is not defined'],
  ['anew', 'again, or over'],
  ['goes with (?:\\\\)?`?--', 'needs'],
  ['do(?:es)? not go (?:with|together)', 'cannot be used with, cannot be used together'],
  ['is meant(?! to| as)', 'is intended'],
  ['left-behind', 'leftover'],
  ['asked to be left alone', 'is throttled'],
  ['nothing says (?:how|where)', 'no setting, no flag …'],
  ['speaks about', 'concerns'],
  ['speaks of', 'names, refers to'],
  ['is no (?:difference|failure|problem|mistake|reason|part|page|exchange|secret|valid)', 'is not a …'],
  // Only a person answers a question, and only a person is asked one.
  [
    '(?:the|its|an|each|every|whole|lost|wrong|strange|large|live) answers?(?! (?:it|to|for|with|as|that is none))',
    'response',
  ],
  ["(?:service|server|sandbox|recording|request|step|block|page|list|copy)(?:’s|'s) answers?", 'response'],
  ['asks? again', 'sends again, retries, polls'],
  ['asking again', 'a retry, polling'],
  ['(?:service|server|sandbox|recording|host|link)s? (?:that )?(?:is|are|was|were) asked', 'gets the request'],
  ['(?:what|nothing) (?:is|was) asked', 'requested, sent'],
  ['no one asked for', 'by default, not requested'],
  ['unasked(?:For)?', 'by default, not sent'],
  ['rests? on', 'depends on'],
  ['mend(?:s|ed|ing)?', 'correct, fix'],
  ['stands? (?:behind|before|below|above|beside|between|nowhere|anywhere)', 'is, occurs, follows, precedes'],
  ['left-over', 'leftover'],
  ['any ?more', 'no longer'],
  ['at hand', 'available'],
  ['(?<!It is )there already', 'existing, exists already'],
  ['none of (?:them|these)[.:]?$', 'not one of them'],
  ['held against', 'compared with'],
  ['otherwise than', 'differently from, other than'],
  ['without a word', 'silently'],
  ['knows? no', 'does not have'],
  ['no one knows', 'is unknown'],
  [
    '(?:page|file|flags?|scenario|service|metadata|response|result|recording|terminal|key|seed)s? says? of',
    'states, has for',
  ],
  ['comes? out as', 'ends as, is'],
  ['has its say', 'decides'],
  ['(?:goes|go|going|went) on(?= (?:with|from|by|until|as long|where|to the next)|[.,;:]|$)', 'continues, resumes'],
  ['(?:gives?|gave) back', 'returns'],
  ['takes? away', 'removes'],
  ['written down', 'recorded, written'],
  ['as (?:it|they) stands?', 'unchanged, literally'],
  ['anyhow', 'in any way, at random'],
];

/** Names of code for responses and requests, by their case; what a person answers at a prompt is a `PersonsAnswer`. */
const goneNames: readonly (readonly [name: RegExp, instead: string])[] = [
  [/\b(?!Persons)\w*[a-z]Answers?\b/, '…Response, …Reply, …Result'],
  [/\banswer[A-Z]\w*/, '…Response, respond…'],
  [/\b(?:const|let|readonly|type|function) (?:Answers?|[Aa]sked|[Aa]sking|Asker)\b/, 'response, request, sent'],
  [/\b(?:asked|answers?): (?:readonly )?(?:Http|Graph|Sandbox|Json|Reply|Request|Response)/, 'response, request'],
];

const places = ['src', 'test', 'tools', 'bench', 'docs'];
const files = [
  ...places.flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
  ),
  'README.md',
  'CONTRIBUTING.md',
].filter(
  (name) =>
    /\.(?:ts|mts|js|css|md|txt|xml)$/.test(name) &&
    !/[\\/]node_modules[\\/]/.test(name) &&
    // Pages that a test reads as input are written as their authors write.
    !/[\\/]pages[\\/]/.test(name) &&
    !/(?:language\.test\.ts|first-result-version\.ts|parse-result\.test\.ts|migrate\.test\.ts|explain-issue\.ts|parse-scenario\.test\.ts|0021-[a-z-]+\.md)$/.test(
      name,
    ),
);

test.each(gone)('`%s` does not return: %s', (word) => {
  const pattern = new RegExp(`\\b${word}\\b`, 'i');
  const found = files.flatMap((name) =>
    readFileSync(join(root, name), 'utf8')
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );
  expect(found).toEqual([]);
});

test.each(goneNames)('no name matches %s: %s', (name) => {
  const found = files
    .filter((file) => /\.m?[jt]s$/.test(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (name.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
    );
  expect(found).toEqual([]);
});

test('the search finds a word where it stands', () => {
  expect(files.length).toBeGreaterThan(500);
  expect(files.some((name) => name.startsWith('docs'))).toBe(true);
});
