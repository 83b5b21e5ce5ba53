import * as z from 'zod/mini';
import { evidenceSources } from '../../run/evidence-source.ts';

/** The source of a sandbox response, in a result. */
export const evidenceSource = z.enum(evidenceSources).check(z.describe('How the sandbox made its response.'));

export const evidenceCounts = z
  .partialRecord(z.enum(evidenceSources), z.int().check(z.gte(0), z.describe('How many steps.')))
  .check(z.describe('How many of them passed on which kind of response of the sandbox.'));

const date = (description: string) => z.string().check(z.describe(description));

export const replayedRecording = z
  .object({
    source: z.enum(['documentation', 'sandbox', 'live']),
    date: z.string(),
    expires: z.exactOptional(date('The last day on which it counts as evidence: an RFC 3339 date.')),
    expired: z.exactOptional(z.boolean().check(z.describe('Whether that day was over; absent where it was not.'))),
  })
  .check(z.describe('Where the recording comes from, and its date.'));
