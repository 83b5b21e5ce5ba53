/**
 * The history room: data of runs, to find when a failure began. Each run is a file, so that histories of several
 * machines are merged by copying files. It can be committed: a tenant is its name in the tenants file, a step its
 * scenario and id; no id, pseudonym, url or text of a service is in it. This file: the form of a run.
 */
import * as z from 'zod/mini';
import type { Against, OutcomeKind, ScenarioOutcome } from '../../run/result.ts';

/** The size of the line of a scenario, in bytes. */
export const mostEntryBytes = 2048;

const text = z.string().check(z.maxLength(300));
const word = z.string().check(z.regex(/^[A-Za-z0-9._-]{1,64}$/));
const digest = z.string().check(z.regex(/^[0-9a-f]{16}$/));
const ms = z.number().check(z.gte(0));
export const scenarioOutcome = z.enum([
  'passed',
  'failed',
  'blocked',
  'skipped',
  'pending',
] as const satisfies OutcomeKind[]);

/** `lagMs`: after how long the service showed a write of the run; `code`: of the worst difference, or the reason. */
const step = z.object({
  id: text,
  outcome: scenarioOutcome,
  ms,
  lagMs: z.exactOptional(ms),
  code: z.exactOptional(word),
});

const entry = z.object({
  tenant: z.exactOptional(word),
  file: text,
  row: z.exactOptional(text),
  outcome: scenarioOutcome,
  ms,
  /** The digests of the scenario file, and of the page blocks that its steps were written from. */
  scenario: digest,
  page: z.exactOptional(digest),
  /** Headers in which the service states its version. */
  service: z.exactOptional(text),
  steps: z.readonly(z.array(step)),
  /** Steps that passed and had no room here. */
  more: z.exactOptional(z.int().check(z.gte(0))),
});

export const historySchema = z.object({
  version: z.literal(1),
  startedAt: z.iso.datetime(),
  tool: text,
  against: z.enum(['recorded', 'sandbox', 'live'] as const satisfies Against[]),
  /** Tenants in which nothing could be run, and why: a code of problems. */
  untested: z.exactOptional(z.readonly(z.array(z.object({ tenant: word, code: word })))),
  entries: z.readonly(z.array(entry)),
});

export type HistoryRun = z.infer<typeof historySchema>;
export type HistoryEntry = HistoryRun['entries'][number];
export type HistoryStep = HistoryEntry['steps'][number];

/** The key of the entries of one scenario in one tenant. */
export function historyKey({ tenant = '', file, row = '' }: Pick<HistoryEntry, 'tenant' | 'file' | 'row'>): string {
  return `${tenant}\0${file}\0${row}`;
}

/** An outcome that is not a success. */
export function isBad(outcome: ScenarioOutcome): boolean {
  return outcome === 'failed' || outcome === 'blocked' || outcome === 'pending';
}

/** One line for each scenario, so that people can read a diff of two files. */
export function printHistory({ entries, ...head }: HistoryRun): string {
  const lines = entries.map((one) => JSON.stringify(one)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"entries":[\n${lines}\n]}\n`;
}
