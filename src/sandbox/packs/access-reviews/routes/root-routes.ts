import { type JsonObject, property } from '../../../../json/json.ts';
import { contextOf } from '../../../odata/response-parts.ts';
import { graphError } from '../../../service/graph-error.ts';
import {
  betaOnly,
  type GraphCall,
  type GraphResponse,
  grant,
  noContent,
  ok,
  type Route,
} from '../../../service/route.ts';
import { changed } from '../../../store/object-store.ts';
import { invalidReview } from '../invalid-review.ts';
import { policyPlace } from '../review-places.ts';
import { unauthorized } from '../scope/review-access.ts';
import { definitionsPath, instancePath, instancesPath, licensedRoutes } from './licensed-routes.ts';

const readPolicy = grant('Policy.Read.All', 'Policy.ReadWrite.AccessReviews');
const writePolicy = grant('Policy.ReadWrite.AccessReviews');
const root = definitionsPath.replace(/\/definitions$/, '');

/** Paths beside the definitions: the policy, and paths that the service refuses in its own way. */
export const rootRoutes: readonly Route[] = [
  ...['/policies/accessReviewPolicy', `${root}/policy`].flatMap((path): readonly Route[] => {
    const both = { path, versions: betaOnly, refusal: unauthorized };
    return [
      { ...both, method: 'GET', permissions: readPolicy, handle: getPolicy },
      { ...both, method: 'PATCH', permissions: writePolicy, handle: patchPolicy },
    ];
  }),
  ...licensedRoutes([
    [
      'GET',
      root,
      'read',
      () => invalidReview("Bad filter: One of these properties must be specified: 'businessFlowTemplateId'."),
    ],
    ['GET', `${instancePath}/decisions/$count`, 'read', notCounted],
    ['GET', `${instancePath}/stages/{stageId}/decisions/$count`, 'read', notCounted],
    ['GET', `${instancePath}/contactedReviewers/$count`, 'read', notCounted],
    ['POST', instancesPath, 'write', unknownInstances],
  ]),
  // Reviews as they were before 2020: 403 without permission, otherwise 501.
  ...licensedRoutes([['GET', '/accessReviews', 'read', retired]], betaOnly),
];

function unknownInstances({ path }: GraphCall): GraphResponse {
  const uri = `https://api.accessreviews.identitygovernance.azure.com/api/v1.0${path}`;
  const text = { Message: `No HTTP resource was found that matches the request URI '${uri}'.` };
  return graphError(404, 'UnknownError', JSON.stringify(text));
}

function retired(): GraphResponse {
  return graphError(501, 'notModeled', 'The retired access reviews of beta are not modeled.');
}

/** Neither decisions nor reviewers are counted by the service (reported of real instances). */
function notCounted(): GraphResponse {
  return graphError(404, 'NotFound', '');
}

function policyWire(call: GraphCall): JsonObject {
  return {
    '@odata.context': contextOf(call, `${call.path.slice(1)}/$entity`, undefined),
    id: 'accessReviewPolicy',
    displayName: 'Access Review Policy',
    description: 'Policy contains directory-level access review settings.',
    ...call.world.store.get(policyPlace)?.values,
  };
}

function getPolicy(call: GraphCall): GraphResponse {
  return ok(policyWire(call));
}

function patchPolicy({ body, world }: GraphCall): GraphResponse {
  const given = property(body, 'isGroupOwnerManagementEnabled');
  if (typeof given !== 'boolean') return invalidReview('isGroupOwnerManagementEnabled has to be true or false.');
  const policy = world.store.get(policyPlace);
  if (policy !== undefined) changed(world.store, policy, { isGroupOwnerManagementEnabled: given });
  return noContent;
}
