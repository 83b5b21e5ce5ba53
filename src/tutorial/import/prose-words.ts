/**
 * What pages say in words, by language: English, Portuguese, Chinese. Another language, or another way to say it, is
 * another entry; no code knows a word.
 */
type Words = { readonly [language in 'en' | 'pt' | 'zh']: RegExp };

const anyOf =
  (words: Words) =>
  (text: string): boolean =>
    Object.values(words).some((pattern) => pattern.test(text));

/** A heading under which a page removes what it made. */
export const isCleanup = anyOf({
  en: /\bclean(?:ing)?[ -]?up\b|\b(?:delete|remove) (?:the |all )?(?:test |created )?resources\b/i,
  pt: /\blimpar\b|\blimpeza\b|\b(?:excluir|remover) (?:os )?recursos\b/i,
  zh: /清理|删除资源/,
});

/** A heading under which a page says what a reader needs. */
export const isPrerequisites = anyOf({
  en: /\bprerequisites?\b|\bbefore you (?:begin|start)\b|\brequirements\b/i,
  pt: /\bpré-requisitos?\b|\bantes de começar\b/i,
  zh: /先决条件|必备条件|准备工作/,
});

/** A heading of a second way to do what the way before it did. */
export const isAlternative = anyOf({
  en: /^(?:method|option|alternative)\s+(?:[2-9]|[b-f]\b)/i,
  pt: /^(?:método|opção|alternativa)\s+(?:[2-9]|[b-f]\b)/i,
  zh: /^(?:方法|选项|方式)\s*(?:[2-9]|[二三四])/,
});

/** Anyone who has an administrator's rights is the reader, and no second person. */
export const isAdministrator = anyOf({
  en: /\badmin(?:istrator)?\b/i,
  pt: /\badministrador/i,
  zh: /管理员/,
});

/** What a reader made before, on this page. */
export const saysCreated = anyOf({
  en: /\bcreated\b/i,
  pt: /\bcriad[oa]s?\b|\bcriou\b/i,
  zh: /创建/,
});

/** A date that is meant to be the day of the run. */
export const saysToday = anyOf({
  en: /\btoday['’]?s date\b|\bcurrent date\b/i,
  pt: /\bdata (?:de hoje|atual)\b/i,
  zh: /今天|当前日期/,
});

/** Second people that pages ask to sign in as, and what they are called in a scenario. */
const people: readonly { readonly actor: string; readonly words: Words }[] = [
  { actor: 'member', words: { en: /\bmembers?\b/i, pt: /\bmembros?\b/i, zh: /成员/ } },
  { actor: 'owner', words: { en: /\bowners?\b/i, pt: /\bproprietári[oa]s?\b/i, zh: /所有者/ } },
  { actor: 'reviewer', words: { en: /\breviewers?\b/i, pt: /\brevisor(?:es)?\b/i, zh: /审阅者/ } },
  { actor: 'approver', words: { en: /\bapprovers?\b/i, pt: /\baprovador(?:es)?\b/i, zh: /审批者/ } },
  { actor: 'guest', words: { en: /\bguests?\b/i, pt: /\bconvidad[oa]s?\b/i, zh: /来宾/ } },
  { actor: 'manager', words: { en: /\bmanagers?\b/i, pt: /\bgerentes?\b/i, zh: /经理/ } },
];

export function personIn(text: string): string | undefined {
  const found = people
    .map(({ actor, words }) => ({ actor, at: firstMatch(words, text) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at);
  return found[0]?.actor;
}

function firstMatch(words: Words, text: string): number {
  const found = Object.values(words).map((pattern) => text.search(pattern));
  return Math.min(...found.map((at) => (at === -1 ? Number.POSITIVE_INFINITY : at)), text.length + 1) > text.length
    ? -1
    : Math.min(...found.filter((at) => at !== -1));
}

/** "the `decision` property … is now `Approve`": a property and the value that it has at last. */
const changes: Words = {
  en: /\b(?<property>[a-z]\w+)\b property[^.]*? is now `?(?<value>\w+)`?|\b(?<property2>[a-z]\w+)\b[^.]*? (?:shows|changed to|has changed to)[^.]*? as `(?<value2>\w+)`/,
  pt: /propriedade `?(?<property>[a-z]\w+)`?[^.]*? (?:agora )?é (?:agora )?`?(?<value>\w+)`?/,
  zh: /`?(?<property>[a-z]\w+)`? 属性[^。]*?现在(?:为|是) ?`?(?<value>\w+)`?/,
};

/** What a response that the page does not show differs in from the one it shows. */
export function changeIn(text: string): { readonly property: string; readonly value: string } | undefined {
  // The expressions look far ahead; a sentence that says this is short.
  const sentence = text.slice(0, 400);
  for (const pattern of Object.values(changes)) {
    const groups = pattern.exec(sentence)?.groups;
    const property = groups?.property ?? groups?.property2;
    const value = groups?.value ?? groups?.value2;
    if (property !== undefined && value !== undefined) return { property, value };
  }
  return undefined;
}

const numbers: { readonly [word: string]: number } = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
  fourteen: 14,
  thirty: 30,
  um: 1,
  uma: 1,
  dois: 2,
  duas: 2,
  três: 3,
  quatro: 4,
  cinco: 5,
  seis: 6,
  sete: 7,
  dez: 10,
  一: 1,
  两: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  十: 10,
};
const units: readonly { readonly unit: string; readonly words: RegExp }[] = [
  { unit: 'D', words: /^(?:days?|dias?|天)/i },
  { unit: 'W', words: /^(?:weeks?|semanas?|周|星期)/i },
  { unit: 'M', words: /^(?:months?|mês|meses|个月)/i },
  { unit: 'Y', words: /^(?:years?|anos?|年)/i },
];

/** The first length of time that a text speaks of, as an ISO 8601 duration: "five days" is `P5D`. */
export function durationIn(text: string): string | undefined {
  // The longest word first: `uma` is not `um`.
  const words = Object.keys(numbers).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\p{Script=Latin}\\d])(\\d{1,3}|${words.join('|')})[ -]?(\\p{L}+)`, 'giu');
  for (const [, count = '', word = ''] of text.matchAll(pattern)) {
    const unit = units.find(({ words }) => words.test(word))?.unit;
    const number = numbers[count.toLowerCase()] ?? Number(count);
    if (unit !== undefined && number > 0) return `P${number}${unit}`;
  }
  return undefined;
}
