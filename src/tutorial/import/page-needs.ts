import type { Page } from '../page/page.ts';

/** Licenses by the names that pages give them, as service plans. */
const licenses: readonly { readonly plan: string; readonly names: RegExp }[] = [
  { plan: 'AAD_PREMIUM_P2', names: /\bP2\b|\bEMS E5\b|Mobility \+ Security.*E5|ID Governance/i },
  { plan: 'AAD_PREMIUM', names: /\bP1\b|\bEMS E3\b/i },
  { plan: 'INTUNE_A', names: /\bIntune\b/i },
  { plan: 'EXCHANGE_S_STANDARD', names: /\bExchange Online\b/i },
];

/**
 * Licenses and roles that the page requires; a license that is not named by its service plan keeps the words of the
 * page.
 */
export function needsOf({ prerequisites }: Page): { licenses?: string[]; roles?: string[] } | undefined {
  const plans = prerequisites.licenses.map(({ name }) => licenses.find(({ names }) => names.test(name))?.plan ?? name);
  // A page that names several mostly means one of them: what has the most holds the others.
  const wanted = plans.includes('AAD_PREMIUM_P2') ? plans.filter((plan) => plan !== 'AAD_PREMIUM') : plans;
  const [uniquePlans, roles] = [unique(wanted), unique(prerequisites.roles.map(({ name }) => roleName(name)))];
  if (uniquePlans.length === 0 && roles.length === 0) return undefined;
  return {
    ...(uniquePlans.length === 0 ? {} : { licenses: uniquePlans }),
    ...(roles.length === 0 ? {} : { roles }),
  };
}

const unique = (words: readonly string[]): string[] => [...new Set(words)];

/** `global administrator role` → `Global Administrator`. */
function roleName(text: string): string {
  return text
    .replace(/\s+role$/i, '')
    .trim()
    .replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
