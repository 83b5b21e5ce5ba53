import { findPermissions, type Permissions, type Scheme } from '../../contract/permissions.ts';
import { misspellingOf } from '../../diagnostics/suggest.ts';
import { partOf, spanIn } from '../page/fragment.ts';
import type { PageFinding } from './page-finding.ts';
import { shapeOf } from './samples/sample-url.ts';
import type { SamplePage } from './samples/samples.ts';

const permissionName = /\b[A-Z][A-Za-z]+(?:-[A-Z][A-Za-z]+)?(?:\.[A-Z][A-Za-z]*){1,4}\b/g;

const mostNamed = 5;

/**
 * Permissions that the page's table names. A table lists alternatives: it is wrong where none of them makes the call, or
 * where a name is a misspelling. What the service's own table lacks is not forbidden.
 */
export function checkPermissions(page: SamplePage, granted: Permissions): readonly PageFinding[] {
  const known = granted.names ?? new Map<string, string>();
  return page.permissions.flatMap(({ scheme, names }) => {
    const written = [...names.text.matchAll(permissionName)];
    const misspelled = written.flatMap(({ 0: name, index }): readonly PageFinding[] => {
      const meant = permissionMeant(name, known);
      if (meant === undefined) return [];
      const message = `there is no permission \`${name}\`; the nearest is \`${meant}\``;
      const span = spanIn(partOf(names, index, index + name.length));
      return [
        { kind: 'permission', level: 'error', code: 'permission-misspelled', message, evidence: 'permissions', span },
      ];
    });
    return [
      ...misspelled,
      ...checkRow(scheme, { names: written.map(([name]) => name), span: spanIn(names) }, { page, granted }),
    ];
  });
}

/** `Read` and `Write` are combined only as `ReadWrite`; a published table may have taken another combination from a page. */
const badlyCombined = /(?<=\.)(?!ReadWrite(?:\.|$))(?:Read|Write){2,}(?=\.|$)/;

/** The permission of which a name is a misspelling. */
function permissionMeant(name: string, known: ReadonlyMap<string, string>): string | undefined {
  const combined = known.get(name.replace(badlyCombined, 'ReadWrite').toLowerCase());
  if (badlyCombined.test(name) && combined !== undefined) return combined;
  const near = known.has(name.toLowerCase()) ? undefined : misspellingOf(name, known.keys());
  return near && known.get(near);
}

type Row = { readonly names: readonly string[]; readonly span: PageFinding['span'] };
type About = { readonly page: SamplePage; readonly granted: Permissions };

function checkRow(scheme: string, { names, span }: Row, { page, granted }: About): readonly PageFinding[] {
  const context: Scheme | undefined = /^delegated \(work/i.test(scheme)
    ? 'delegated'
    : /^application/i.test(scheme)
      ? 'application'
      : undefined;
  const known = names.filter((name) => granted.names?.has(name.toLowerCase()) === true);
  if (context === undefined || known.length === 0 || known.length < names.length) return [];
  const base = { kind: 'permission', evidence: 'permissions', span } as const;
  if (known.every((name) => granted.holders?.get(name.toLowerCase())?.has(context) === false)) {
    const message = `none of this row is a permission of the ${context} kind: ${known.slice(0, mostNamed).join(', ')}`;
    return [{ ...base, level: 'error', code: 'permission-kind', message }];
  }
  const calls = page.signatures.flatMap((signature) => {
    const path = shapeOf(signature, page)?.segments;
    const row = path && findPermissions(granted, path)?.[signature.method]?.[context];
    return [row?.map(({ permission }) => permission) ?? []];
  });
  // A call that is not in the table may need any of them.
  if (calls.length === 0 || calls.some((grants) => grants.length === 0)) return [];
  if (known.some((name) => calls.some((grants) => grants.some((one) => one.toLowerCase() === name.toLowerCase()))))
    return [];
  const making = [...new Set(calls.flat())];
  const more = making.length > mostNamed ? ` and ${making.length - mostNamed} more` : '';
  const message = `no permission of this row makes the call; these do: ${making.slice(0, mostNamed).join(', ')}${more}`;
  const writes = page.signatures.every(({ method }) => method !== 'GET');
  // To write, a permission to read is never enough.
  const level = writes && known.every((name) => /\.Read(?:Basic)?(?:\.|$)/.test(name)) ? 'error' : 'note';
  return [{ ...base, level, code: 'permission-insufficient', message }];
}
