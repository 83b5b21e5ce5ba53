import type { Method } from '../../../../http/message.ts';
import {
  type ApiVersion,
  bothVersions,
  type GraphCall,
  type GraphResponse,
  grant,
  type Route,
} from '../../../service/route.ts';
import type { ObjectStore } from '../../../store/object-store.ts';
import { invalidReview } from '../invalid-review.ts';
import { licenseRefusal, unauthorized } from '../scope/review-access.ts';

export const definitionsPath = '/identityGovernance/accessReviews/definitions';
export const instancesPath = `${definitionsPath}/{definitionId}/instances`;
export const instancePath = `${instancesPath}/{instanceId}`;
/** `filterByCurrentUser(on='reviewer')`, which is the only value there is. */
export const ofCurrentUser = "filterByCurrentUser(on='{on}')";

const read = ['AccessReview.Read.All', 'AccessReview.ReadWrite.All'];
const write = ['AccessReview.ReadWrite.All'];

export const reviewPermissions = {
  read: grant(...read),
  write: grant(...write),
  decide: { delegated: write, application: [] },
  own: { delegated: read, application: [] },
};

type Row = readonly [method: Method, path: string, kind: keyof typeof reviewPermissions, handle: Route['handle']];

/** Routes of access reviews: with the permissions of their kind, and for tenants that have a license. */
export function licensedRoutes(rows: readonly Row[], versions: readonly ApiVersion[] = bothVersions): readonly Route[] {
  return rows.map(([method, path, kind, handle]) => ({
    method,
    path,
    versions,
    permissions: reviewPermissions[kind],
    refusal: unauthorized,
    alone: true,
    leaves: givenAt,
    handle: (call) => inPreview(call, licenseRefusal(call) ?? handle(call)),
  }));
}

/** Reviews of a seed do not run: the typed layer serves them and the lists that contain them. */
function givenAt(store: ObjectStore, place: string): 'object' | 'list' | undefined {
  // A function lists items of the collection to which it is bound.
  const root = place
    .split('/', 4)
    .join('/')
    .replace(/\/filterbycurrentuser\(.*$/, '');
  if (store.get(root)?.origin === 'seeded') return 'object';
  return store.inside(root).some(({ origin }) => origin === 'seeded') ? 'list' : undefined;
}

/** Beta marks its preview properties (observed). */
function inPreview({ version }: GraphCall, response: GraphResponse): GraphResponse {
  if (version !== 'beta') return response;
  const link = '<https://developer.microsoft.com/graph/changes?$filterby=beta,PrivatePreview:customData>';
  const headers = { link: `${link};rel="deprecation";type="text/html"`, deprecation: '', sunset: '' };
  return { ...response, headers: { ...headers, ...response.headers } };
}

/** Why a function does not accept its argument. */
export function filterRefusal({ params }: GraphCall): GraphResponse | undefined {
  if (params['on']?.toLowerCase() === 'reviewer') return undefined;
  return invalidReview(`filterByCurrentUser(on='${params['on'] ?? ''}'): the only supported value is 'reviewer'.`);
}
