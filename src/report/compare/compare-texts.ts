import type { Token } from './comparison-tokens.ts';
import type { Lens } from './lens.ts';

/** How two texts differ: `identity` where only names in them do, `value` otherwise, `undefined` where they do not. */
export function compareTexts(before: string, after: string, lens: Lens): 'value' | 'identity' | undefined {
  // A name that both sides have belongs to itself.
  if (before === after) return undefined;
  const [one, other] = [lens.before(before), lens.after(after)];
  if (one.length !== other.length || one.some((token, at) => !sameKind(token, other[at]))) {
    return 'value';
  }
  return one.every((token, at) => agrees(token, other[at], lens)) ? undefined : 'identity';
}

function sameKind({ kind, form, text }: Token, other: Token | undefined): boolean {
  return kind === other?.kind && form === other.form && (kind !== 'text' || text === other.text);
}

function agrees({ kind, text }: Token, other: Token | undefined, { renaming, kept }: Lens): boolean {
  if (kind === 'text' || kind === 'passing') return true;
  const partner = other?.text ?? '';
  // One account may contain several services and versions: responses link to others.
  if ((kind === 'version' || kind === 'service') && text === partner) return true;
  return !(kind === 'version' && kept.has(text)) && renaming.agree(`${kind} ${text}`, `${kind} ${partner}`);
}
