/** The ledger room: objects that were created and are not yet known to be gone. This file: the lines of a run's file. */
import * as z from 'zod/mini';
import type { DocumentForm } from '../../format/document/read-document.ts';

const text = z.string();
/** RFC 3339. */
const time = z.string().check(z.refine((written) => !Number.isNaN(Date.parse(written))));
const actor = z.object({
  name: text,
  context: z.enum(['delegated', 'application']),
  permissions: z.readonly(z.array(text)),
});

/** Such an id can name a file, and no file elsewhere. */
export const runName = /^[A-Za-z0-9_-]{1,64}$/;
const ledgerVersion = 1;

const run = z.object({
  kind: z.literal('run'),
  version: z.literal(ledgerVersion),
  /** Also the name of its file. */
  run: z.string().check(z.regex(runName)),
  /** The tenant's id: objects that were created there are looked for in no other tenant. */
  tenant: text,
  /** Scheme, host and port of the service. */
  origin: text,
  scenario: text,
  startedAt: time,
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
  dated: z.exactOptional(z.literal(true)),
});

/** The schema of each line. */
export const ledgerSchema = z.discriminatedUnion('kind', [
  run,
  intent,
  z.object({ kind: z.literal('created'), id: z.int(), delete: text }),
  z.object({ kind: z.literal('not-created'), id: z.int() }),
  /** It existed before the run, which is proved. */
  z.object({ kind: z.literal('existed'), id: z.int(), why: text, delete: z.exactOptional(text) }),
  /** Closed on a person's word. */
  z.object({ kind: z.literal('forgotten'), id: z.int(), who: text, why: text, at: time }),
  z.object({ kind: z.literal('deleted'), id: z.int(), until: z.exactOptional(time) }),
  z.object({ kind: z.literal('purged'), id: z.int() }),
  z.object({ kind: z.literal('closed') }),
  /** Suspended at this step; the digest is that of the state beside the ledger. */
  z.object({ kind: z.literal('waiting'), step: text, sha256: text }),
  z.object({ kind: z.literal('resumed') }),
]);

/** The first line of a file: which run it is, and where. */
export type RunRecord = z.infer<typeof run>;
export type LedgerRecord = z.infer<typeof ledgerSchema>;

/** How each line is read. */
export const recordForm: DocumentForm<LedgerRecord> = {
  schema: ledgerSchema,
  version: ledgerVersion,
  code: 'leftovers',
  fix: 'look for what the run created, delete it, then remove the file',
  otherVersionFix: 'clean up with the release that wrote it',
};

export function printRecord(record: LedgerRecord): string {
  return `${JSON.stringify(record)}\n`;
}
