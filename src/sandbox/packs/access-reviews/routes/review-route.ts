import type { Method } from '../../../../http/message.ts';
import type { JsonObject } from '../../../../json/json.ts';
import {
  type ApiVersion,
  bothVersions,
  type GraphCall,
  type GraphResponse,
  type Route,
} from '../../../service/route.ts';
import type { ObjectStore } from '../../../store/object-store.ts';
import { shippedModel } from '../../../typed/schema/shipped-model.ts';
import { licenseRefusal, unauthorized } from '../scope/review-access.ts';
import { invalidReview } from './invalid-review.ts';

export const definitionsPath = '/identityGovernance/accessReviews/definitions';

const read = ['AccessReview.Read.All', 'AccessReview.ReadWrite.All'];
const write = ['AccessReview.ReadWrite.All'];

export const reviewPermissions = {
  read: { delegated: read, application: read },
  write: { delegated: write, application: write },
  decide: { delegated: write, application: [] },
  own: { delegated: read, application: [] },
};

/** A route of access reviews: with the permissions of its kind, and for tenants that have a license. */
export function reviewRoute(route: {
  readonly method: Method;
  readonly path: string;
  readonly kind: keyof typeof reviewPermissions;
  readonly versions?: readonly ApiVersion[];
  readonly handle: (call: GraphCall) => GraphResponse;
}): Route {
  return {
    method: route.method,
    path: route.path,
    versions: route.versions ?? bothVersions,
    permissions: reviewPermissions[route.kind],
    refusal: unauthorized,
    alone: true,
    leaves: givenAt,
    handle: (call) => inPreview(call, licenseRefusal(call) ?? route.handle(call)),
  };
}

/** Reviews of a seed are none that could be run: the metadata answers for them, and for lists that they are in. */
function givenAt(store: ObjectStore, place: string): 'object' | 'list' | undefined {
  // What a function lists is in the collection that it is asked of.
  const root = place
    .split('/', 4)
    .join('/')
    .replace(/\/filterbycurrentuser\(.*$/, '');
  if (store.get(root)?.origin === 'seeded') return 'object';
  return store.inside(root).some(({ origin }) => origin === 'seeded') ? 'list' : undefined;
}

/** Beta says which of its properties are not meant to stay (observed). */
function inPreview({ version }: GraphCall, response: GraphResponse): GraphResponse {
  if (version !== 'beta') return response;
  const link = '<https://developer.microsoft.com/graph/changes?$filterby=beta,PrivatePreview:customData>';
  const headers = { link: `${link};rel="deprecation";type="text/html"`, deprecation: '', sunset: '' };
  return { ...response, headers: { ...headers, ...response.headers } };
}

/** What queries of v1.0 may name. Beta's own properties are not known. */
export function knows({ version }: GraphCall, type: string): { readonly properties?: () => readonly string[] } {
  if (version === 'beta') return {};
  return {
    properties: () => ['id', ...[...(shippedModel().type(type)?.properties.values() ?? [])].map(({ name }) => name)],
  };
}

/** `filterByCurrentUser(on='reviewer')`, which is the only value there is. */
export function filterRefusal({ params }: GraphCall): GraphResponse | undefined {
  if (params['on']?.toLowerCase() === 'reviewer') return undefined;
  return invalidReview(`filterByCurrentUser(on='${params['on'] ?? ''}'): the only supported value is 'reviewer'.`);
}

/** Functions say of each item what it is. */
export function typed(name: string, wire: JsonObject): JsonObject {
  return { '@odata.type': `#microsoft.graph.${name}`, ...wire };
}
