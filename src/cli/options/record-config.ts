/** The options of `record`: those of `run` that apply to a complete recording. Pure. */

import { defined } from '../../defined.ts';
import type { Result } from '../../diagnostics/problem.ts';
import { parseDuration } from '../../format/template/duration.ts';
import type { Expiry } from '../../format/template/expiry.ts';
import type { Against } from '../../run/result.ts';
import { type RunConfig, readJobs, readTags, repeatedFlags, runFlags } from './config.ts';
import { type Flag, type ParsedFlags, parseFlags } from './flags.ts';
import { liveFlags, readLive } from './live-config.ts';
import { readReporters } from './reporting-flags.ts';
import { ownValueFlags, readOwnValues } from './sandbox-config.ts';

const ofRun = (...names: readonly string[]): readonly Flag[] => runFlags.filter(({ name }) => names.includes(name));

export const recordFlags: readonly Flag[] = [
  {
    name: 'against',
    value: 'WHAT',
    choices: ['sandbox', 'live'],
    help: 'Send to: sandbox (default), a local model of Graph; live, Graph',
  },
  {
    name: 'from-har',
    value: 'FILE',
    help: 'Take the responses from an HTTP Archive that a browser saved; for one scenario',
  },
  ...ofRun('tags'),
  {
    name: 'missing',
    help: 'Record only scenarios whose recording is missing or lacks a step',
  },
  { name: 'allow-typed', help: 'Also record responses that the sandbox does not model, and mark them' },
  { name: 'replace', help: 'Also replace recordings from another source, such as a page' },
  {
    name: 'expires',
    value: 'WHEN',
    help: 'Live: let recordings expire after this day, such as 2027-06-30, or after a time, such as P1Y',
  },
  ...ofRun('reporter', 'pages', 'jobs', 'strict'),
  ...ownValueFlags,
  // A person cannot be recorded: only the unattended calls can be replayed.
  ...liveFlags.filter(({ name }) => name !== 'unattended'),
  ...ofRun('dry-run', 'verbose'),
];

/** Problems: `usage`. */
export function recordConfig(args: readonly string[]): Result<RunConfig> {
  const flags = parseFlags(args, recordFlags);
  const fromHar = flags.value('from-har');
  const against = fromHar === undefined ? readSource(flags) : 'recorded';
  if (fromHar !== undefined) refuseBesideHar(flags);
  const live = readLive(flags, against);
  const expiry = readExpiry(flags, against);
  return flags.result<RunConfig>({
    operands: flags.operands,
    ...readTags(flags),
    against,
    // Inputs are given as for a live run: the HAR file was made with values of its own.
    own: readOwnValues(flags, fromHar === undefined ? against : 'live'),
    ...(live !== undefined && { live: { ...live, unattended: true } }),
    selection: { only: [] },
    reporters: readReporters(flags),
    ...flags.given('pages'),
    bail: false,
    jobs: readJobs(flags),
    dryRun: flags.has('dry-run'),
    strict: flags.has('strict'),
    verbose: flags.has('verbose'),
    repeated: [...repeatedFlags(flags), ...(live === undefined ? [] : ['--unattended'])],
    record: {
      replace: flags.has('replace'),
      missing: flags.has('missing'),
      ...(flags.has('allow-typed') ? { allowTyped: true } : {}),
      ...defined({ expiry, fromHar }),
    },
  });
}

function readSource(flags: ParsedFlags): 'sandbox' | 'live' {
  const value = flags.value('against') ?? 'sandbox';
  if (value === 'sandbox' || value === 'live') return value;
  flags.refuse(`\`--against ${value}\` is nothing that can be recorded`, 'write `sandbox` or `live`');
  return 'sandbox';
}

/** The requests of an archive have been sent already. */
function refuseBesideHar({ has, refuse }: ParsedFlags): void {
  for (const name of ['against', 'missing', 'dry-run', 'jobs'].filter(has))
    refuse(`\`--${name}\` cannot be used with \`--from-har\``, 'remove one of the two');
}

function readExpiry(flags: ParsedFlags, against: Against): Expiry | undefined {
  const text = flags.value('expires');
  if (text === undefined) return undefined;
  if (against === 'sandbox')
    flags.refuse('`--expires` concerns live recordings only: a model does not age', 'remove it');
  if (isDate(text)) return { kind: 'date', date: text };
  const duration = parseDuration(text);
  if (duration !== undefined && duration.months + duration.milliseconds > 0) return { kind: 'after', duration };
  flags.refuse(`\`--expires ${text}\` is neither a day nor a time to come`, 'write `2027-06-30` or `P1Y`');
  return undefined;
}

function isDate(text: string): boolean {
  const timeMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(timeMs) && new Date(timeMs).toISOString().startsWith(text);
}
