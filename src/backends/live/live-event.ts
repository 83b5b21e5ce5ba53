import type { Method } from '../../http/message.ts';
import type { RunOfScenario } from '../../run/result.ts';

/** Events of the backend: every wait with its cause, and the ids that support asks for. Never a token. */
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
      /** The run of a scenario that it belongs to, if known. */
      readonly of?: RunOfScenario;
      readonly step: string;
      readonly actor: string;
      readonly method: Method;
      readonly url: string;
      readonly clientRequestId: string;
      /** When it was sent, in milliseconds since 1970, and how long it took. */
      readonly startedMs: number;
      readonly tookMs: number;
      /** A status, or the reason why no response was received. */
      readonly received: number | string;
      readonly requestId?: string;
      readonly date?: string;
      /** `x-ms-ags-diagnostic`: for support, and for a local log only. */
      readonly diagnostic?: string;
    };

export type LiveListener = (event: LiveEvent) => void;
