import { decoded } from '../../../decoded.ts';
import { defined } from '../../../defined.ts';
import { failure, type Problem, type Result, success } from '../../../diagnostics/problem.ts';
import { safeLine } from '../../../diagnostics/safe-text.ts';
import type { RunEvent, RunOfScenario } from '../../../run/result.ts';
import { scenarioKey } from '../../../run/tenant-events.ts';
import { version } from '../../../version.ts';
import type { RunTrace } from '../../output/run-trace.ts';
import type { Streams } from '../../output/streams.ts';
import { loadTelemetry, type Telemetry, type TelemetryApi, type TraceSpan, telemetryPackages } from './telemetry.ts';

const missing: Problem = {
  code: 'missing-package',
  message: `\`--otel\` writes its trace with the packages ${telemetryPackages.join(' and ')}, which are not installed`,
  fix: `run \`npm install --save-dev ${telemetryPackages.join(' ')}\``,
};

/**
 * Starts the standard SDK of OpenTelemetry, which its own environment variables configure (`OTEL_…`): one trace per
 * run, a span per scenario and per request. Attributes contain names of scenarios, steps and tenants, methods, statuses
 * and the client-request-id; no url, no body, and nothing about this machine. Problems: `missing-package`.
 */
export async function openTrace(
  { stderr, wallClock, environment, secrets }: Pick<Streams, 'stderr' | 'wallClock' | 'environment' | 'secrets'>,
  load: () => Promise<Telemetry> = loadTelemetry,
): Promise<Result<RunTrace>> {
  const loaded = await load().catch(() => undefined);
  if (loaded === undefined) return failure([missing]);
  const { api, sdk } = loaded;
  // An unreachable collector is reported, without other effects.
  let lost = false;
  const quiet = () => {};
  const error = (message: string) => {
    if (!lost) stderr.write(`the trace cannot be sent: ${safeLine(message).slice(0, 200)}\n`);
    lost = true;
  };
  api.diag.setLogger({ error, warn: quiet, info: quiet, debug: quiet, verbose: quiet }, api.DiagLogLevel.ERROR);
  const node = new sdk.NodeSDK({
    serviceName: environment['OTEL_SERVICE_NAME'] ?? 'tutorial-replay',
    // Only traces.
    ...{ instrumentations: [], metricReaders: [], logRecordProcessors: [] },
    // Without the SDK's detectors: they would export the host, its user and the command line.
    resourceDetectors: [
      { detect: () => ({ attributes: givenAttributes(environment['OTEL_RESOURCE_ATTRIBUTES'] ?? '') }) },
    ],
  });
  node.start();
  return success({
    ...spansOf(api, wallClock, (text) => secrets?.text(text) ?? text),
    close: async () => {
      await node.shutdown().catch((reason: unknown) => error(reason instanceof Error ? reason.message : 'unknown'));
      api.trace.disable();
      api.diag.disable();
    },
  });
}

/** `key=value,key=value`, percent-encoded: https://opentelemetry.io/docs/specs/otel/resource/sdk/ */
function givenAttributes(text: string): { readonly [name: string]: string } {
  const pairs = text.split(',').map((pair) => /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair));
  return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', decoded(pair[2] ?? '')]])));
}

/** The part of an attempt that is in a span. */
type Attempt = Extract<Parameters<ReturnType<RunTrace['live']>>[0], { kind: 'attempted' }>;

function spansOf(
  { trace, context, SpanStatusCode, SpanKind }: TelemetryApi,
  now: () => number,
  shown: (text: string) => string,
): Omit<RunTrace, 'close'> {
  const tracer = withoutSecrets(trace.getTracer('tutorial-replay', version), shown);
  const scenarios = new Map<string, TraceSpan>();
  let run: TraceSpan | undefined;
  const inside = (span: TraceSpan | undefined) =>
    span === undefined ? context.active() : trace.setSpan(context.active(), span);
  const keyOf = (of: RunOfScenario) => scenarioKey(of);
  const failed = (span: TraceSpan, is: boolean) => {
    if (is) span.setStatus({ code: SpanStatusCode.ERROR });
  };
  /** Targets other than a service have no attempts: the exchange of the step is what was sent. */
  const sentLive = new Set<string>();
  return {
    on: (event: RunEvent) => {
      switch (event.kind) {
        case 'run-started': {
          const attributes = { 'tutorial_replay.against': event.against, 'tutorial_replay.scenarios': event.scenarios };
          run = tracer.startSpan('tutorial-replay run', { attributes, startTime: now(), root: true });
          return;
        }
        case 'scenario-started': {
          const attributes = namesOf(event);
          scenarios.set(
            keyOf(event),
            tracer.startSpan(`scenario ${event.file}`, { attributes, startTime: now() }, inside(run)),
          );
          return;
        }
        case 'step-exchanged': {
          if (sentLive.has(keyOf(event))) return;
          const { request, response } = event.exchange;
          const attributes = {
            ...{ ...namesOf(event), 'tutorial_replay.step': event.id },
            ...{ 'http.request.method': request.method, 'http.response.status_code': response.status },
          };
          const parent = inside(scenarios.get(keyOf(event)) ?? run);
          tracer.startSpan(request.method, { kind: SpanKind.CLIENT, attributes, startTime: now() }, parent).end(now());
          return;
        }
        case 'scenario-ended': {
          const span = scenarios.get(keyOf(event.scenario));
          if (span === undefined) return;
          span.setAttribute('tutorial_replay.outcome', event.scenario.outcome);
          failed(span, event.scenario.outcome === 'failed');
          span.end(now());
          scenarios.delete(keyOf(event.scenario));
          return;
        }
        case 'run-ended': {
          run?.setAttribute('tutorial_replay.exit_code', event.summary.exitCode);
          if (run !== undefined) failed(run, event.summary.exitCode !== 0);
          run?.end(now());
          return;
        }
        case 'step-started':
        case 'step-waiting':
        case 'step-ended':
          return;
        default:
          event satisfies never;
      }
    },
    live: (tenantName) => (event) => {
      if (event.kind !== 'attempted') return;
      const named = defined({ tenantName });
      const of = event.of === undefined ? undefined : { ...event.of, ...named };
      if (of !== undefined) sentLive.add(keyOf(of));
      const parent = inside((of && scenarios.get(keyOf(of))) ?? run);
      const attributes = { ...(of && namesOf(of)), ...attemptOf(event) };
      const span = tracer.startSpan(
        event.method,
        { kind: SpanKind.CLIENT, attributes, startTime: event.startedMs },
        parent,
      );
      failed(span, typeof event.received === 'string' || event.received >= 400);
      span.end(event.startedMs + event.tookMs);
    },
  };
}

type Tracer = ReturnType<TelemetryApi['trace']['getTracer']>;

/** Names of files, steps, rows and people are chosen by users. */
function withoutSecrets(tracer: Tracer, shown: (text: string) => string): Tracer {
  return {
    startSpan: (name, options = {}, parent) => {
      const attributes = Object.entries(options.attributes ?? {}).map(([key, value]) => [
        key,
        typeof value === 'string' ? shown(value) : value,
      ]);
      return tracer.startSpan(shown(name), { ...options, attributes: Object.fromEntries(attributes) }, parent);
    },
  };
}

function namesOf({ tenantName, file, row }: RunOfScenario) {
  return {
    'tutorial_replay.scenario': file,
    ...defined({ 'tutorial_replay.row': row, 'tutorial_replay.tenant': tenantName }),
  };
}

/** The reason why no response was received may contain host names, so only the fact is recorded. */
function attemptOf({ step, actor, method, clientRequestId, received }: Attempt) {
  return {
    'tutorial_replay.step': step,
    'tutorial_replay.actor': actor,
    'http.request.method': method,
    ...(clientRequestId === '' ? {} : { 'http.request.header.client-request-id': [clientRequestId] }),
    ...(typeof received === 'number' ? { 'http.response.status_code': received } : { 'error.type': 'no-response' }),
  };
}
