/** The ledger room: what was created and is not yet known to be gone. This file: the lines of a run's file. */
import * as z from 'zod/mini';

const text = z.string();
const actor = z.object({
  name: text,
  context: z.enum(['delegated', 'application']),
  permissions: z.readonly(z.array(text)),
});

const run = z.object({
  kind: z.literal('run'),
  version: z.literal(1),
  run: text,
  /** The tenant's id: what was created there is looked for nowhere else. */
  tenant: text,
  /** Scheme, host and port of the service. */
  origin: text,
  scenario: text,
  /** RFC 3339. */
  startedAt: text,
  actors: z.readonly(z.array(actor)),
});

const intent = z.object({
  kind: z.literal('intent'),
  id: z.int(),
  step: text,
  actor: text,
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'HEAD', 'DELETE']),
  url: text,
  delete: text,
  captures: z.record(text, text),
  find: z.exactOptional(text),
  mark: z.exactOptional(z.object({ text, properties: z.readonly(z.array(text)) })),
});

const line = z.discriminatedUnion('kind', [
  run,
  intent,
  z.object({ kind: z.literal('created'), id: z.int(), delete: text }),
  z.object({ kind: z.literal('not-created'), id: z.int() }),
  z.object({ kind: z.literal('deleted'), id: z.int(), until: z.exactOptional(text) }),
  z.object({ kind: z.literal('purged'), id: z.int() }),
  z.object({ kind: z.literal('closed') }),
  /** Left for a person to take up with this step; the digest is that of the state beside the ledger. */
  z.object({ kind: z.literal('waiting'), step: text, sha256: text }),
  z.object({ kind: z.literal('resumed') }),
]);

/** The first line of a file: which run it is, and where. */
export type RunRecord = z.infer<typeof run>;
export type LedgerRecord = z.infer<typeof line>;

/** One line of a ledger; `undefined` where it is none. */
export function parseRecord(written: string): LedgerRecord | undefined {
  try {
    const parsed = z.safeParse(line, JSON.parse(written));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

export function printRecord(record: LedgerRecord): string {
  return `${JSON.stringify(record)}\n`;
}
