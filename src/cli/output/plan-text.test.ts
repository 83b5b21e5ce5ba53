import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sampleRun } from '../../../test/support/run/sample-plan.ts';
import { parseScenario } from '../../format/scenario/parse-scenario.ts';
import { makePlan } from '../../run/plan/make-plan.ts';
import { planText } from './plan-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'plan-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a dry run shows files by what they are, text as text, and links without credentials', () => {
  writeFileSync(join(folder, 'a.png'), Buffer.from([0x89, 0xff]));
  const text = `
version: 2
title: Files
actors: { me: {} }
steps:
  - id: put
    request: { method: PUT, url: /v1.0/a, body: { file: a.png } }
    response: { status: 200 }
    capture: { link: $.link }
  - id: text
    request: { method: POST, url: /v1.0/b, body: { text: "one \\"two\\"" } }
    response: { status: 200 }
  - id: get
    request: { method: GET, url: "\${link}", credentials: none }
    response: { status: 200, type: text/csv, size: 3, csv: { columns: [a], rows: 1 } }
`;
  const parsed = parseScenario({ path: join(folder, 'a.scenario.yaml'), text });
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const sources = { given: new Map(), environment: {} };
  const plan = makePlan(parsed.value, { against: 'sandbox', run: sampleRun, sources });
  if (!plan.ok) throw new Error(plan.problems[0]?.message);
  const shown = planText(plan.value);
  expect(shown).toMatch(/PUT \/v1\.0\/a\n +image\/png, 2 bytes, sha256 [0-9a-f]{64}\n/);
  expect(shown).toMatch(/POST \/v1\.0\/b\n +one "two"\n/);
  expect(shown).toMatch(/GET \$\{link\}\n +without credentials, on whatever host\n +expects +200, type, csv, size\n/);
});
