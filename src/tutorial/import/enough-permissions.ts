import { allowing, shippedPermissions } from '../../metadata/permission-index.ts';
import type { Exchanged } from './links/link-names.ts';

/** A permission that a page does not list, and the request that needs it: `POST /users`. */
export type LackingPermission = { readonly permission: string; readonly request: string };

/**
 * Permissions that the service's table requires besides those on the page: for each request that none of the listed
 * permissions allows, the least one. A page without a list is not completed.
 */
export function lackingPermissions(
  listed: readonly string[],
  context: 'delegated' | 'application',
  requests: readonly Pick<Exchanged, 'method' | 'url'>[],
): readonly LackingPermission[] {
  if (listed.length === 0) return [];
  const lacking: LackingPermission[] = [];
  for (const { method, url } of requests) {
    const path = (url.split('?')[0] ?? '').replace(/^\/(?:v1\.0|beta)\//i, '');
    const segments = path.split('/').filter((segment) => segment !== '');
    const allowed = allowing(shippedPermissions(), { method, segments, context });
    // These two do not apply to users other than the caller.
    const isOfOthers = /^users$/i.test(segments[0] ?? '') && segments.length > 1;
    const enough = (allowed?.permissions ?? []).filter((name) => !isOfOthers || !/^User\.Read(?:Write)?$/i.test(name));
    const [least] = enough;
    if (least === undefined) continue;
    const held = [...listed, ...lacking.map(({ permission }) => permission)].map((name) => name.toLowerCase());
    if (enough.some((name) => held.includes(name.toLowerCase()))) continue;
    lacking.push({ permission: least, request: `${method} /${segments.join('/')}` });
  }
  return lacking;
}
