import { decoded } from '../../decoded.ts';
import { failure, type Result, success, usage } from '../../diagnostics/problem.ts';
import { NamePairs } from '../../format/recording/name-pairs.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import type { Account, Reported, Scene } from './comparable-account.ts';
import { compareSteps } from './compare-steps.ts';
import { type ComparedChange, rankOf } from './compared-change.ts';
import { collectOpaque, type Token, tokenizer } from './comparison-tokens.ts';
import type { Lens } from './lens.ts';
import { matchSteps, type StepPair, versionOf } from './match-steps.ts';
import { subjectOf } from './read-comparable.ts';

/** A step that differs, and how; worst change first. */
export type StepComparison = {
  readonly scenario: string;
  readonly id: string;
  /** Where the second file calls it otherwise. */
  readonly newId?: string;
  readonly request: string;
  readonly changes: readonly [ComparedChange, ...ComparedChange[]];
};

export type AccountComparison = {
  readonly before: Pick<Account, 'file' | 'kind' | 'about'>;
  readonly after: Pick<Account, 'file' | 'kind' | 'about'>;
  /** Those that differ, worst first. */
  readonly steps: readonly StepComparison[];
  /** How many steps both have. */
  readonly compared: number;
  /** Names that are others, but the same other everywhere. */
  readonly renamed: {
    readonly ids: number;
    readonly people: number;
    readonly places: number;
    /** `beta → v1.0`, `https://graph.microsoft.com → https://graph.microsoft.us`. */
    readonly services: readonly string[];
  };
};

/** The differences between two accounts. Problems: `usage`, if they are unrelated. */
export function compareAccounts(before: Account, after: Account): Result<AccountComparison> {
  const pairs = matchScenes(before, after);
  if (!pairs.ok) return pairs;
  const sides = { before: tokenizer(knownOf(before)), after: tokenizer(knownOf(after)) };
  const matched = pairs.value.map(({ name, one, other }) => ({ name, pairs: matchSteps(one, other, sides) }));
  const kept = keptVersions(matched.flatMap(({ pairs }) => pairs));
  const lens: Lens = { ...sides, kept, renaming: commonNames(before, after, sides) };
  const steps: StepComparison[] = [];
  let compared = 0;
  for (const { name, pairs } of matched) {
    for (const pair of pairs) {
      if (pair.kind === 'both') compared++;
      const [first, ...others] = changesOf(pair, lens).toSorted((a, b) => rankOf(a.code) - rankOf(b.code));
      const reported = pair.kind === 'new' ? pair.after : pair.before;
      const request = `${reported.method} ${reported.url}`;
      const renamed = pair.kind === 'both' && pair.after.id !== reported.id ? { newId: pair.after.id } : {};
      if (first !== undefined) {
        steps.push({ scenario: name, id: reported.id, ...renamed, request, changes: [first, ...others] });
      }
    }
  }
  return success({
    before: headOf(before),
    after: headOf(after),
    steps: steps.toSorted((a, b) => rankOf(a.changes[0].code) - rankOf(b.changes[0].code)),
    compared,
    renamed: renamedBy(lens.renaming),
  });
}

const headOf = ({ file, kind, about }: Account) => ({ file, kind, about });

function changesOf(pair: StepPair, lens: Lens): readonly ComparedChange[] {
  switch (pair.kind) {
    case 'gone':
      return [{ code: 'step-gone', path: 'step' }];
    case 'new':
      return [{ code: 'step-new', path: 'step' }];
    case 'both':
      return compareSteps(pair.before, pair.after, lens);
    default:
      return pair satisfies never;
  }
}

type ScenePair = { readonly name: string; readonly one: readonly Reported[]; readonly other: readonly Reported[] };

/** Scenarios belong together by their names; one alone on either side belongs to the one on the other. */
function matchScenes(before: Account, after: Account): Result<readonly ScenePair[]> {
  const [one, other] = [before.scenes, after.scenes];
  const [first, second] = [one[0], other[0]];
  if (one.length === 1 && other.length === 1 && first !== undefined && second !== undefined) {
    return success([{ name: subjectOf(second.name), one: first.steps, other: second.steps }]);
  }
  const isMixed = before.kind !== after.kind;
  if (isMixed) return pickScene(before, after);
  const names = [...new Set([...one, ...other].map(({ name }) => name))];
  const stepsOf = (scenes: readonly Scene[], name: string) => scenes.find((scene) => scene.name === name)?.steps ?? [];
  return success(
    names.map((name) => ({ name: subjectOf(name), one: stepsOf(one, name), other: stepsOf(other, name) })),
  );
}

/** A recording reports one scenario: of a result with several, it is the one that is named like the recording. */
function pickScene(before: Account, after: Account): Result<readonly ScenePair[]> {
  const [recording, result] = before.kind === 'recording' ? [before, after] : [after, before];
  const subject = subjectOf(recording.file);
  const scene = result.scenes.find(({ name }) => subjectOf(name) === subject);
  if (scene === undefined) {
    const message = `none of the ${result.scenes.length} scenarios in \`${result.file}\` is named like \`${recording.file}\``;
    return failure([usage(message, 'compare with a result of that scenario alone')]);
  }
  const steps = recording.scenes[0]?.steps ?? [];
  const [one, other] = before.kind === 'recording' ? [steps, scene.steps] : [scene.steps, steps];
  return success([{ name: subject, one, other }]);
}

type Sides = Pick<Lens, 'before' | 'after'>;

/** Names that both sides have belong to themselves; the others find their partners where they are met first. */
function commonNames(before: Account, after: Account, sides: Sides): NamePairs {
  const renaming = new NamePairs();
  const names = namesIn(before, sides.before);
  for (const name of namesIn(after, sides.after)) if (names.has(name)) renaming.agree(name, name);
  return renaming;
}

/** A version was replaced by another one only if no request keeps it. */
function keptVersions(pairs: readonly StepPair[]): ReadonlySet<string> {
  const both = pairs.filter((pair) => pair.kind === 'both');
  return new Set(both.map(({ before, after }) => (versionOf(before) === versionOf(after) ? versionOf(after) : '')));
}

function knownOf({ scenes }: Account): { readonly runs: ReadonlySet<string>; readonly opaque: ReadonlySet<string> } {
  const opaque = new Set<string>();
  for (const { sent, actual } of scenes.flatMap(({ steps }) => steps)) {
    collectOpaque(sent, opaque);
    collectOpaque(actual, opaque);
  }
  return { runs: new Set(scenes.map(({ run }) => run)), opaque };
}

function namesIn({ scenes }: Account, tokens: (text: string) => readonly Token[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (text: string) => {
    for (const token of tokens(text)) {
      if (token.kind === 'id' || token.kind === 'person' || token.kind === 'place')
        names.add(`${token.kind} ${token.text}`);
    }
  };
  for (const { url, sent, actual, headers } of scenes.flatMap(({ steps }) => steps)) {
    add(decoded(url));
    add(headers['location'] ?? '');
    eachText(sent, add);
    eachText(actual, add);
  }
  return names;
}

function eachText(value: Json | undefined, visit: (text: string) => void): void {
  if (typeof value === 'string') visit(value);
  else if (Array.isArray(value)) for (const item of value) eachText(item, visit);
  else if (isJsonObject(value)) for (const member of Object.values(value)) eachText(member, visit);
}

function renamedBy(renaming: NamePairs): AccountComparison['renamed'] {
  const pairs = renaming.changed();
  const count = (kind: string) => pairs.filter(([name]) => name.startsWith(`${kind} `)).length;
  const services = pairs
    .filter(([name]) => /^(?:version|service) /.test(name))
    .map((pair) => pair.map((name) => name.replace(/^\w+ /, '')).join(' → '));
  return { ids: count('id'), people: count('person'), places: count('place'), services };
}
