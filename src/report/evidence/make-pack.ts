/**
 * An evidence pack: one file with the result of a run, in which a change of any byte is detected. This file: how it is
 * made.
 */

import { createHash, createHmac } from 'node:crypto';
import { defined } from '../../defined.ts';
import type { RunResult, ScenarioResult } from '../../run/result.ts';
import type { Readiness } from '../../tenant/doctor/doctor-finding.ts';
import { htmlReporter } from '../html/html-reporter.ts';
import { jsonReporter } from '../json/json-reporter.ts';
import { inertJson } from '../result/inert-json.ts';
import { storedEvents } from '../result/stored-events.ts';
import type { Reporter, Sink } from '../wording/reporter.ts';
import type { Manifest } from './manifest.ts';
import { type Members, zipped } from './zip.ts';

export type PackOptions = {
  /** The release that makes the pack. */
  readonly version: string;
  /** The tenant's id; only a pseudonym of it gets into the pack. */
  readonly tenant?: string;
  /** The digest of a file, where the file is there. */
  readonly digestOf: (file: string) => string | undefined;
  /** The output of the doctor: shown on the page, and stored as a member. */
  readonly readiness?: Readiness;
};

/** The bytes of a pack: the same for the same result, the same files and the same release. */
export function makePack(result: RunResult, options: PackOptions): Uint8Array {
  const { version, readiness } = options;
  const found = defined({ readiness });
  const members = {
    ...(readiness && { 'readiness.json': Buffer.from(`${inertJson({ ...readiness })}\n`) }),
    'report.html': rendered((sink) => htmlReporter(sink, { version, ...found }), result),
    'result.json': rendered((sink) => jsonReporter(sink, { version: result.tool.version }), result),
  };
  return packOf(Buffer.from(`${inertJson(manifestOf(result, members, options))}\n`), members, result.summary.startedAt);
}

/** The archive of a manifest and the files that it lists; also used to prove that a pack contains nothing else. */
export function packOf(manifest: Uint8Array, members: Members, startedAt: string): Uint8Array {
  const names = Object.keys(members).sort();
  return zipped(
    {
      'manifest.json': manifest,
      ...Object.fromEntries(names.map((name) => [name, members[name] ?? new Uint8Array()])),
    },
    startedAt,
  );
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function manifestOf({ tool, scenarios, summary }: RunResult, members: Members, options: PackOptions): Manifest {
  const { version, tenant, digestOf } = options;
  const { against, startedAt, clock, exitCode } = summary;
  const runIds = scenarios.map(({ runId }) => runId);
  return {
    version: 1,
    tool: { name: 'tutorial-replay', ran: tool.version, packed: version },
    against,
    startedAt,
    ...defined({ clock }),
    exitCode,
    ...(tenant !== undefined && { tenant: tenantPseudonym(tenant, runIds) }),
    scenarios: scenarios.map((scenario) => evidenceOf(scenario, digestOf)),
    members: Object.entries(members).map(([name, bytes]) => ({ name, bytes: bytes.length, sha256: sha256(bytes) })),
  };
}

/** Keyed by the runs, so that packs of one tenant cannot be linked by anyone who does not know the tenant. */
function tenantPseudonym(tenant: string, runIds: readonly string[]): string {
  return `tenant-${createHmac('sha256', runIds.join('\0')).update(tenant.toLowerCase()).digest('hex').slice(0, 16)}`;
}

function evidenceOf(scenario: ScenarioResult, digestOf: PackOptions['digestOf']) {
  const { file, row, runId, recording, steps, cleanup } = scenario;
  const byPerson = [...steps, ...cleanup].filter((step) => step.byPerson !== undefined).map(({ id }) => id);
  const shared = sharedFiles(scenario);
  return {
    ...digested(file, digestOf),
    ...(row !== undefined && { row }),
    runId,
    ...(shared.length > 0 && { shared: shared.map((one) => digested(one, digestOf)) }),
    ...(recording && { recording: digested(recordingBeside(scenario), digestOf) }),
    ...(byPerson.length > 0 && { byPerson }),
  };
}

/** The recording of a scenario, by their names. */
export function recordingBeside({ file, row }: Pick<ScenarioResult, 'file' | 'row'>): string {
  return file.replace(/\.scenario\.ya?ml$/, row === undefined ? '.recording.json' : `.${row}.recording.json`);
}

/** The files of shared steps that a result refers to, each once. */
export function sharedFiles({ steps, cleanup }: Pick<ScenarioResult, 'steps' | 'cleanup'>): readonly string[] {
  return [...new Set([...steps, ...cleanup].filter(({ at }) => at.calledAt !== undefined).map(({ at }) => at.file))];
}

function digested(file: string, digestOf: PackOptions['digestOf']) {
  const digest = digestOf(file);
  return digest === undefined ? { file } : { file, sha256: digest };
}

function rendered(open: (sink: Sink) => Reporter, result: RunResult): Uint8Array {
  const texts: string[] = [];
  const reporter = open({ write: (text) => void texts.push(text), end: async () => {}, abort: async () => {} });
  for (const event of storedEvents(result)) void reporter.on(event);
  return Buffer.from(texts.join(''));
}
