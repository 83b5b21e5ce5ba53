import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { contextOf } from '../../../odata/response-parts.ts';
import { betaOnly, created, type GraphCall, type GraphResponse, ok, type Route } from '../../../service/route.ts';
import { planHistory } from '../history/collect-history.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import { parseHistory } from '../parse/parse-history.ts';
import { historyPlace } from '../review-places.ts';
import { listRefusal, reportRefusal } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { historyInstanceWire } from '../wire/history-wire.ts';
import { wireOf } from '../wire/review-wire.ts';
import { makeDownload } from './downloads.ts';
import { invalidReview } from './invalid-review.ts';
import { at, found, type LocatedReview } from './locate-review.ts';
import { knows, reviewRoute } from './review-route.ts';

const listPath = '/identityGovernance/accessReviews/historyDefinitions';
const onePath = `${listPath}/{historyId}`;
const instancesPath = `${onePath}/instances`;
const setContext = 'identityGovernance/accessReviews/historyDefinitions';

/** Reports on what was decided. */
export const historyRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: listPath, kind: 'write', handle: list }),
  reviewRoute({ method: 'POST', path: listPath, kind: 'write', handle: create }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'write', handle: own(read) }),
  reviewRoute({ method: 'GET', path: instancesPath, kind: 'write', handle: own(listInstances) }),
  reviewRoute({ method: 'GET', path: `${instancesPath}/{instanceId}`, kind: 'write', handle: own(readInstance) }),
  reviewRoute({
    method: 'POST',
    path: `${instancesPath}/{instanceId}/generateDownloadUri`,
    kind: 'write',
    handle: own(generateForInstance),
  }),
  // Of 2021, before reports had instances.
  ...['generateDownloadUri', 'generateDownloadUri()'].map((action) =>
    reviewRoute({
      method: 'POST',
      path: `${onePath}/${action}`,
      kind: 'write',
      versions: betaOnly,
      handle: own(generate),
    }),
  ),
];

/** An act on a report by a person whom it is for. */
function own(handle: (call: GraphCall, report: HistoryDefinition) => GraphResponse): Route['handle'] {
  return at(reportAt, (call, report) => reportRefusal(call, report) ?? handle(call, report));
}

function reportAt({ params, world }: GraphCall): LocatedReview<HistoryDefinition> {
  return found(params['historyId'], (id) => world.reviews.history.get(`${historyPlace}/${id}`));
}

function list(call: GraphCall): GraphResponse {
  return listResponse(call, {
    ...knows(call, 'accessReviewHistoryDefinition'),
    items: call.world.reviews.history.all(historyPlace).filter((history) => reportRefusal(call, history) === undefined),
    toWire: (history) => wireOf(call).history(history, call.world.reviews),
    context: setContext,
    expand: expansions(call),
    alwaysCounted: true,
  });
}

function create(call: GraphCall): GraphResponse {
  const refused = listRefusal(call);
  if (refused !== undefined) return refused;
  const parsed = parseHistory(call.body);
  if (!parsed.ok) return invalidReview(parsed.message);
  const { reviews, ids, clock, directory } = call.world;
  const id = ids.uuid();
  const history = reviews.history.put({
    ...parsed.value,
    id,
    path: `${historyPlace}/${id}`,
    instanceId: ids.uuid(),
    createdBy: actorOf(call.caller, directory),
    createdMs: clock.now(),
    status: 'requested',
    fulfilledMs: null,
    csv: null,
    download: null,
  });
  planHistory(reviews, history);
  return created({
    '@odata.context': contextOf(call, `${setContext}/$entity`, undefined),
    ...wireOf(call).history(history, call.world.reviews),
  });
}

function read(call: GraphCall, item: HistoryDefinition): GraphResponse {
  return entityResponse(call, {
    ...knows(call, 'accessReviewHistoryDefinition'),
    item,
    toWire: (history) => wireOf(call).history(history, call.world.reviews),
    context: `${setContext}/$entity`,
    expand: expansions(call),
  });
}

function expansions({ world }: GraphCall) {
  return { instances: (history: HistoryDefinition) => [historyInstanceWire(history, world.reviews)] };
}

function listInstances(call: GraphCall, history: HistoryDefinition): GraphResponse {
  return listResponse(call, {
    ...knows(call, 'accessReviewHistoryInstance'),
    items: [history],
    toWire: (item) => historyInstanceWire(item, call.world.reviews),
    context: `${setContext}('${history.id}')/instances`,
    alwaysCounted: true,
  });
}

function readInstance(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const instance = instanceOf(call, history);
  if (!instance.ok) return instance.response;
  return entityResponse(call, {
    ...knows(call, 'accessReviewHistoryInstance'),
    item: history,
    toWire: (item) => historyInstanceWire(item, call.world.reviews),
    context: `${setContext}('${history.id}')/instances/$entity`,
  });
}

function generateForInstance(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const instance = instanceOf(call, history);
  if (!instance.ok) return instance.response;
  if (history.csv === null) return notDone(history);
  const context = contextOf(call, 'microsoft.graph.accessReviewHistoryInstance', undefined);
  const { reviews } = call.world;
  return ok({ '@odata.context': context, ...historyInstanceWire(makeDownload(reviews, history), reviews) });
}

function generate(call: GraphCall, history: HistoryDefinition): GraphResponse {
  if (history.csv === null) return notDone(history);
  const context = contextOf(call, 'microsoft.graph.accessReviewHistoryDefinition', undefined);
  const { reviews } = call.world;
  return ok({ '@odata.context': context, ...wireOf(call).history(makeDownload(reviews, history), reviews) });
}

const notDone = ({ status }: HistoryDefinition): GraphResponse =>
  invalidReview(`The history definition is '${status}'; it can be downloaded when it is 'done'.`);

function instanceOf({ params }: GraphCall, history: HistoryDefinition): LocatedReview<HistoryDefinition> {
  return found(params['instanceId'], (id) => (history.instanceId === id ? history : undefined));
}
