import type { Span } from '../../diagnostics/source.ts';
import { misspellingOf } from '../../diagnostics/suggest.ts';
import type { YamlEntry, YamlNode } from '../../format/scenario/yaml-node.ts';
import type { Metadata } from '../../metadata/metadata.ts';
import { type Vocabulary, vocabularyOf, wordsOf } from '../../metadata/vocabulary.ts';
import { type Fragment, spanIn } from '../page/fragment.ts';
import { memberOf } from './check-ids.ts';
import type { PageFinding } from './page-finding.ts';
import type { SamplePage } from './samples/samples.ts';

const isName = /^[A-Za-z][A-Za-z\d]{4,60}$/;
/** If more names have unknown words, the page has its own vocabulary. */
const mostStrange = 40;

/**
 * Misspelled names of properties, in any version: names with a word that neither the service nor the rest of the page
 * has, and that become a known name by changing one letter.
 */
export function checkNames(page: SamplePage, metadata: Metadata | undefined): readonly PageFinding[] {
  const bodies = page.bodies.filter(({ outline }) => outline !== true);
  const written = [
    ...bodies.flatMap(({ json }) => (json?.kind === 'json' ? namesIn(json.node) : [])),
    ...[...page.signatures, ...page.requests].flatMap(({ target }) => queried(target)),
  ];
  const service = metadata === undefined ? nothing : vocabularyOf(metadata);
  const unnamed = written.filter(({ key }) => !service.names.has(key.toLowerCase()));
  if (unnamed.length === 0) return [];
  const times = { page: timesOf(wordsIn(page.source.text)), here: timesOf(written.flatMap(({ key }) => wordsOf(key))) };
  const isWord = (word: string) =>
    word.length < shortestWord || service.words.has(word) || times.page.get(word) !== times.here.get(word);
  const isForm = (word: string) =>
    inflections.some(
      (end) => word.endsWith(end) && word.length - end.length >= shortestWord && isWord(word.slice(0, -end.length)),
    );
  const strange = unnamed.filter(({ key }) => wordsOf(key).some((word) => !isWord(word) && !isForm(word)));
  if (strange.length === 0 || strange.length > mostStrange) return [];
  const shown = new Map(written.filter((one) => !strange.includes(one)).map(({ key }) => [key.toLowerCase(), key]));
  return strange.flatMap((one) => {
    const meant = misspelledOf(one.key, [shown, service.names]) ?? withWordMeant(one.key, isWord);
    return meant === undefined ? [] : [finding(one, meant, shown.has(meant.toLowerCase()) ? 'response' : 'metadata')];
  });
}

/** A long word that is none, and by one letter within it exactly one word: `elavation`. */
function withWordMeant(key: string, isWord: (word: string) => boolean): string | undefined {
  const found = wordsOf(key)
    .filter((word) => word.length >= shortestMeant && !isWord(word))
    .flatMap((word) => {
      const near = [...new Set(neighborsOf(word))].filter((one) => one !== word && isWord(one));
      const [meant = ''] = near;
      const isOne = near.length === 1 && meant[0] === word[0] && !isAnotherForm(word, meant);
      return isOne ? [[word, meant] as const] : [];
    });
  const [[word, meant] = ['', '']] = found;
  if (found.length !== 1) return undefined;
  return key.replace(new RegExp(word, 'i'), (written) => written.charAt(0) + meant.slice(1));
}

/** A name that the service lacks, and that has a word more or less than one of the page's table, which the body lacks. */
export function checkTableNames(
  { properties, requests }: SamplePage,
  metadata: Metadata | undefined,
): readonly PageFinding[] {
  if (properties.length === 0 || metadata === undefined) return [];
  const service = vocabularyOf(metadata).names;
  const rows = new Map(properties.map(({ name }) => [name.toLowerCase(), name]));
  const shortened = new Map([...rows.values()].flatMap((name) => withoutWord(name).map((short) => [short, name])));
  const bodies = requests.flatMap((request) => [request, ...request.responses]);
  return bodies.flatMap(({ json }) => {
    const entries = json?.json?.kind === 'json' && json.json.node.kind === 'mapping' ? json.json.node.entries : [];
    const shown = new Set(entries.map(({ key }) => key.toLowerCase()));
    return entries.flatMap(({ key, keySpan: span }) => {
      const lower = key.toLowerCase();
      if (!isName.test(key) || wordsOf(key).length < 2 || service.has(lower) || rows.has(lower)) return [];
      const longer = withoutWord(key).flatMap((short) => rows.get(short) ?? []);
      const meant = [shortened.get(lower), ...longer].find((name) => name && !shown.has(name.toLowerCase()));
      if (meant === undefined) return [];
      const message = `the service has no \`${key}\`, and the page's table has \`${meant}\``;
      const base = { kind: 'property', level: 'error', code: 'property-misspelled', evidence: 'signature' } as const;
      return [{ ...base, message, span }];
    });
  });
}

/** Without its first and without its last word; `role` and `roleId` are two things. */
function withoutWord(name: string): readonly string[] {
  const words = wordsOf(name);
  if (words.length < 2 || words.at(-1) === 'id' || words.join('').length !== name.length) return [];
  return [words.slice(1), words.slice(0, -1)]
    .map((some) => some.join(''))
    .filter((short) => short.length > shortestWord);
}

/** `ids[]` and `name `: no service has such a name. All of a page are one finding. */
export function checkNameForms(page: SamplePage): readonly PageFinding[] {
  const bodies = page.bodies.filter(({ outline }) => outline !== true);
  return bodies
    .flatMap(({ json }) => (json?.kind === 'json' ? keysIn(json.node) : []))
    .filter(({ key }) => /^[A-Za-z]\w*(?:\[\]|\s+)$/.test(key))
    .map(({ keySpan: span }) => {
      const message = 'a name of a property ends in brackets, or in a blank';
      return { kind: 'property', level: 'error', code: 'property-name', message, evidence: 'form', span };
    });
}

/** Checks that the response has the properties that the query expands. */
export function checkExpanded({ requests }: SamplePage): readonly PageFinding[] {
  return requests.flatMap(({ target, responses }) => {
    const [option = ''] = /(?<=[?&]\$expand=)[\w,]+(?=&|$)/.exec(target.text) ?? [];
    const names = option.split(',').filter((name) => isName.test(name));
    return responses.flatMap(({ json }) => {
      const node = json?.json?.kind === 'json' ? json.json.node : undefined;
      const list = node && memberOf(node, 'value');
      const objects = list?.kind === 'sequence' ? list.items : node === undefined ? [] : [node];
      const entries = objects.flatMap((one) => (one.kind === 'mapping' ? one.entries : []));
      return names.flatMap((name): readonly PageFinding[] => {
        if (entries.some(({ key }) => key.toLowerCase() === name.toLowerCase())) return [];
        const other = entries.find(
          ({ key, value }) => value.kind !== 'scalar' && misspellingOf(key, [name]) !== undefined,
        );
        if (other === undefined) return [];
        const message = `the request expands \`${name}\`, and the response has \`${other.key}\``;
        const base = { kind: 'property', level: 'error', code: 'property-expanded', evidence: 'response' } as const;
        return [{ ...base, message, span: other.keySpan, fix: JSON.stringify(name) }];
      });
    });
  });
}

type Written = { readonly key: string; readonly span: Span; readonly quoted?: true };

const nothing: Vocabulary = { names: new Map(), words: new Set() };
/** Shorter ones are abbreviations. */
const shortestWord = 4;
/** Shorter words differ in one letter from too many others. */
const shortestMeant = 8;
/** Endings that derive one word from another. */
const inflections = ['s', 'es', 'd', 'ed', 'r', 'er', 'ing'];

function finding({ key, span, quoted }: Written, meant: string, evidence: PageFinding['evidence']): PageFinding {
  const message = `\`${key}\` is a misspelling of \`${meant}\``;
  const base = { kind: 'property', level: 'error', code: 'property-misspelled', evidence } as const;
  return { ...base, message, span, ...(quoted && { fix: JSON.stringify(meant) }) };
}

function* wordsIn(text: string): Generator<string> {
  for (const [run] of text.matchAll(/[A-Za-z]+/g)) yield* wordsOf(run);
}

function timesOf(words: Iterable<string>): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const word of words) times.set(word, (times.get(word) ?? 0) + 1);
  return times;
}

/** The names that a query selects, expands, sorts and filters by, without its texts. */
function queried(target: Fragment): readonly Written[] {
  const { text } = target;
  return [...text.matchAll(/(?<=\$(?:select|expand|orderby|filter)=)[^&]*/gi)].flatMap(({ 0: option, index }) => {
    const bare = option.replace(/'[^']*'|"[^"]*"|%27.*?%27|%[\da-f]{2}/gi, (found) => ' '.repeat(found.length));
    return [...bare.matchAll(/\b[A-Za-z]\w*\b/g)].flatMap(({ 0: key, index: at }) => {
      const start = index + at;
      return isName.test(key) ? [{ key, span: spanIn(target, start, start + key.length) }] : [];
    });
  });
}

/** The name that a word becomes with one letter added, removed or changed, or two swapped. */
function misspelledOf(key: string, known: readonly Vocabulary['names'][]): string | undefined {
  const lower = key.toLowerCase();
  const near = new Set(neighborsOf(lower));
  near.delete(lower);
  return known
    .flatMap((names) => [...near].flatMap((one) => names.get(one) ?? []))
    .find((meant) => !isAnotherForm(key, meant));
}

/** `supports` and `support`, or `organizer` and `organized`: one word with two endings. */
function isAnotherForm(key: string, meant: string): boolean {
  const others = wordsOf(meant);
  return wordsOf(key).some((word, at) => {
    const other = stemsOf(others[at] ?? '');
    return word !== others[at] && stemsOf(word).some((stem) => other.includes(stem));
  });
}

/** A word with and without what may be its ending. */
function stemsOf(word: string): readonly string[] {
  return [word, ...inflections.flatMap((end) => (word.endsWith(end) ? [word.slice(0, -end.length)] : []))];
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** All texts one edit away from a short one. */
function* neighborsOf(text: string): Generator<string> {
  for (let at = 0; at <= text.length; at += 1) {
    const [before, after] = [text.slice(0, at), text.slice(at)];
    if (after.length > 1) yield `${before}${after[1]}${after[0]}${after.slice(2)}`;
    if (after !== '') yield before + after.slice(1);
    for (const letter of letters) {
      yield before + letter + after;
      if (after !== '') yield before + letter + after.slice(1);
    }
  }
}

function namesIn(node: YamlNode): readonly Written[] {
  return keysIn(node).flatMap(({ key, keySpan }) =>
    isName.test(key) ? [{ key, span: keySpan, quoted: true } as const] : [],
  );
}

function keysIn(node: YamlNode): readonly YamlEntry[] {
  if (node.kind === 'sequence') return node.items.flatMap(keysIn);
  return node.kind === 'mapping' ? node.entries.flatMap((entry) => [entry, ...keysIn(entry.value)]) : [];
}
