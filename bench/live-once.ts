import { randomBytes } from 'node:crypto';
import { liveBackend } from '../src/backends/live/live-backend.ts';
import { monotonicClock } from '../src/backends/live/monotonic-clock.ts';
import { throttleState } from '../src/backends/live/retry/throttle-state.ts';
import { openWire, type Wire } from '../src/backends/live/transport/wire.ts';
import { createPseudonymizer } from '../src/redaction/redact/pseudonymizer.ts';
import { replayPlan } from '../src/run/execute/replay.ts';
import type { Plan } from '../src/run/plan/plan.ts';
import type { RunListener } from '../src/run/result.ts';

const tokens = {
  get: async () => ({ ok: true, token: 'bench', expiresAtMs: Number.POSITIVE_INFINITY }) as const,
  refresh: () => {},
};

type Once = { readonly origin: string; readonly wire?: Wire; readonly listener?: RunListener };

/** What replays the plan once, live at an origin; throws where it does not pass. */
export function liveRuns(plan: Plan, { origin, wire = openWire(), listener = () => {} }: Once): () => Promise<void> {
  const throttle = throttleState();
  const clock = monotonicClock(Date.now());
  return async () => {
    const backend = liveBackend({ origin: { origin }, wire, throttle, clock, tokens, random: Math.random });
    // As every live run: no one is named.
    const pseudonyms = createPseudonymizer({ key: randomBytes(32), origin });
    const result = await replayPlan(plan, { backend, clock, listener, pseudonyms });
    if (result.outcome !== 'passed') throw new Error(JSON.stringify(result.steps.map(({ outcome }) => outcome)));
  };
}
