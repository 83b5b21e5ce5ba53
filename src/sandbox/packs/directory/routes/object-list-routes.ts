import { bothVersions, type GraphCall, type GraphResponse, type Route } from '../../../service/route.ts';
import { signInFault } from '../user-access.ts';
import { castResponse, objectsResponse } from '../wire/object-responses.ts';
import type { ObjectKind } from '../wire/object-wire.ts';
import type { Reading } from '../wire/reading.ts';

/** A collection of directory objects, such as a group's members. */
export type ObjectList = {
  readonly path: string;
  readonly permissions: Route['permissions'];
  /** Types that `…/microsoft.graph.{type}` may narrow it to. */
  readonly casts: readonly ObjectKind[];
  readonly idsOf: (call: GraphCall) => Reading<readonly string[]>;
};

/** The collection's route, and one for each type. */
export function objectListRoutes({ path, permissions, casts, idsOf }: ObjectList): readonly Route[] {
  const route = (more: string, respond: (call: GraphCall, ids: readonly string[]) => GraphResponse): Route => ({
    method: 'GET',
    path: `${path}${more}`,
    versions: bothVersions,
    permissions,
    handle: (call) => {
      const ids = idsOf(call);
      if (!ids.ok) return ids.response;
      return signInFault(call) ?? respond(call, ids.value);
    },
  });
  return [
    route('', objectsResponse),
    ...casts.map((kind) => route(`/microsoft.graph.${kind}`, (call, ids) => castResponse(call, ids, kind))),
  ];
}
