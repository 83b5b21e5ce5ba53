import type { JsonObject } from '../../../../json/json.ts';
import { entityResponse, listResponse } from '../../../odata/list-response.ts';
import { contextOf } from '../../../odata/response-parts.ts';
import { forbidden } from '../../../service/graph-error.ts';
import { betaOnly, created, type GraphCall, type GraphResponse, ok, type Route } from '../../../service/route.ts';
import { timestampOf } from '../../../service/sandbox-clock.ts';
import { planHistory } from '../history/collect-history.ts';
import type { HistoryDefinition } from '../history/review-history.ts';
import { parseHistory } from '../parse/parse-history.ts';
import { listRefusal, readsEveryReport, signedIn } from '../scope/review-access.ts';
import { actorOf } from '../scope/review-actor.ts';
import { timeOf } from '../wire/decision-wire.ts';
import { wireContext, wireOf } from '../wire/review-wire.ts';
import { downloadUri, makeDownload } from './downloads.ts';
import { invalidReview } from './invalid-review.ts';
import { found, type LocatedReview } from './locate-review.ts';
import { reviewRoute } from './review-route.ts';

const listPath = '/identityGovernance/accessReviews/historyDefinitions';
const onePath = `${listPath}/{historyId}`;
const instancesPath = `${onePath}/instances`;
const setContext = 'identityGovernance/accessReviews/historyDefinitions';

/** A report is kept for so long. */
const keptMs = 30 * 86_400_000;

/** Reports on what was decided. */
export const historyRoutes: readonly Route[] = [
  reviewRoute({ method: 'GET', path: listPath, kind: 'write', handle: list }),
  reviewRoute({ method: 'POST', path: listPath, kind: 'write', handle: create }),
  reviewRoute({ method: 'GET', path: onePath, kind: 'write', handle: at(read) }),
  reviewRoute({ method: 'GET', path: instancesPath, kind: 'write', handle: at(listInstances) }),
  reviewRoute({ method: 'GET', path: `${instancesPath}/{instanceId}`, kind: 'write', handle: at(readInstance) }),
  reviewRoute({
    method: 'POST',
    path: `${instancesPath}/{instanceId}/generateDownloadUri`,
    kind: 'write',
    handle: at(generateForInstance),
  }),
  // Of 2021, before reports had instances.
  ...['generateDownloadUri', 'generateDownloadUri()'].map((action) =>
    reviewRoute({
      method: 'POST',
      path: `${onePath}/${action}`,
      kind: 'write',
      versions: betaOnly,
      handle: at(generate),
    }),
  ),
];

type Handle = (call: GraphCall, history: HistoryDefinition) => GraphResponse;

function at(handle: Handle): (call: GraphCall) => GraphResponse {
  return (call) => {
    const history = found(call.params['historyId'], (id) => kept(call).find((one) => one.id === id));
    if (!history.ok) return history.response;
    return isFor(call, history.value) ? handle(call, history.value) : notTheirs;
  };
}

const notTheirs = forbidden(
  'The signed-in user has to have created the history definition, or be Global Administrator or Global Reader.',
);

function isFor(call: GraphCall, { createdBy }: HistoryDefinition): boolean {
  return createdBy.id === signedIn(call) || readsEveryReport(call);
}

function kept({ world }: GraphCall): readonly HistoryDefinition[] {
  const { history, clock } = world.reviews;
  return [...history.values()].filter(({ createdMs }) => clock.now() - createdMs < keptMs);
}

function list(call: GraphCall): GraphResponse {
  return listResponse(call, {
    items: kept(call).filter((history) => isFor(call, history)),
    toWire: (history) => wireOf(call).history(history, wireContext(call)),
    context: setContext,
    alwaysCounted: true,
  });
}

function create(call: GraphCall): GraphResponse {
  const refused = listRefusal(call);
  if (refused !== undefined) return refused;
  const parsed = parseHistory(call.body);
  if (!parsed.ok) return invalidReview(parsed.message);
  const { reviews, ids, clock, directory } = call.world;
  const history: HistoryDefinition = {
    ...parsed.value,
    id: ids.uuid(),
    instanceId: ids.uuid(),
    createdBy: actorOf(call.caller, directory),
    createdMs: clock.now(),
    status: 'requested',
    fulfilledMs: null,
    csv: null,
    download: null,
  };
  reviews.history.set(history.id, history);
  planHistory(reviews, history);
  return created({
    '@odata.context': contextOf(call, `${setContext}/$entity`, undefined),
    ...wireOf(call).history(history, wireContext(call)),
  });
}

function read(call: GraphCall, item: HistoryDefinition): GraphResponse {
  return entityResponse(call, {
    item,
    toWire: (history) => wireOf(call).history(history, wireContext(call)),
    context: `${setContext}/$entity`,
    expand: { instances: (history) => [instanceWire(call, history)] },
  });
}

/** A report has one instance, as recurring ones are documented as not yet supported. */
function listInstances(call: GraphCall, history: HistoryDefinition): GraphResponse {
  return listResponse(call, {
    items: [history],
    toWire: (item) => instanceWire(call, item),
    context: `${setContext}('${history.id}')/instances`,
    alwaysCounted: true,
  });
}

function readInstance(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const instance = instanceOf(call, history);
  if (!instance.ok) return instance.response;
  return entityResponse(call, {
    item: history,
    toWire: (item) => instanceWire(call, item),
    context: `${setContext}('${history.id}')/instances/$entity`,
  });
}

function generateForInstance(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const instance = instanceOf(call, history);
  if (!instance.ok) return instance.response;
  const refused = download(call, history);
  if (refused !== undefined) return refused;
  const context = contextOf(call, 'microsoft.graph.accessReviewHistoryInstance', undefined);
  return ok({ '@odata.context': context, ...instanceWire(call, history) });
}

function generate(call: GraphCall, history: HistoryDefinition): GraphResponse {
  const refused = download(call, history);
  if (refused !== undefined) return refused;
  const context = contextOf(call, 'microsoft.graph.accessReviewHistoryDefinition', undefined);
  return ok({ '@odata.context': context, ...wireOf(call).history(history, wireContext(call)) });
}

function download({ world }: GraphCall, history: HistoryDefinition): GraphResponse | undefined {
  if (history.csv === null)
    return invalidReview(`The history definition is '${history.status}'; it can be downloaded when it is 'done'.`);
  makeDownload(world.reviews, history, history.csv);
  return undefined;
}

function instanceOf({ params }: GraphCall, history: HistoryDefinition): LocatedReview<HistoryDefinition> {
  return found(params['instanceId'], (id) => (history.instanceId === id ? history : undefined));
}

function instanceWire(call: GraphCall, history: HistoryDefinition): JsonObject {
  const { filesOrigin, nowMs } = wireContext(call);
  const valid = history.download !== null && history.download.expiresMs > nowMs ? history.download : undefined;
  return {
    id: history.instanceId,
    reviewHistoryPeriodStartDateTime: timestampOf(history.periodStartMs),
    reviewHistoryPeriodEndDateTime: timestampOf(history.periodEndMs),
    status: history.status,
    runDateTime: timestampOf(history.createdMs),
    fulfilledDateTime: timeOf(history.fulfilledMs),
    downloadUri: valid === undefined ? null : downloadUri(valid, filesOrigin),
    expirationDateTime: timestampOf(valid?.expiresMs ?? history.createdMs + keptMs),
  };
}
