import type { Instruction } from '../page.ts';

/**
 * What sentences say when they ask a person to do something, tried in this order; a sentence may ask for several things.
 * Imperatives only: "signing in triggers a risk" asks for nothing.
 */
export const instructionWords: readonly { readonly what: Instruction['what']; readonly form: RegExp }[] = [
  {
    what: 'sign-out',
    form: /(?:^|[,;:] *|\b(?:and|then|now|can|must|should|to)\s+)(?:sign|log)\s?(?:out|off)\b|^sign out\b|\bexit the \**(?:incognito|inprivate)|^saia\b|\b(?:注销|登出|退出登录)/i,
  },
  {
    what: 'sign-in-as',
    form: /(?:^|[,;:] *(?:and |then )*|\b(?:and|then|now|can|must|should)\s+)(?:sign|log)\s?(?:back )?in\b|\b(?:complete|do|run) this (?:step|request|call) as\b|\bback in the (?:main |first |other )?browser\b|\b(?:entre|inicie sessão|faça login)\b|登录|登入/i,
  },
  {
    what: 'wait',
    form: /\b(?:wait|poll)\b(?! status)|\bonce the \**(?:status|state)\b|\bwhen (?:its|the) \**(?:status|state)\b|\b(?:may|can|might) take (?:a |up to |several |some |\d)|\ballow some time\b|\blet it end\b|\b(?:aguarde|espere)\b|等待/i,
  },
  {
    what: 'repeat',
    form: /\brepeat (?:this|these|the|it|step|steps)\b|\b(?:run|running|make|send)\b[^.]{0,60}\b(?:twice|two times|three times|\w+ times)\b|\brepeat\b[^.]{0,40}\btwice\b|\brepita\b|重复/i,
  },
  {
    what: 'portal',
    form: /\b(?:select|choose|click|press)\b[^.]{0,40}\*\*|\b(?:go to|open|log ?in to|sign in to|browse to|navigate to|use|visit|enter|through)\b[^.]{0,80}(?:\bportal\b|\badmin cent(?:er|re)\b|myaccess\.microsoft\.com|portal\.azure\.com|entra\.microsoft\.com)|\b(?:acesse|abra) o portal\b|门户/i,
  },
];

/** Lead-ins of replacements, and replacements whole. */
export const replaceWords = /\breplace\b|\bchange\s+(?=[`*])|\bsubstitua\b|\breemplace\b|\bersetzen\b|替换/i;

const numbers: ReadonlyMap<string, number> = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'].map((word, index) => [
    word,
    index + 1,
  ]),
);

/** "run it three times", "repeat twice": how often. */
export function timesIn(text: string): number | undefined {
  if (/\btwice\b/i.test(text)) return 2;
  const word = /\b(\w{1,8}) times\b/i.exec(text)?.[1]?.toLowerCase();
  if (word === undefined) return undefined;
  return numbers.get(word) ?? (/^\d{1,3}$/.test(word) ? Number(word) : undefined);
}
