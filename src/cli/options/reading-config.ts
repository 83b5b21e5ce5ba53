/** The configuration of commands that only read: `doctor`, which reads in tenants, and `list`. Pure. */

import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { readTags, type ScenarioChoice, tagsFlag } from './config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';
import { type FleetChoice, fleetFlags, readFleet } from './fleet-flags.ts';
import { type LiveFlags, liveFlags, liveReadFlags, readLiveFlags } from './live-config.ts';
import { type OwnValues, ownValueFlags, readOwnValues } from './sandbox-config.ts';

/** The configuration of `doctor`: live, but read-only. */
export type DoctorConfig = ScenarioChoice & {
  readonly own: OwnValues;
  readonly live: LiveFlags;
  readonly json: boolean;
};
export const doctorFlags: readonly Flag[] = [
  tagsFlag,
  ...ownValueFlags.filter(({ name }) => name === 'var' || name === 'env'),
  ...liveReadFlags,
  ...fleetFlags('Examine every tenant that this file lists'),
  // The allowed labels of a run determine what it refuses.
  ...liveFlags.filter(({ name }) => name === 'allow' || name === 'allow-dirty'),
  { name: 'json', help: 'Print JSON' },
];
export function doctorConfig(args: readonly string[]): Result<DoctorConfig> {
  const flags = parseFlags(args, doctorFlags);
  return flags.result({
    operands: flags.operands,
    ...readTags(flags),
    own: readOwnValues(flags, 'live'),
    live: { ...readLiveFlags(flags), budget: { stepMs: 30_000 } },
    json: flags.has('json'),
  });
}

/** The format of `list`: for people, JSON, or the matrix of a CI system. */
export type ListConfig = ScenarioChoice & {
  readonly json: boolean;
  readonly matrix?: MatrixKind;
  /** Tenants, of which the matrix has a job each. */
  readonly fleet?: FleetChoice;
};

/** Systems that make jobs of a matrix which an earlier job prints. */
const matrixKinds = ['github', 'azure'] as const;
export type MatrixKind = (typeof matrixKinds)[number];

export const listFlags: readonly Flag[] = [
  tagsFlag,
  { name: 'json', help: 'Print JSON' },
  {
    name: 'matrix',
    value: 'SYSTEM',
    choices: matrixKinds,
    help: 'Print a matrix of jobs: github, azure; a job for each scenario, or with --tenants for each tenant',
  },
  ...fleetFlags('With --matrix: a job for each tenant that this file lists'),
];

export function listConfig(args: readonly string[]): Result<ListConfig> {
  const flags = parseFlags(args, listFlags);
  const fleet = readFleet(flags);
  return flags.result({
    operands: flags.operands,
    ...readTags(flags),
    json: flags.has('json'),
    ...readMatrix(flags),
    ...defined({ fleet }),
  });
}

function readMatrix(flags: ParsedFlags): Pick<ListConfig, 'matrix'> {
  const text = flags.value('matrix');
  if (text === undefined) {
    if (flags.has('tenants')) flags.refuse('`--tenants` needs `--matrix`', 'add `--matrix github` or `--matrix azure`');
    return {};
  }
  if (flags.has('json')) flags.refuse('`--json` and `--matrix` cannot be used together', 'use one of the two');
  const matrix = matrixKinds.find((one) => one === text);
  if (matrix === undefined)
    flags.refuse(`\`--matrix ${text}\` is not a system with a matrix`, `use ${matrixKinds.join(' or ')}`);
  return defined({ matrix });
}
