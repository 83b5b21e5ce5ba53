import type { EarlyRequest, Fault, Faults } from './fault.ts';
import { faultHeader, readFaultHeader } from './fault-header.ts';
import { type LaggingReplicas, laggingReplicas } from './lagging-replicas.ts';
import type { SandboxRequest } from './read-request.ts';

/** Which fault a request meets. */
export type FaultBoard = Faults & {
  readonly meet: (request: SandboxRequest, path: string) => Meeting;
  readonly replicas: LaggingReplicas;
};

type Meeting =
  | { readonly kind: 'none' }
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** The header is not a list of faults. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** A fault and how often it was met. */
type Standing = {
  readonly fault: Fault;
  toPass: number;
  hitsLeft: number;
  /** When a throttled client may send again. */
  due: number | undefined;
};

/** `time`: milliseconds by which `Retry-After` and lags are measured. */
export function faultBoard(time: () => number): FaultBoard {
  const standing: Standing[] = [];
  const byHeader = new Map<string, Standing[]>();
  const early: EarlyRequest[] = [];
  const replicas = laggingReplicas(time);
  return {
    add: (...faults) => {
      standing.push(...faults.map(standingOf));
    },
    clear: () => {
      standing.length = 0;
      early.length = 0;
      byHeader.clear();
      replicas.clear();
    },
    list: () => standing.map(({ fault, hitsLeft }) => ({ fault, hitsLeft })),
    early,
    replicas,
    meet: (request, path) => {
      const candidates = [...standing];
      const header = request.headers[faultHeader];
      const key = `${request.method} ${request.url} ${header}`;
      if (header !== undefined) {
        const known = byHeader.get(key) ?? read(header);
        if (typeof known === 'string') return { kind: 'unreadable', message: known };
        byHeader.set(key, known);
        candidates.push(...known);
      }
      const matching = candidates.filter(({ fault }) => isFor(fault, request.method, path));
      for (const one of matching) noteEarly(one, request);
      const hit = matching.find(takesHit);
      if (hit !== undefined) {
        const wait =
          hit.fault.kind === 'throttled' || hit.fault.kind === 'unavailable' ? hit.fault.retryAfterSeconds : undefined;
        if (wait !== undefined) hit.due = time() + wait * 1000;
        return { kind: 'fault', fault: hit.fault };
      }
      // A header's faults have all been met: the next request with it starts over.
      byHeader.delete(key);
      return { kind: 'none' };
    },
  };

  function noteEarly(one: Standing, { method, url }: SandboxRequest): void {
    if (one.due !== undefined && time() < one.due) early.push({ method, url, earlyByMs: one.due - time() });
    one.due = undefined;
  }
}

const standingOf = (fault: Fault): Standing => ({
  fault,
  toPass: fault.after ?? 0,
  hitsLeft: fault.times ?? 1,
  due: undefined,
});

function read(header: string): Standing[] | string {
  const result = readFaultHeader(header);
  return result.ok ? result.faults.map(standingOf) : result.message;
}

function takesHit(one: Standing): boolean {
  if (one.hitsLeft <= 0) return false;
  if (one.toPass > 0) {
    one.toPass -= 1;
    return false;
  }
  one.hitsLeft -= 1;
  return true;
}

function isFor({ method, path }: Fault, requestMethod: string, requestPath: string): boolean {
  if (method !== undefined && method !== requestMethod) return false;
  return path === undefined || pathMatches(segments(path), segments(requestPath));
}

const segments = (path: string): readonly string[] =>
  path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');

function pathMatches([first, ...rest]: readonly string[], path: readonly string[]): boolean {
  if (first === undefined) return path.length === 0;
  if (first === '**')
    return pathMatches(rest, path) || (path.length > 0 && pathMatches([first, ...rest], path.slice(1)));
  const [segment, ...after] = path;
  return segment !== undefined && (first === '*' || first === segment) && pathMatches(rest, after);
}
