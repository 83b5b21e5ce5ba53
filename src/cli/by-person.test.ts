import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { capturedStreams } from '../../test/support/cli/captured-streams.ts';
import { sampleResult, sampleScenario } from '../../test/support/report/sample-result.ts';
import { attestStep, createStep } from '../../test/support/report/sample-steps.ts';
import { dispatch } from './dispatch.ts';

const folder = mkdtempSync(join(tmpdir(), 'by-person-'));
afterAll(() => rmSync(folder, { recursive: true }));

const textOf = (result: object) =>
  JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? Number(value) : value));

/** A result in which a person says that a step passed, or in which no one says anything. */
function resultFile(byPerson?: { readonly word: 'done'; readonly note: string }): string {
  const attest = attestStep({ attempts: 1, outcome: { kind: 'passed' }, ...(byPerson && { byPerson }) });
  const scenario = sampleScenario({ outcome: 'passed', steps: [createStep(), attest], cleanup: [] });
  const path = join(folder, `result-${byPerson === undefined ? 'plain' : 'person'}.json`);
  const counted = byPerson === undefined ? {} : { byPerson: 1 };
  writeFileSync(path, textOf(sampleResult([scenario], { exitCode: 0, ...counted })));
  return path;
}

async function rendered(result: string, reporter: string): Promise<string> {
  const target = join(folder, reporter);
  const { streams, out, err } = capturedStreams();
  const isTerminal = reporter === 'terminal';
  const code = await dispatch(['report', result, '-r', isTerminal ? reporter : `${reporter}=${target}`], streams);
  expect([code, err()]).toEqual([0, '']);
  if (isTerminal) return out();
  if (reporter !== 'allure') return readFileSync(target, 'utf8');
  const texts = readdirSync(target).map((name) => readFileSync(join(target, name), 'utf8'));
  rmSync(target, { recursive: true });
  return texts.join('\n');
}

const said = { word: 'done', note: 'the page was in German' } as const;

test.each([
  ['terminal', /1 reported by a person/],
  ['html', /1 reported by a person/],
  ['markdown', /1 reported by a person/],
  ['junit', /reported by a person: done: the page was in German/],
  ['allure', /"name": ?"reported by a person",\s*"value": ?"done: the page was in German"/],
  ['json', /"byPerson": ?\{\s*"word": ?"done",\s*"note": ?"the page was in German"/],
])('%s keeps what a person said apart from what a service proved', async (reporter, expected) => {
  const text = await rendered(resultFile(said), reporter);
  expect(text).toMatch(expected);
  if (reporter !== 'markdown') expect(text).toContain('the page was in German');
  expect(await rendered(resultFile(), reporter)).not.toMatch(/person’s word|byPerson/);
});

test('an evidence pack names the steps that depend on a person’s word in its manifest', async () => {
  const { streams } = capturedStreams();
  const pack = (name: string) => join(folder, name);
  await dispatch(['report', resultFile(said), '--pack', pack('said.zip')], streams);
  await dispatch(['report', resultFile(), '--pack', pack('plain.zip')], streams);
  expect(readFileSync(pack('said.zip'), 'latin1')).toMatch(/"byPerson": \[\s*"attest"/);
  expect(readFileSync(pack('plain.zip'), 'latin1')).not.toContain('byPerson');
  expect(await dispatch(['report', '--verify', pack('said.zip')], capturedStreams().streams)).toBe(0);
});
