import { graphOrigin } from '../../../../backends/responder.ts';
import type { GraphCall } from '../../../service/route.ts';
import { betaWire } from './wire-beta.ts';
import type { ReviewWire, WireContext } from './wire-context.ts';
import { v1Wire } from './wire-v1.ts';

export function wireOf({ version }: GraphCall): ReviewWire {
  return version === 'beta' ? betaWire : v1Wire;
}

export function wireContext({ world, origin }: GraphCall): WireContext {
  return {
    directory: world.directory,
    origin: origin ?? graphOrigin,
    filesOrigin: world.filesOrigin,
    nowMs: world.clock.now(),
  };
}
