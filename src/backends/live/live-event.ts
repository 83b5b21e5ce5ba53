import type { Method } from '../../http/message.ts';
import type { RunOfScenario } from '../../run/result.ts';

/** What the backend reports while it works: every wait with its cause, and the ids that support needs. Never a token. */
export type LiveEvent =
  | {
      readonly kind: 'waiting';
      readonly step: string;
      readonly actor: string;
      readonly waitMs: number;
      readonly cause: string;
    }
  | {
      readonly kind: 'attempted';
      /** The run of a scenario that it belongs to, where that is known. */
      readonly of?: RunOfScenario;
      readonly step: string;
      readonly actor: string;
      readonly method: Method;
      readonly url: string;
      readonly clientRequestId: string;
      /** When it left, in milliseconds since 1970, and how long it took. */
      readonly startedMs: number;
      readonly tookMs: number;
      /** What was received: a status, or why none did. */
      readonly received: number | string;
      readonly requestId?: string;
      readonly date?: string;
      /** `x-ms-ags-diagnostic`: for support, and for a local log only. */
      readonly diagnostic?: string;
    };

export type LiveListener = (event: LiveEvent) => void;
