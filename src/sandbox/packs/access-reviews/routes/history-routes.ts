import { contextOf } from '../../../odata/response-parts.ts';
import { at, found, type Reading } from '../../../service/reading.ts';
import { betaOnly, created, type GraphCall, type GraphResponse, ok, type Route } from '../../../service/route.ts';
import { planHistory } from '../history/collect-history.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import { invalidReview } from '../invalid-review.ts';
import { parseHistory } from '../parse/parse-history.ts';
import { historyPlace } from '../review-places.ts';
import { listRefusal, reportRefusal } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { makeDownload } from './downloads.ts';
import { licensedRoutes } from './licensed-routes.ts';
import { historyInstanceType, historyType, listed, shownOne } from './shown-types.ts';

const listPath = '/identityGovernance/accessReviews/historyDefinitions';
const onePath = `${listPath}/{historyId}`;
const instancesPath = `${onePath}/instances`;
const context = 'identityGovernance/accessReviews/historyDefinitions';

/** Reports on what was decided. */
export const historyRoutes: readonly Route[] = [
  ...licensedRoutes([
    ['GET', listPath, 'write', list],
    ['POST', listPath, 'write', create],
    ['GET', onePath, 'write', own((call, report) => shownOne(call, historyType, report, context))],
    ['GET', instancesPath, 'write', own(listInstances)],
    ['GET', `${instancesPath}/{instanceId}`, 'write', own(readInstance)],
    ['POST', `${instancesPath}/{instanceId}/generateDownloadUri`, 'write', own(generateForInstance)],
  ]),
  // The API of 2021, before reports had instances.
  ...licensedRoutes(
    [
      ['POST', `${onePath}/generateDownloadUri`, 'write', own(generate)],
      ['POST', `${onePath}/generateDownloadUri()`, 'write', own(generate)],
    ],
    betaOnly,
  ),
];

/** An operation on a report by a person who may see it. */
function own(handle: (call: GraphCall, report: HistoryDefinition) => GraphResponse): Route['handle'] {
  return at(reportAt, (call, report) => reportRefusal(call, report) ?? handle(call, report));
}

function reportAt({ params, world }: GraphCall): Reading<HistoryDefinition> {
  return found(params['historyId'], (id) => world.reviews.history.get(`${historyPlace}/${id}`));
}

function list(call: GraphCall): GraphResponse {
  const all = call.world.reviews.history.all(historyPlace);
  const items = all.filter((history) => reportRefusal(call, history) === undefined);
  return listed(call, historyType, { items, context });
}

function create(call: GraphCall): GraphResponse {
  const refused = listRefusal(call);
  if (refused !== undefined) return refused;
  const parsed = parseHistory(call.body);
  if (!parsed.ok) return parsed.response;
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
    '@odata.context': contextOf(call, `${context}/$entity`, undefined),
    ...historyType.wire(history, call),
  });
}

function listInstances(call: GraphCall, history: HistoryDefinition): GraphResponse {
  return listed(call, historyInstanceType, { items: [history], context: `${context}('${history.id}')/instances` });
}

function readInstance(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const instance = instanceOf(call, history);
  if (!instance.ok) return instance.response;
  return shownOne(call, historyInstanceType, history, `${context}('${history.id}')/instances`);
}

function generateForInstance(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const instance = instanceOf(call, history);
  return instance.ok ? generated(call, historyInstanceType, history) : instance.response;
}

function generate(call: GraphCall, history: HistoryDefinition): GraphResponse {
  return generated(call, historyType, history);
}

function generated(call: GraphCall, { name, wire }: typeof historyType, history: HistoryDefinition): GraphResponse {
  if (history.csv === null) return notDone(history);
  const place = contextOf(call, `microsoft.graph.${name}`, undefined);
  return ok({ '@odata.context': place, ...wire(makeDownload(call.world.reviews, history), call) });
}

const notDone = ({ status }: HistoryDefinition): GraphResponse =>
  invalidReview(`The history definition is '${status}'; it can be downloaded when it is 'done'.`);

function instanceOf({ params }: GraphCall, history: HistoryDefinition): Reading<HistoryDefinition> {
  return found(params['instanceId'], (id) => (history.instanceId === id ? history : undefined));
}
