import { english } from './en.ts';
import type { Ask, Language, Person, Unit } from './language.ts';
import { portuguese } from './pt.ts';
import { russian } from './ru.ts';
import { chinese } from './zh.ts';

/** The languages whose words are known; another one is another file, and a name here. */
export const languages: readonly Language[] = [english, portuguese, chinese, russian];

const anyOf =
  (form: (language: Language) => RegExp) =>
  (text: string): boolean =>
    languages.some((language) => form(language).test(text));

/** A heading under which a page removes what it made. */
export const isCleanup = anyOf(({ cleanup }) => cleanup);
/** A heading under which a page lists prerequisites. */
export const isPrerequisites = anyOf(({ prerequisites }) => prerequisites);
/** A heading below which requests are shown without values: "HTTP request". */
export const saysSignature = (heading: string): boolean =>
  languages.some(({ signature }) => signature.test(heading.trim().replace(/[\s:：.]+$/, '')));
/** A heading of a second way to do what the way before it did. */
export const isAlternative = anyOf(({ alternative }) => alternative);
export const isAdministrator = anyOf(({ administrator }) => administrator);
/** A person other than the reader, who is not described further. */
export const saysAnother = anyOf(({ another }) => another);
export const saysCreated = anyOf(({ created }) => created);
/** A date that stands for the day of the run. */
export const saysToday = anyOf(({ today }) => today);
/** Something that is to be done when the request below has been sent. */
export const saysAfterwards = anyOf(({ afterwards }) => afterwards);

const order = ['sign-out', 'sign-in-as', 'wait', 'repeat', 'portal'] as const satisfies readonly Ask[];

/** The instructions in a sentence, except replacements; there may be several. */
export function asksIn(sentence: string): readonly (typeof order)[number][] {
  return order.filter((ask) => languages.some(({ asks }) => asks[ask].test(sentence)));
}

/** Lead-ins of replacements, and replacements whole. */
export const asksToReplace = anyOf(({ asks }) => asks.replace);

/** The number of the step that a heading or a sentence names first. */
export function stepIn(text: string): string | undefined {
  for (const { step } of languages) {
    const number = step
      .exec(text)
      ?.slice(1)
      .find((group) => group !== undefined);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** "run it three times", "repeat twice": how often. */
export function timesIn(text: string): number | undefined {
  for (const { times, numbers } of languages) {
    const word = times
      .exec(text)
      ?.slice(1)
      .find((group) => group !== undefined)
      ?.toLowerCase();
    const number = word === undefined ? undefined : /^\d{1,3}$/.test(word) ? Number(word) : numbers[word];
    if (number !== undefined) return number;
  }
  return undefined;
}

const persons: readonly Person[] = ['member', 'owner', 'reviewer', 'approver', 'guest', 'manager'];

/** The second person that a sentence names first; `undefined` if an administrator comes before. */
export function personIn(text: string): Person | undefined {
  const found = [undefined, ...persons]
    .flatMap((person) =>
      languages.map((language) => ({
        person,
        at: text.search(person === undefined ? language.administrator : language.people[person]),
      })),
    )
    .filter(({ at }) => at !== -1);
  return found.toSorted((a, b) => a.at - b.at)[0]?.person;
}

/** The name of the person who signs in, as a name for an actor: `adele`, and of other scripts in Latin letters. */
export function nameIn(text: string): string | undefined {
  for (const { signsIn } of languages) {
    const name = signsIn.exec(text)?.groups?.['name']?.toLowerCase();
    if (name !== undefined) return [...name].map((letter) => latin[letter] ?? letter).join('');
  }
  return undefined;
}

/** GOST 7.79-2000 system B, without signs. */
const latin: { readonly [letter: string]: string } = Object.fromEntries(
  'а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=j к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=c ч=ch ш=sh щ=shh ъ= ы=y ь= э=e ю=yu я=ya'
    .split(' ')
    .map((pair) => pair.split('=')),
);

/** The difference between an unshown response and the shown one. */
export function changeIn(text: string): { readonly property: string; readonly value: string } | undefined {
  // A limit for the expressions; sentences with this meaning are short.
  const sentence = text.slice(0, 400);
  for (const { change } of languages) {
    const groups = change.exec(sentence)?.groups;
    const property = groups?.['property'] ?? groups?.['property2'];
    const value = groups?.['value'] ?? groups?.['value2'];
    if (property !== undefined && value !== undefined) return { property, value };
  }
  return undefined;
}

const numbers = new Map(languages.flatMap((language) => Object.entries(language.numbers)));
// The longest word first: `uma` is not `um`.
const numberWords = [...numbers.keys()].sort((a, b) => b.length - a.length).join('|');
const lengthOfTime = new RegExp(
  `(?<![\\p{Script=Latin}\\p{Script=Cyrillic}\\d])(\\d{1,3}|${numberWords})[ -]?(\\p{L}+)`,
  'giu',
);

const unitNames: readonly Unit[] = ['D', 'W', 'M', 'Y'];

/** The first length of time that a text names, as an ISO 8601 duration: "five days" is `P5D`. */
export function durationIn(text: string): string | undefined {
  for (const [, count = '', word = ''] of text.matchAll(lengthOfTime)) {
    const unit = unitNames.find((name) => languages.some(({ units }) => units[name].test(word)));
    const number = numbers.get(count.toLowerCase()) ?? Number(count);
    if (unit !== undefined && number > 0) return `P${number}${unit}`;
  }
  return undefined;
}
