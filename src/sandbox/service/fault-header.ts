import { defined } from '../../defined.ts';
import type { Method } from '../../http/message.ts';
import type { Fault, FaultEffect, Lag } from './fault.ts';

/**
 * The request header that asks for faults: `429;retry-after=2.5;times=2, lag;reads=3`. A seed writes them the same way, and
 * says which requests they are for: `503;method=POST;path=/groups`.
 */
export const faultHeader = 'x-sandbox-fault';

export type ReadFaults =
  | { readonly ok: true; readonly faults: readonly Fault[] }
  | { readonly ok: false; readonly message: string };

/** Reads the header's value, or a line of a seed. */
export function readFaultHeader(value: string): ReadFaults {
  const faults: Fault[] = [];
  for (const part of value.split(',')) {
    const fault = readFault(part);
    if (typeof fault === 'string') return { ok: false, message: fault };
    faults.push(fault);
  }
  return { ok: true, faults };
}

type Settings = {
  /** Removes a setting, so that the remaining ones are known to be wrong. */
  readonly take: (name: string) => string | undefined;
  readonly number: (name: string) => number | undefined;
  readonly rest: () => readonly string[];
};

function readFault(text: string): Fault | string {
  const [name = '', ...settings] = text.split(';').map((one) => one.trim());
  const given = settingsOf(settings);
  if (typeof given === 'string') return given;
  const effect = effectOf(name.toLowerCase(), given);
  if (effect === undefined) return `there is no fault '${name}'`;
  const [times, after, path] = [given.number('times'), given.number('after'), given.take('path')];
  const method = methodNamed(given.take('method'));
  const [unknown] = given.rest();
  if (unknown !== undefined) return `the fault '${name}' has no setting '${unknown}' like that`;
  if (method === 'unknown') return 'the method of a fault is GET, POST, PUT, PATCH or DELETE';
  return {
    ...effect,
    ...defined({ method, path, times, after }),
  };
}

const methods: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

function methodNamed(name: string | undefined): Method | 'unknown' | undefined {
  return name === undefined ? undefined : (methods.find((one) => one === name.toUpperCase()) ?? 'unknown');
}

function settingsOf(texts: readonly string[]): Settings | string {
  const values = new Map<string, string>();
  for (const text of texts) {
    const [, name, value] = /^([a-z-]+)=(.+)$/i.exec(text) ?? [];
    if (name === undefined || value === undefined) return `'${text}' is no setting such as times=2`;
    values.set(name.toLowerCase(), value);
  }
  const take = (name: string): string | undefined => {
    const value = values.get(name);
    values.delete(name);
    return value;
  };
  const number = (name: string): number | undefined => {
    const value = values.get(name);
    if (value === undefined || !/^\d{1,12}(?:\.\d{1,6})?$/.test(value)) return undefined;
    values.delete(name);
    return Number(value);
  };
  return { take, number, rest: () => [...values.keys()] };
}

function effectOf(name: string, given: Settings): FaultEffect | undefined {
  switch (name) {
    case '429':
      return { kind: 'throttled', ...waiting(given) };
    case '500':
    case '502':
    case '503':
    case '509':
      return { kind: 'unavailable', status: statuses[name], ...waiting(given) };
    case '409':
      return { kind: 'conflict' };
    case '504':
      return { kind: 'gateway-timeout' };
    case '401':
      return { kind: 'expired-token' };
    case '403':
      return { kind: 'missing-consent' };
    case 'claims': {
      const claims = given.take('claims');
      return { kind: 'claims-challenge', ...defined({ claims }) };
    }
    case 'lag':
      return { kind: 'lag', ...lag(given) };
    case 'drip': {
      const bytesPerSecond = given.number('rate');
      return { kind: 'drip', ...defined({ bytesPerSecond }) };
    }
    case 'gzip-bomb': {
      const bytes = given.number('bytes');
      return { kind: 'gzip-bomb', ...defined({ bytes }) };
    }
    case 'redirect': {
      const wanted = given.number('status');
      const status = redirects.find((one) => one === wanted);
      if (wanted !== status) return undefined;
      const location = given.take('location');
      return {
        kind: 'redirect',
        ...defined({ status, location }),
      };
    }
    case 'reset':
    case 'dropped':
    case 'truncated':
    case 'captive-portal':
      return { kind: name };
    default:
      return undefined;
  }
}

const redirects = [301, 302, 303, 307, 308] as const;
const statuses = { '500': 500, '502': 502, '503': 503, '509': 509 } as const;

function waiting(given: Settings): { readonly retryAfterSeconds?: number } {
  const retryAfterSeconds = given.number('retry-after');
  return defined({ retryAfterSeconds });
}

function lag(given: Settings): Lag {
  const seconds = given.number('seconds');
  return seconds === undefined ? { reads: given.number('reads') ?? 1 } : { seconds };
}
