import type { Place } from '../../diagnostics/place.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { Binary, Headers } from '../../http/message.ts';
import type { PartyValue } from '../../run/party-value.ts';
import type {
  ExpiredRecording,
  KeptThing,
  ManualReply,
  NotRun,
  ReplayedRecording,
  RunResult,
  RunSummary,
  ScenarioResult,
  ServiceClock,
  StepOutcome,
  StepResult,
  TenantObstacle,
  TenantOfRun,
  Wait,
} from '../../run/result.ts';
import type { Printable } from './inert-json.ts';

/**
 * Results as they are stored: every key, in a fixed order, regardless of how the object was made. `keyof` makes the
 * compiler report a key that is missing here.
 */
type Document<T> = { readonly [key in keyof Required<T> & string]: Printable | undefined };

export function toolDocument({ name, version }: RunResult['tool']): Printable {
  return { name, version } satisfies Document<RunResult['tool']>;
}

export function scenarioDocument(scenario: ScenarioResult): Printable {
  return {
    tenantName: scenario.tenantName,
    file: scenario.file,
    title: scenario.title,
    row: scenario.row,
    tutorial: scenario.tutorial,
    comparedPage: scenario.comparedPage,
    tags: scenario.tags,
    against: scenario.against,
    service: scenario.service,
    tenant: scenario.tenant,
    recording: scenario.recording && recordingDocument(scenario.recording),
    runId: scenario.runId,
    startedAt: scenario.startedAt,
    durationMs: scenario.durationMs,
    clock: scenario.clock && clockDocument(scenario.clock),
    outcome: scenario.outcome,
    steps: scenario.steps.map(stepDocument),
    cleanup: scenario.cleanup.map(stepDocument),
    leftovers: scenario.leftovers,
    recycleBin: scenario.recycleBin?.map(keptDocument),
  } satisfies Document<ScenarioResult>;
}

export function summaryDocument(summary: RunSummary): Printable {
  const { passed, failed, blocked, skipped } = summary.scenarios;
  const { steps } = summary;
  return {
    against: summary.against,
    startedAt: summary.startedAt,
    durationMs: summary.durationMs,
    clock: summary.clock && clockDocument(summary.clock),
    scenarios: {
      passed,
      failed,
      blocked,
      skipped,
      pending: summary.scenarios['pending'],
      'not-run': summary.scenarios['not-run'],
    },
    tenants: summary.tenants?.map(tenantDocument),
    notRun: summary.notRun && notRunDocument(summary.notRun),
    steps: {
      passed: steps.passed,
      failed: steps.failed,
      blocked: steps.blocked,
      skipped: steps.skipped,
      pending: steps['pending'],
    },
    executed: summary.executed,
    sent: summary.sent,
    byPerson: summary.byPerson,
    sources: summary.sources,
    leftovers: summary.leftovers,
    recycleBin: summary.recycleBin?.map(keptDocument),
    expired: summary.expired?.map(expiredDocument),
    exitCode: summary.exitCode,
  } satisfies Document<RunSummary>;
}

function tenantDocument({ name, tags, obstacles }: TenantOfRun): Printable {
  return { name, tags, obstacles: obstacles?.map(obstacleDocument) } satisfies Document<TenantOfRun>;
}

function obstacleDocument({ file, code, message, fix }: TenantObstacle): Printable {
  return { file, code, message, fix } satisfies Document<TenantObstacle>;
}

function notRunDocument({ selection, shard, tenant, bail, stopped, changed }: NotRun): Printable {
  return { selection, shard, tenant, bail, stopped, changed } satisfies Document<NotRun>;
}

function clockDocument({ of, startedAt, durationMs }: ServiceClock): Printable {
  return { of, startedAt, durationMs } satisfies Document<ServiceClock>;
}

function recordingDocument({ source, date, expires, expired }: ReplayedRecording): Printable {
  return { source, date, expires, expired } satisfies Document<ReplayedRecording>;
}

function expiredDocument({ file, expires }: ExpiredRecording): Printable {
  return { file, expires } satisfies Document<ExpiredRecording>;
}

function keptDocument({ url, until, tenantName }: KeptThing): Printable {
  return { url, until, tenantName } satisfies Document<KeptThing>;
}

function stepDocument(step: StepResult): Printable {
  return {
    id: step.id,
    title: step.title,
    phase: step.phase,
    number: step.number,
    of: step.of,
    actor: step.actor,
    at: placeDocument(step.at),
    page: step.page && { heading: step.page.heading, line: step.page.line },
    parties: step.parties?.map(partyDocument),
    outcome: outcomeDocument(step.outcome),
    notes: step.notes.map(differenceDocument),
    exchange: step.exchange && {
      request: {
        method: step.exchange.request.method,
        url: step.exchange.request.url,
        headers: sorted(step.exchange.request.headers),
        body: step.exchange.request.body,
        bytes: bytesDocument(step.exchange.request.bytes),
      },
      response: {
        status: step.exchange.response.status,
        headers: sorted(step.exchange.response.headers),
        text: step.exchange.response.text,
        bytes: bytesDocument(step.exchange.response.bytes),
      },
    },
    attempts: step.attempts,
    waits: step.waits?.map(({ ms, cause }) => ({ ms, cause }) satisfies Document<Wait>),
    startedAt: step.startedAt,
    durationMs: step.durationMs,
    clock: step.clock && clockDocument(step.clock),
    lagMs: step.lagMs,
    source: step.source,
    captured: step.captured,
    uses: step.uses,
    expected: step.expected,
    byPerson: step.byPerson && manualReply(step.byPerson),
  } satisfies Document<StepResult>;
}

function partyDocument({ alone, path, page, scenario, service, inPage, inScenario }: PartyValue): Printable {
  const places = { inPage: placeDocument(inPage), inScenario: placeDocument(inScenario) };
  return { alone, path, page, scenario, service, ...places } satisfies Document<PartyValue>;
}

function bytesDocument(bytes: Binary | undefined): Printable | undefined {
  return bytes && ({ size: bytes.size, sha256: bytes.sha256, base64: bytes.base64 } satisfies Document<Binary>);
}

function manualReply({ word, note }: ManualReply): Printable {
  return { word, note } satisfies Document<ManualReply>;
}

/** Services send header fields in any order. */
function sorted(headers: Headers): Printable {
  return Object.fromEntries(Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function outcomeDocument(outcome: StepOutcome): Printable {
  const { kind } = outcome;
  switch (outcome.kind) {
    case 'passed':
      return { kind };
    case 'failed':
      return { kind, differences: outcome.differences.map(differenceDocument) };
    case 'blocked':
      return { kind, reason: outcome.reason, message: outcome.message, fix: outcome.fix };
    case 'skipped':
      return { kind, reason: outcome.reason, message: outcome.message, cause: outcome.cause };
    case 'pending':
      return { kind, prompt: outcome.prompt };
    default:
      return outcome satisfies never;
  }
}

function differenceDocument(difference: Difference): Printable {
  return {
    code: difference.code,
    path: difference.path,
    message: difference.message,
    expected: difference.expected,
    actual: difference.actual,
    at: placeDocument(difference.at),
    unlisted: difference.unlisted,
  } satisfies Document<Difference>;
}

function placeDocument({
  file,
  line,
  column,
  endColumn,
  excerpt,
  excerptColumn: from = 1,
  calledAt,
}: Place): Printable {
  const excerptColumn = from > 1 ? from : undefined;
  return { file, line, column, endColumn, excerpt, excerptColumn, calledAt } satisfies Document<Place>;
}
