const mostListed = 20;
/** The shortest word that may be the beginning of another. */
const shortestBeginning = 3;
/** In a shorter word, one letter may be wrong: `tcsh` is not a misspelt `bash`. */
const shortestTwo = 5;

/** The candidate nearest to a misspelt word, if it is near enough: at most `longest` edits away. */
export function suggest(
  word: string,
  candidates: Iterable<string>,
  longest = word.length < shortestTwo ? 1 : Math.floor(word.length / 3) + 1,
): string | undefined {
  let best: string | undefined;
  let begun: string | undefined;
  let bestDistance = longest + 1;
  for (const candidate of candidates) {
    if (word.length >= shortestBeginning && candidate.startsWith(word)) begun ??= candidate;
    if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best ?? begun;
}

/**
 * The candidate of which a word is a misspelling: up to two letters apart, ignoring case; one in short words, none in
 * shorter ones.
 */
export function misspellingOf(word: string, candidates: Iterable<string>, shortest = 4): string | undefined {
  const most = word.length < 8 ? 1 : 2;
  if (word.length < shortest) return undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > most) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance > 0 && distance <= most && !isAnother(word, candidate)) return candidate;
  }
  return undefined;
}

/** The candidate that is written in another way: `display_name` is `displayName`. */
export function withSameLetters(word: string, candidates: readonly string[]): string | undefined {
  const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return candidates.find((one) => bare(one) === bare(word));
}

/** `address1` and `address2`, or `team` and `teamId`, are different names, not misspellings. */
function isAnother(one: string, other: string): boolean {
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one];
  return longer === `${shorter}Id` || one.replace(/\d+/g, '') === other.replace(/\d+/g, '');
}

/** `did you mean …?`, or the list to choose from where nothing is near. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  const near = suggest(word, all);
  if (near !== undefined) return `did you mean \`${near}\`?${lookAlike(word, near)}`;
  if (all.length === 0) return 'none are defined here';
  const more = all.length > mostListed ? ` and ${all.length - mostListed} more` : '';
  const listed = all.slice(0, mostListed).map((one) => `\`${one}\``);
  return all.length === 1 ? `use ${listed.join()}` : `use one of ${listed.join(', ')}${more}`;
}

/** The alphabet of a letter for which another alphabet has a letter that looks the same. */
const alphabetOf = (letter: string): string | undefined =>
  ['Latin', 'Cyrillic', 'Greek'].find((name) => new RegExp(`\\p{Script=${name}}`, 'u').test(letter));

/** Two words may look the same, and differ in how their letters are made, or in the alphabet of one. */
function lookAlike(word: string, near: string): string {
  const [given, meant] = [[...word], [...near]];
  const at = given.findIndex((one, index) => one !== meant[index]);
  if (at === -1) return '';
  const [one = '', other = ''] = [given[at], meant[at]];
  const alphabets = [one, other].map(alphabetOf).filter((name) => name !== undefined);
  const same = word.normalize('NFC') === near.normalize('NFC') || new Set(alphabets).size === 2;
  const code = (letter: string) => `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return same ? ` It has ${code(other)} where this has ${code(one)}` : '';
}

/** Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbors. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
