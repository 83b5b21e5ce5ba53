import { bothVersions, type GraphCall, type Route } from '../service/route.ts';
import { castResponse, objectsOf, objectsResponse } from './object-responses.ts';
import type { ListedObject, ObjectKind } from './object-wire.ts';
import type { Reading } from './reading.ts';

/** A collection of directory objects, such as a group's members. */
export type ObjectList = {
  readonly path: string;
  readonly permissions: Route['permissions'];
  /** Types that `…/microsoft.graph.{type}` may narrow it to. */
  readonly casts: readonly ObjectKind[];
  readonly idsOf: (call: GraphCall) => Reading<readonly string[]>;
};

const contexts: { readonly [kind in ObjectKind]: string } = {
  user: 'users',
  group: 'groups',
  servicePrincipal: 'servicePrincipals',
  application: 'applications',
  directoryRole: 'directoryRoles',
};

/** The collection's route, and one for each type. */
export function objectListRoutes({ path, permissions, casts, idsOf }: ObjectList): readonly Route[] {
  const route = (
    more: string,
    answer: (call: GraphCall, objects: readonly ListedObject[]) => ReturnType<Route['handle']>,
  ) => ({
    method: 'GET' as const,
    path: `${path}${more}`,
    versions: bothVersions,
    permissions,
    handle: (call: GraphCall) => {
      const ids = idsOf(call);
      return ids.ok ? answer(call, objectsOf(call, ids.value)) : ids.response;
    },
  });
  return [
    route('', objectsResponse),
    ...casts.map((kind) =>
      route(`/microsoft.graph.${kind}`, (call, objects) => {
        const narrowed = objects.filter((object) => object.kind === kind);
        return castResponse(call, narrowed, contexts[kind]);
      }),
    ),
  ];
}
