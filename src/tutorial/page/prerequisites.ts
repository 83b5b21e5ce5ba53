import { type Fragment, partOf, spanIn } from './fragment.ts';
import type { Prerequisites } from './page.ts';

type Found = { readonly name: string; readonly span: { readonly start: number; readonly end: number } };

/** `Group.ReadWrite.All`: a resource, what may be done to it, and how far. */
const permission =
  /\b[A-Z][A-Za-z]{1,60}(?:-[A-Z][A-Za-z]{1,30})?\.(?:Read|ReadWrite|ReadBasic|Create|Invite|Manage|Send|Submit|Write|Export|AccessAsUser|Selected|Install|Join|Initiate|Use|Convert|Edit|Delete|Add|Remove|Update|Upload|Teamwork|Migrate|OwnedBy|Enable|ConsentRequest)[A-Za-z]{0,30}(?:\.[A-Z][A-Za-z]{0,40}){0,3}\b/g;

/** Roles of the directory, as their pages name them. */
const role =
  /\b(?:global|user|groups?|security|compliance|application|cloud application|identity governance|privileged role|privileged authentication|authentication|authentication policy|conditional access|guest inviter|hybrid identity|teams|sharepoint|exchange|intune|license|lifecycle workflows|attribute assignment|attribute definition|external identity provider|helpdesk|reports|directory|domain name|billing|cloud device|knowledge|search|skype for business|b2c ief policy|b2c ief keyset|b2c user flow) (?:administrator|admin|reader|operator|writer)s?\b|\bguest inviter\b/gi;

/** Licenses as pages name them, old names and new ones. */
const license =
  /\b(?:Microsoft Entra ID|Azure Active Directory|Azure AD|Entra ID)(?: \(Azure AD\))? (?:Premium )?P[12](?: or P2)?\b|\bMicrosoft Entra (?:ID Governance|Workload ID(?: Premium)?|Suite)\b|\b(?:Enterprise Mobility (?:\+|and|&) Security(?: \(EMS\))?|EMS) E[35]\b|\bMicrosoft 365 (?:E[35]|F[13]|Business Premium)\b|\bOffice 365 E[135]\b/g;

/** Outside of such a section, a name that merely occurs is not needed. */
const needs = /\b(?:permissions?|privileges?|licen[cs]es?|consent|scopes?|an? [\w *]{1,60}role)\b/i;

/** The prerequisites of a page: from its section on them, otherwise from all of its prose. */
export function readPrerequisites(section: readonly Fragment[], prose: readonly Fragment[]): Prerequisites {
  const paragraphs = section.length > 0 ? section : prose.filter(({ text }) => needs.test(text));
  return {
    permissions: withContext(paragraphs.flatMap(permissionsIn)),
    roles: unique(
      paragraphs.flatMap((paragraph) => matches(paragraph, role).map(asRole)),
      byName,
    ),
    licenses: unique(
      paragraphs.flatMap((paragraph) => matches(paragraph, license)),
      byName,
    ),
  };
}

type FoundPermission = Found & { readonly context?: 'delegated' | 'application' };

/** A permission that is named again without its kind is the one named before. */
function withContext(found: readonly FoundPermission[]): readonly FoundPermission[] {
  const known = new Set(found.filter(({ context }) => context !== undefined).map(byName));
  const reporting = found.filter(({ name, context }) => context !== undefined || !known.has(name));
  return unique(reporting, ({ name, context }) => `${name} ${context ?? ''}`);
}

function permissionsIn(paragraph: Fragment): readonly FoundPermission[] {
  const context = contextOf(paragraph.text);
  const found = matches(paragraph, permission);
  // A row of a table of permissions lists alternatives, the least privileged first.
  const isRow = paragraph.text.startsWith('|') && context !== undefined;
  const needed = isRow ? found.slice(0, 1 + joined(paragraph.text)) : found;
  return needed.map((found) => ({ ...found, ...(context && { context }) }));
}

/** How many permissions belong to the first one of a row: `A and B`. */
function joined(row: string): number {
  const [, names = ''] = new RegExp(`((?:${permission.source})(?:${and}(?:${permission.source}))*)`).exec(row) ?? [];
  return [...names.matchAll(permission)].length - 1;
}

const and = '\\s*(?:\\band\\b|\\be\\b|и|和)\\s*';

function contextOf(text: string): 'delegated' | 'application' | undefined {
  const delegated = /\bdelegated\b|\bdelegad[ao]s?\b|委托|委派|делегированн/i.test(text);
  const application =
    /\bapplication permissions?\b|\bapp-only\b|permissões de aplicativo|应用程序权限|^\|\s*\**(?:application|aplicativo)\b/i.test(
      text,
    ) || /^\|\s*\**(?:应用程序|приложение)/i.test(text);
  if (delegated === application) return undefined;
  return delegated ? 'delegated' : 'application';
}

function matches(paragraph: Fragment, form: RegExp): readonly Found[] {
  return [...paragraph.text.matchAll(form)].map(({ index, 0: name }) => ({
    name: name.replace(/\s+/g, ' '),
    span: spanIn(partOf(paragraph, index, index + name.length)),
  }));
}

/** Pages write roles in any case; their names are capitalized. */
function asRole({ name, span }: Found): Found {
  const singular = name.replace(/s$/, '').replace(/\badmin$/i, 'administrator');
  return { name: singular.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()), span };
}

const byName = ({ name }: Found) => name;

function unique<T>(found: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map([...found].reverse().map((one) => [key(one), one])).values()].reverse();
}
