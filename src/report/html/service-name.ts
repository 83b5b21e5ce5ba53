import { clouds } from '../../http/clouds.ts';
import type { Against } from '../../run/result.ts';

/** More are only counted. */
const mostNamed = 5;

/** The target and its origin, if known: several if results of several services are one report. */
export function serviceName(against: Against, services: Iterable<string>): string {
  const known = [...new Set(services)];
  if (against !== 'live' || known.length === 0) return kinds[against];
  if (known.length > mostNamed) return `${known.length} services`;
  return known.map((origin) => (isGraph(origin) ? `${kinds.live} (${origin})` : origin)).join(', ');
}

const kinds = { recorded: 'recordings', sandbox: 'the local sandbox', live: 'Microsoft Graph' } as const;

function isGraph(origin: string): boolean {
  return Object.values(clouds).some(({ graphOrigin }) => graphOrigin === origin);
}
