/** A whole process: the same seven requests as a live run of a scenario. */
import { openWire } from '../src/backends/live/transport/wire.ts';
import { liveRuns } from './live-once.ts';
import { livePlan } from './live-plan.ts';

const wire = openWire();
await liveRuns(await livePlan(), { origin: process.argv[2] ?? '', wire })();
await wire.close();
