/**
 * The state of a suspended run, stored beside its ledger, that another process needs to resume it. It contains no
 * secrets.
 */

import * as z from 'zod/mini';
import type { Result } from '../diagnostics/problem.ts';
import { readDocument } from '../format/document/read-document.ts';
import type { Value } from '../format/template/values.ts';
import { stepSchema } from '../report/result/result-schema.ts';

const text = z.string();
const texts = z.readonly(z.array(text));
const value = z.custom<Value>();

/** The state of a suspended run, version 1. */
export const runStateSchema = z.object({
  version: z.literal(1),
  run: z.object({ id: text, now: text }),
  scenario: z.object({
    /** As the run was given it, and from the root. */
    file: text,
    path: text,
    sha256: text,
    /** The data row. */
    row: z.exactOptional(text),
  }),
  selection: z.object({ only: texts, from: z.exactOptional(text), to: z.exactOptional(text) }),
  strict: z.boolean(),
  bail: z.boolean(),
  /** Labels of steps that were allowed. */
  allowed: texts,
  budget: z.object({ stepMs: z.exactOptional(z.number()), runMs: z.exactOptional(z.number()) }),
  /** Of the run's budget, in milliseconds. */
  spentMs: z.number(),
  inputs: z.record(text, text),
  step: text,
  startedMs: z.number(),
  elapsedMs: z.number(),
  captured: z.record(text, value),
  marks: texts,
  results: z.readonly(z.array(stepSchema)),
});

export type RunState = z.infer<typeof runStateSchema>;

/** Options of the run that are not in its plan. */
export type Chosen = Pick<RunState, 'selection' | 'strict' | 'bail' | 'allowed' | 'budget'>;

/** Problems: `run-state`, also where another release wrote it. */
export function parseState(written: string): Result<RunState> {
  const form = { schema: runStateSchema, version: 1, code: 'run-state', fix: 'delete what the run created' } as const;
  return readDocument({ path: 'state.json', text: written }, form);
}
