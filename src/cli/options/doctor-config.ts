import { type Outcome, unlessProblems } from '../../diagnostics/problem.ts';
import { readTags, type ScenarioChoice, tagsFlag } from './config.ts';
import { type Flag, parseFlags } from './flags.ts';
import { fleetFlags } from './fleet-flags.ts';
import { type LiveFlags, liveFlags, liveReadFlags, readLiveFlags } from './live-config.ts';
import { type OwnValues, ownValueFlags, readOwnValues } from './sandbox-config.ts';

/** What `doctor` looks at: live, but it only reads. */
export type DoctorConfig = ScenarioChoice & {
  readonly own: OwnValues;
  readonly live: LiveFlags;
  readonly json: boolean;
};
export const doctorFlags: readonly Flag[] = [
  tagsFlag,
  ...ownValueFlags.filter(({ name }) => name === 'var' || name === 'env-file'),
  ...liveReadFlags,
  ...fleetFlags,
  // What a run may do decides what it refuses.
  ...liveFlags.filter(({ name }) => name === 'allow' || name === 'allow-dirty'),
  { name: 'json', help: 'Print JSON' },
];
export function doctorConfig(args: readonly string[]): Outcome<DoctorConfig> {
  const flags = parseFlags(args, doctorFlags);
  const problems = [...flags.problems];
  const config = {
    operands: flags.operands,
    ...readTags(flags, problems),
    own: readOwnValues(flags, 'live', problems),
    live: { ...readLiveFlags(flags, problems), budget: { stepMs: 30_000 } },
    json: flags.has('json'),
  };
  return unlessProblems(problems, () => config);
}
