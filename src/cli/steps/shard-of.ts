import type { Problem } from '../../diagnostics/problem.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import type { RunConfig } from '../options/config.ts';

export function shardOf(scenarios: readonly LoadedScenario[], shard: RunConfig['shard']): readonly LoadedScenario[] {
  return shard === undefined ? scenarios : scenarios.filter((_, at) => at % shard.of === shard.index - 1);
}

export const emptyShard: Problem = {
  code: 'nothing-selected',
  message: 'this shard has no scenario',
  fix: 'use fewer shards than there are scenarios',
};
