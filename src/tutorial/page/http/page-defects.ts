import { type Place, placeAt } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { Source } from '../../../diagnostics/source.ts';
import type { PageRequest } from '../page.ts';

/** Requests of a page that use two versions of the service without an explanation. */
export function versionDefects(source: Source, requests: readonly PageRequest[], prose: string): readonly Problem[] {
  const named = requests.filter(({ versionFrom, ignored }) => versionFrom === 'url' && ignored !== true);
  const beta = named.filter(({ version }) => version === 'beta');
  if (beta.length === 0 || beta.length === named.length || /\bbeta\b|\bv1\.0\b/i.test(prose)) return [];
  const few = beta.length * 2 <= named.length ? beta : named.filter(({ version }) => version !== 'beta');
  const [first] = few;
  if (first === undefined) return [];
  const message = `the page calls v1.0 and beta; ${first.version} in ${few.length} of ${named.length} requests`;
  const at: Place = placeAt(source, first.urlSpan ?? first.span);
  return [{ code: 'page-version', message, at, fix: 'Use one version, or say on the page why there are two.' }];
}
