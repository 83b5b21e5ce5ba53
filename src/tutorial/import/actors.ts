import { defined } from '../../defined.ts';
import type { ScenarioDocument } from '../../format/scenario/print-scenario.ts';
import { isJsonObject } from '../../json/json.ts';
import type { Page } from '../page/page.ts';
import { lackingPermissions } from './enough-permissions.ts';
import { type Guess, likely, unsure } from './links/guess.ts';
import type { Exchanged } from './links/link-names.ts';
import type { LinkedSteps } from './links/link-requests.ts';
import type { DocumentedStep } from './steps/step-of-page.ts';

type ActorDocument = ScenarioDocument['actors'][string];

export type Actors = {
  readonly actors: ScenarioDocument['actors'];
  /** The actor of a step; `undefined` if there is only one actor. */
  readonly actorOf: (step: DocumentedStep) => string | undefined;
  readonly guesses: readonly { readonly path: readonly (string | number)[]; readonly guess: Guess }[];
};

const reader = 'admin';

/** The reader, with the permissions that the page lists, and every other user that has to sign in. */
export function actorsOf(page: Page, steps: readonly DocumentedStep[], linked: LinkedSteps): Actors {
  const { prerequisites } = page;
  const delegated = prerequisites.permissions.filter(({ context }) => context !== 'application');
  const application = prerequisites.permissions.length > 0 && delegated.length === 0;
  const named = application ? prerequisites.permissions : delegated;
  const permissions = [...new Set(named.map(({ name }) => name))];
  const appOnly = application ? [] : prerequisites.permissions.filter(({ context }) => context === 'application');
  const sent = steps.flatMap(({ kind }, index) => (kind === 'call' ? (linked.exchanged[index] ?? []) : []));
  const lacking = lackingPermissions(permissions, application ? 'application' : 'delegated', sent);
  const granted =
    permissions.length === 0 ? {} : { permissions: [...permissions, ...lacking.map(({ permission }) => permission)] };
  const others = [...new Set(steps.flatMap(({ actor }) => (actor === undefined ? [] : [actor.name])))];
  const actors: { [name: string]: ActorDocument } = {
    // If each step belongs to one of several people, there is no other actor.
    ...(others.length > 1 && steps.every(({ actor }) => actor !== undefined)
      ? {}
      : { [reader]: { ...(application ? { context: 'application' as const } : {}), ...granted } }),
  };
  const guesses: { path: (string | number)[]; guess: Guess }[] = [];
  const isReader = Object.hasOwn(actors, reader);
  if (appOnly.length > 0 && isReader) {
    const words = appOnly.map(({ name }) => name).join(', ');
    guesses.push({ path: ['actors', reader], guess: unsure(`the page names application permissions, too: ${words}`) });
  }
  if (permissions.length === 0 && isReader) {
    guesses.push({ path: ['actors', reader], guess: unsure('the page does not say which permissions are needed') });
  }
  const people =
    others.length === 0 && sent.filter(({ url }) => /^\/[^/]+\/me\b/.test(url)).length > 1 ? describedIn(page) : [];
  if (people.length > 1) {
    const why = `the page says what ${people.join(' and ')} do, and not who sends which request about \`/me\``;
    guesses.push({ path: ['actors', reader], guess: unsure(why) });
  }
  for (const { permission, request } of lacking) {
    const guess = likely(`the page lists no permission for ${request}, which ${permission} allows`);
    guesses.push({ path: ['actors', isReader ? reader : (others[0] ?? reader)], guess });
  }
  for (const name of others) {
    const own = steps.flatMap(({ actor }, index) => (actor?.name === name ? (linked.exchanged[index] ?? []) : []));
    const user = userOf(name, linked) ?? reviewedSelf(own, sent);
    actors[name] = { ...defined({ user }), ...granted };
    const why = 'the page says who signs in, and not what they are permitted';
    guesses.push({ path: ['actors', name], guess: likely(why) });
  }
  return { actors, actorOf: ({ actor }) => (others.length === 0 ? undefined : (actor?.name ?? reader)), guesses };
}

/** The name of the user that the page creates for this actor. */
function userOf(actor: string, { exchanged, requests }: LinkedSteps): string | undefined {
  for (const [index, { body }] of exchanged.entries()) {
    if (!isJsonObject(body)) continue;
    const [first] = String(body.displayName).split(' ');
    if (String(body.mailNickname).toLowerCase() !== actor && first?.toLowerCase() !== actor) continue;
    const linked = requests[index]?.body;
    if (isJsonObject(linked) && typeof linked.userPrincipalName === 'string') return linked.userPrincipalName;
  }
  return undefined;
}

/** The self-reviewer: the person in the list of their own decisions. */
function reviewedSelf(own: readonly Exchanged[], sent: readonly Exchanged[]): string | undefined {
  const isSelf = sent.some(({ method, url, body }) => {
    if (method !== 'POST' || !/\/accessReviews\/definitions$/i.test(url) || !isJsonObject(body)) return false;
    return !Array.isArray(body.reviewers) || body.reviewers.length === 0;
  });
  const names = own.flatMap(({ url, responseBody }) => {
    if (!/\/decisions\/filterByCurrentUser\(/i.test(url) || !isJsonObject(responseBody)) return [];
    return [responseBody.value ?? []].flat().flatMap((item) => {
      const principal = isJsonObject(item) ? item.principal : undefined;
      return isJsonObject(principal) && typeof principal.userPrincipalName === 'string'
        ? [principal.userPrincipalName]
        : [];
    });
  });
  return isSelf && new Set(names).size === 1 ? names[0] : undefined;
}

/** The people of the page's samples with whose first name a sentence of it begins, also as a translation spells it. */
function describedIn({ source: { text } }: Page): readonly string[] {
  const names = [...text.matchAll(/"(?:name|displayName)"\s*:\s*"(\p{Lu}\p{Ll}+) \p{Lu}\p{Ll}+"/gu)].map(
    ([, name = '']) => name,
  );
  const prose = text.replace(/^[ \t]*```[\s\S]*?^[ \t]*```/gm, '');
  const spelled = [...prose.matchAll(/(\p{Lu}\p{Ll}{0,40})(?: \p{Lu}\p{Ll}{0,40})? \((\p{Lu}\p{Ll}{0,40})[ )]/gu)];
  const begins = (name: string) =>
    new RegExp(`(?:^[ \\t]*(?:\\d+\\.|[-*])?[ \\t]*|[.,。，] ?)${name} `, 'mu').test(prose);
  const spellingsOf = (name: string) => spelled.flatMap(([, own = '', meant]) => (meant === name ? [own] : []));
  return [...new Set(names)].slice(0, 20).filter((name) => [name, ...spellingsOf(name)].some(begins));
}
