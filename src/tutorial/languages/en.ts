import type { Language } from './language.ts';

export const english: Language = {
  asks: {
    'sign-out':
      /(?:^|[,;:] *|\b(?:and|then|now|can|must|should|to)\s+)(?:sign|log)\s?(?:out|off)\b|^sign out\b|\bexit the \**(?:incognito|inprivate)/i,
    'sign-in-as':
      /(?:^|[,;:] *(?:and |then )*|(?<!\bapps? )\b(?:and|then|now|can|must|should)\s+)(?:sign|log)\s?(?:back )?in\b|^signed in as (?!.*\bcan\b)|\b(?:complete|do|run) this (?:step|request|call) as\b|\bback in the (?:main |first |other )?browser\b/i,
    wait: /\b(?:wait|poll)\b(?! status)|\bonce the \**(?:status|state)\b|\bwhen (?:its|the) \**(?:status|state)\b|\b(?:may|can|might) take (?:a |up to |several |some |\d)|\ballow some time\b|\blet it end\b/i,
    repeat:
      /\brepeat (?:this|these|the|it|step|steps)\b|\b(?:run|running|make|send)\b[^.]{0,60}\b(?:twice|two times|three times|\w+ times)\b|\brepeat\b[^.]{0,40}\btwice\b/i,
    portal:
      /\b(?:select|choose|click|press)\b[^.]{0,40}\*\*|\b(?:go to|open|log ?in to|sign in to|browse to|navigate to|use|visit|enter|through)\b[^.]{0,80}(?:\bportal\b|\badmin cent(?:er|re)\b|myaccess\.microsoft\.com|portal\.azure\.com|entra\.microsoft\.com)/i,
    replace: /\breplace\b|\bchange\s+(?=[`*])/i,
  },
  afterwards:
    /^after (?:you |the user )?(?:creat|add|register|assign|updat)|^once (?:you have |you've |it is |the \w+ is )(?:creat|add)/i,
  times: /\b(twice)\b|\b(\w{1,8}) times\b/i,
  numbers: {
    twice: 2,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    fourteen: 14,
    thirty: 30,
  },
  units: { D: /^days?/i, W: /^weeks?/i, M: /^months?/i, Y: /^years?/i },
  headings: {
    request: ['request', 'requests'],
    response: ['response', 'responses'],
    prerequisites: ['prerequisites', 'prerequisite', 'before you begin', 'permissions'],
  },
  signature: /^(?:http request|syntax)s?$/i,
  cleanup: /\bclean(?:ing)?[ -]?up\b|\b(?:delete|remove) (?:the |all )?(?:test |created )?resources\b/i,
  prerequisites: /\bprerequisites?\b|\bbefore you (?:begin|start)\b|\brequirements\b/i,
  alternative: /^(?:method|option|alternative)\s+(?:[2-9]|[b-f]\b)/i,
  administrator: /\badmin(?:istrator)?\b/i,
  created: /\bcreated\b/i,
  today: /\btoday['’]?s date\b|\bcurrent date\b/i,
  people: {
    member: /\bmembers?\b/i,
    owner: /\bowners?\b/i,
    reviewer: /\breviewers?\b/i,
    approver: /\bapprovers?\b/i,
    guest: /\bguests?\b/i,
    manager: /\bmanagers?\b/i,
  },
  signsIn:
    /\b(?:[Ss]ign|[Ll]og)(?:ed)?[ -]?(?:back )?in(?: to [\w ]{1,40})? as \**(?<name>\p{Lu}\p{Ll}+)(?![\p{L}\p{N}])/u,
  change:
    /\b(?<property>[a-z]\w+)\b property[^.]*? is now `?(?<value>\w+)`?|\b(?<property2>[a-z]\w+)\b[^.]*? (?:shows|changed to|has changed to)[^.]*? as `(?<value2>\w+)`/,
  examples: [
    ['Sign in as one of the members of the group.', 'sign-in-as', 'member'],
    ['In a private window, sign in to Graph Explorer as the reviewer.', 'sign-in-as', 'reviewer'],
    ['Signed in as Adele, get the calendars.', 'sign-in-as', 'adele'],
    ['Signed in as Adele, an app can get the calendars.', 'adele'],
    ['The app can sign in as Alex.', 'alex'],
    ['Sign out of the other account.', 'sign-out'],
    ['Signing in triggers a risk.'],
    ['The sign-in logs hold all members.', 'member'],
    ['Collaboration between members and guests is allowed.', 'member'],
    ['Wait for five days.', 'wait', 'P5D'],
    ['Run this request three times.', 'repeat', '3 times'],
    ['Repeat this step twice.', 'repeat', '2 times'],
    ['Replace `id` with the id of the group.', 'replace'],
    ['Go to the Azure portal.', 'portal'],
    ['After creating the user, open the Entra admin center.', 'portal', 'afterwards'],
    ['The user can be found in the list.'],
  ],
};
