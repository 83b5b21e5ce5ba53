import { expect, test } from 'vitest';
import { readDocument } from '../../format/document/read-document.ts';
import { type LedgerRecord, printRecord, recordForm } from './ledger-record.ts';

const intent = {
  kind: 'intent',
  id: 1,
  step: 'create',
  actor: 'admin',
  method: 'POST',
  url: '/v1.0/groups',
  delete: '/v1.0/groups/${groupId}',
  captures: { groupId: '$.id' },
} as const;
const at = '2026-11-20T08:00:00Z';
const run = {
  kind: 'run',
  version: 1,
  run: 'r4n1d',
  tenant: 'a',
  origin: 'https://graph.microsoft.com',
  scenario: 'a.scenario.yaml',
  startedAt: at,
  actors: [],
} as const;

const lineOf = (text: string) => readDocument({ path: 'r4n1d.jsonl', text }, recordForm);

const records: readonly LedgerRecord[] = [
  run,
  ...(['POST', 'PUT', 'PATCH', 'GET', 'HEAD', 'DELETE'] as const).map((method) => ({ ...intent, method })),
  { ...intent, find: '/v1.0/groups?$filter=a', mark: { text: 'r4n1d', properties: ['mailNickname'] } },
  { ...intent, dated: true },
  { kind: 'created', id: 1, delete: '/v1.0/groups/1' },
  { kind: 'not-created', id: 1 },
  { kind: 'existed', id: 1, why: 'older than the run' },
  { kind: 'existed', id: 1, why: 'older than the run', delete: '/v1.0/groups/1' },
  { kind: 'forgotten', id: 1, who: 'me', why: 'it is mine', at },
  { kind: 'deleted', id: 1 },
  { kind: 'deleted', id: 1, until: at },
  { kind: 'purged', id: 1 },
  { kind: 'closed' },
  { kind: 'waiting', step: 'attest', sha256: 'ab' },
  { kind: 'resumed' },
];

test.each(records.map((record) => [JSON.stringify(record), record] as const))('%s is read as written', (_, record) => {
  expect(lineOf(printRecord(record).trimEnd())).toEqual({ ok: true, value: record });
});

test.each(records.flatMap((record) => Object.keys(record).map((name) => [record.kind, name, record] as const)))(
  'a record `%s` with another kind of value under `%s` is none',
  (_, name, record) => {
    expect(lineOf(JSON.stringify({ ...record, [name]: [[]] })).ok).toBe(false);
  },
);
