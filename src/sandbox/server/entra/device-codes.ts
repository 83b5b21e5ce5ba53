import { randomBytes, randomInt } from 'node:crypto';
import { defined } from '../../../defined.ts';

/** A device that waits for a person. */
export type DeviceCode = {
  readonly userCode: string;
  readonly deviceCode: string;
  readonly appId: string;
  readonly scope: string;
  readonly expiresMs: number;
};

export type DeviceDecision =
  /** As the seed's administrator, where no user is named. */
  { readonly kind: 'approve'; readonly user?: string } | { readonly kind: 'decline' } | { readonly kind: 'wait' };

/** The response to a device that polls. */
export type DevicePoll =
  | { readonly kind: 'unknown' | 'expired' | 'pending' | 'declined' }
  | { readonly kind: 'approved'; readonly code: DeviceCode; readonly user?: string };

/** Seconds between two requests of a device; 5 in Entra, shorter here. */
export const deviceInterval = 1;
const lifetimeMs = 900_000;
/** No letters or digits that look alike. */
const alphabet = 'BCDFGHJKLMNPQRSTVWXYZ2345679';

type Waiting = { readonly code: DeviceCode; readonly polls: number; readonly decision?: DeviceDecision };

/**
 * The devices that wait. A device on whose code no one decided gets the response that `unattended` says, the second time it
 * asks: the first time it always has to wait, so that clients have to know how to.
 */
export class DeviceCodes {
  unattended: DeviceDecision = { kind: 'approve' };
  readonly #waiting = new Map<string, Waiting>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  start(appId: string, scope: string): DeviceCode {
    const userCode = Array.from({ length: 9 }, () => alphabet[randomInt(alphabet.length)]).join('');
    const deviceCode = randomBytes(32).toString('base64url');
    const code = { userCode, deviceCode, appId, scope, expiresMs: this.#now() + lifetimeMs };
    this.#waiting.set(deviceCode, { code, polls: 0 });
    return code;
  }

  poll(deviceCode: string, appId: string): DevicePoll {
    const waiting = this.#waiting.get(deviceCode);
    if (waiting === undefined || waiting.code.appId !== appId) return { kind: 'unknown' };
    const { code, polls } = waiting;
    if (this.#now() > code.expiresMs) return this.#end(deviceCode, { kind: 'expired' });
    this.#waiting.set(deviceCode, { ...waiting, polls: polls + 1 });
    const decision = waiting.decision ?? (polls === 0 ? { kind: 'wait' } : this.unattended);
    switch (decision.kind) {
      case 'wait':
        return { kind: 'pending' };
      case 'decline':
        return this.#end(deviceCode, { kind: 'declined' });
      case 'approve': {
        const { user } = decision;
        return this.#end(deviceCode, { kind: 'approved', code, ...defined({ user }) });
      }
      default:
        return decision satisfies never;
    }
  }

  /** Decides for the person with the user code; `false` if no device has it. */
  decide(userCode: string, decision: DeviceDecision): boolean {
    const found = [...this.#waiting.values()].find(({ code }) => code.userCode === userCode.toUpperCase());
    if (found === undefined) return false;
    this.#waiting.set(found.code.deviceCode, { ...found, decision });
    return true;
  }

  list(): readonly DeviceCode[] {
    return [...this.#waiting.values()].map(({ code }) => code);
  }

  /** Forgets waiting devices and the default decision. */
  reset(): void {
    this.#waiting.clear();
    this.unattended = { kind: 'approve' };
  }

  #end(deviceCode: string, poll: DevicePoll): DevicePoll {
    this.#waiting.delete(deviceCode);
    return poll;
  }
}
