/**
 * The part of
 * @opentelemetry/api and
 * @opentelemetry/sdk-node that is used. They are optional peers: this compiles without them.
 */
export type Telemetry = { readonly api: TelemetryApi; readonly sdk: TelemetrySdk };

type AttributeValue = string | number | boolean | readonly string[];
type Attributes = { readonly [name: string]: AttributeValue };
/** Opaque: carries the parent of a span. */
type Context = object;

export type TraceSpan = {
  readonly setAttribute: (name: string, value: AttributeValue) => unknown;
  readonly setStatus: (status: { readonly code: number }) => unknown;
  /** Milliseconds since 1970. */
  readonly end: (endTime?: number) => void;
};

type SpanOptions = {
  readonly kind?: number;
  readonly attributes?: Attributes;
  /** Milliseconds since 1970. */
  readonly startTime?: number;
  readonly root?: boolean;
};

type Log = (message: string) => void;
type DiagLogger = { readonly [level in 'error' | 'warn' | 'info' | 'debug' | 'verbose']: Log };

export type TelemetryApi = {
  readonly trace: {
    readonly getTracer: (
      name: string,
      version: string,
    ) => { readonly startSpan: (name: string, options?: SpanOptions, context?: Context) => TraceSpan };
    readonly setSpan: (context: Context, span: TraceSpan) => Context;
    readonly disable: () => void;
  };
  readonly context: { readonly active: () => Context };
  readonly diag: { readonly setLogger: (logger: DiagLogger, level: number) => unknown; readonly disable: () => void };
  readonly DiagLogLevel: { readonly ERROR: number };
  readonly SpanKind: { readonly CLIENT: number };
  readonly SpanStatusCode: { readonly ERROR: number };
};

type TelemetrySdk = {
  readonly NodeSDK: new (options: {
    readonly serviceName: string;
    readonly instrumentations: readonly [];
    readonly metricReaders: readonly [];
    readonly logRecordProcessors: readonly [];
    readonly resourceDetectors: readonly { readonly detect: () => { readonly attributes: Attributes } }[];
  }) => { readonly start: () => void; readonly shutdown: () => Promise<void> };
};

export const telemetryPackages = ['@opentelemetry/api', '@opentelemetry/sdk-node'] as const;

/** Rejects where they are not installed. */
export async function loadTelemetry(): Promise<Telemetry> {
  const [api, sdk] = await Promise.all(telemetryPackages.map((name) => import(name)));
  return { api, sdk };
}
