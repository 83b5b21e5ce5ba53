import type { Reading } from '../../../service/reading.ts';
import { type GraphCall, type GraphResponse, type Route, route } from '../../../service/route.ts';
import { signInFault } from '../user-access.ts';
import { castResponse, objectsResponse } from '../wire/object-responses.ts';
import type { ObjectKind } from '../wire/object-wire.ts';

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
  const list = (more: string, respond: (call: GraphCall, ids: readonly string[]) => GraphResponse): Route =>
    route('GET', `${path}${more}`, permissions, (call) => {
      const ids = idsOf(call);
      return ids.ok ? (signInFault(call) ?? respond(call, ids.value)) : ids.response;
    });
  return [
    list('', objectsResponse),
    ...casts.map((kind) => list(`/microsoft.graph.${kind}`, (call, ids) => castResponse(call, ids, kind))),
  ];
}
