import type { LoadedScenario } from '../loading/load-scenarios.ts';
import type { RunConfig } from '../options/config.ts';

export function shardOf(scenarios: readonly LoadedScenario[], shard: RunConfig['shard']): readonly LoadedScenario[] {
  return shard === undefined ? scenarios : scenarios.filter((_, at) => at % shard.of === shard.index - 1);
}
