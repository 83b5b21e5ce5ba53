import * as z from 'zod/mini';

const digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const file = z.strictObject({
  /** As the run was given it. */
  file: z.string(),
  /** Absent where the file was not there when the pack was made. */
  sha256: z.exactOptional(digest),
});

/**
 * The schema of `manifest.json`, version 1: the contents and the source of an evidence pack. Digests are SHA-256 in
 * hex.
 */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  /** The release that ran the scenarios, and the one that made the pack. */
  tool: z.strictObject({ name: z.literal('tutorial-replay'), ran: z.string(), packed: z.string() }),
  against: z.enum(['recorded', 'sandbox', 'live']),
  /** RFC 3339: when the run really began. */
  startedAt: z.string(),
  /** By the clock of the backend, where that is not the real one. */
  clock: z.exactOptional(
    z.strictObject({ of: z.enum(['recording', 'sandbox']), startedAt: z.string(), durationMs: z.number() }),
  ),
  exitCode: z.int(),
  /** Everyone who knows the tenant's id can compute it; absent if the id was not given. */
  tenant: z.exactOptional(z.string().check(z.regex(/^tenant-[0-9a-f]{16}$/))),
  scenarios: z.array(
    z.strictObject({
      ...file.shape,
      /** The data row, where the scenario has some. */
      row: z.exactOptional(z.string()),
      runId: z.string(),
      /** Files of shared steps that it refers to. */
      shared: z.exactOptional(z.array(file)),
      recording: z.exactOptional(file),
      /** The ids of steps whose outcome a person reported, without proof by a response; absent if there are none. */
      byPerson: z.exactOptional(z.array(z.string())),
    }),
  ),
  /** The other files of the pack. */
  members: z.array(z.strictObject({ name: z.string(), bytes: z.int(), sha256: digest })),
});

export type Manifest = z.infer<typeof manifestSchema>;
