import { guidSource } from '../../guid.ts';
import { clouds } from '../../http/clouds.ts';
import { isJsonObject, type Json } from '../../json/json.ts';
import { pseudonymShape } from '../../redaction/pseudonyms/pseudonym-forms.ts';

/**
 * A part of a text, by how it is compared: `text` must be equal · `id`, `person` and `place` may be renamed
 * consistently · `version` and `service` as well · `passing` (dates, run ids, page tokens) is ignored, but a date must
 * remain a date.
 */
type TokenKind = 'text' | 'id' | 'person' | 'place' | 'version' | 'service' | 'passing';
export type Token = { readonly kind: TokenKind; readonly form: string; readonly text: string };

/** Known texts of one side: the ids of its runs, and ids of no known form. */
export type KnownTexts = { readonly runs: ReadonlySet<string>; readonly opaque: ReadonlySet<string> };

const hosts = Object.values(clouds).flatMap(({ graphOrigin, authority }) => [graphOrigin, authority]);

/** A form of a value inside a text; the first form that matches is used. */
const forms: readonly { readonly name: string; readonly kind: TokenKind; readonly pattern: string }[] = [
  { name: 'guid', kind: 'id', pattern: guidSource },
  { name: 'sid', kind: 'id', pattern: 'S-1-\\d{1,3}(?:-\\d{1,10}){2,15}' },
  { name: 'service', kind: 'service', pattern: [...new Set(hosts)].map(escaped).join('|') },
  { name: 'mail', kind: 'person', pattern: '[\\w.+#%~-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,5}' },
  {
    name: 'time',
    kind: 'passing',
    pattern:
      '(?!0001|9999)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d)?(?!\\d)',
  },
  // As access reviews report sign-ins.
  {
    name: 'us-time',
    kind: 'passing',
    pattern: '(?<!\\d)\\d{1,2}/\\d{1,2}/\\d{4} \\d{1,2}:\\d\\d:\\d\\d [AP]M(?: [+-]\\d\\d:\\d\\d)?',
  },
  { name: 'date', kind: 'passing', pattern: '(?<![\\w-])(?!0001|9999)\\d{4}-\\d\\d-\\d\\d(?![\\w-])' },
  { name: 'page', kind: 'passing', pattern: '(?<=(?:skip|delta)token=)[^&\\s"\']+' },
  {
    name: 'domain',
    kind: 'place',
    pattern: '[\\w-]{1,63}(?:\\.onmicrosoft|\\.sharepoint|-my\\.sharepoint)\\.(?:com|us|cn|example)',
  },
  // Those that redaction makes.
  { name: 'domain', kind: 'place', pattern: 'tenant-[0-9a-f]{8}\\.example' },
  { name: 'pseudonym', kind: 'person', pattern: `${pseudonymShape}|\\b2001:db8(?::[0-9a-f]{1,4}){1,6}\\b` },
  { name: 'version', kind: 'version', pattern: '(?<=/)(?:beta|v1\\.0)(?=/|$)' },
];

/** Cuts texts of one side into tokens. */
export function tokenizer({ runs, opaque }: KnownTexts): (text: string) => readonly Token[] {
  const runForms = [...runs].map((run) => `(?<![a-z0-9])${escaped(run)}(?![a-z0-9])`);
  const all = [{ name: 'run', kind: 'passing' as const, pattern: runForms.join('|') || '(?!)' }, ...forms];
  const pattern = new RegExp(all.map((form) => `(${form.pattern})`).join('|'), 'gi');
  const fine = (text: string): readonly Token[] => {
    const tokens: Token[] = [];
    let from = 0;
    for (const match of text.matchAll(pattern)) {
      const form = all[match.findIndex((group, at) => at > 0 && group !== undefined) - 1];
      if (form === undefined) continue;
      if (match.index > from) tokens.push(plain(text.slice(from, match.index)));
      tokens.push({ kind: form.kind, form: form.name, text: match[0].toLowerCase() });
      from = match.index + match[0].length;
    }
    if (from < text.length) tokens.push(plain(text.slice(from)));
    return tokens;
  };
  const cut = (text: string): readonly Token[] => {
    if (opaque.has(text)) return [opaqueToken(text)];
    if (opaque.size === 0) return fine(text);
    return text.split(/([^\s/?&=,'"()]{12,})/).flatMap((part) => (opaque.has(part) ? [opaqueToken(part)] : fine(part)));
  };
  // Items are compared with many others until their partners are found.
  const known = new Map<string, readonly Token[]>();
  return (text) => {
    const tokens = known.get(text) ?? cut(text);
    known.set(text, tokens);
    return tokens;
  };
}

const plain = (text: string): Token => ({ kind: 'text', form: 'text', text });
const opaqueToken = (text: string): Token => ({ kind: 'id', form: 'opaque', text });

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Long, of one word and with a digit: `beta` and `default` are names, not ids. */
const opaqueForm = /^(?=\D*\d)[\w+/=:!.@,~-]{12,}$/;

/** Adds the ids of a value that have no form of their own: texts in properties that are named as ids. */
export function collectOpaque(value: Json | undefined, into: Set<string>): void {
  if (Array.isArray(value)) for (const item of value) collectOpaque(item, into);
  else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      if (/^(?:id|\w+Ids?)$/.test(name)) for (const one of [member].flat()) addOpaque(one, into);
      collectOpaque(member, into);
    }
  }
}

function addOpaque(value: Json | undefined, into: Set<string>): void {
  if (typeof value === 'string' && opaqueForm.test(value) && !knownForm.test(value)) into.add(value);
}

const knownForm = new RegExp(`^(?:${forms.map(({ pattern }) => pattern).join('|')})$`, 'i');
