import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestResult, TestResultContainer } from 'allure-js-commons';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { evil, hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import {
  blockedScenario,
  differingScenario,
  manualScenario,
  passingScenario,
  sampleResult,
  sampleScenario,
  skippedScenario,
} from '../../../test/support/report/sample-result.ts';
import { createStep, exchanged, postGroup } from '../../../test/support/report/sample-steps.ts';
import { binaryOf } from '../../http/payload.ts';
import { SecretIndex } from '../../redaction/scan/secret-index.ts';
import type { RunResult, ScenarioResult } from '../../run/result.ts';
import { storedEvents } from '../result/stored-events.ts';
import { openReporters } from '../write-reports.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'tutorial-replay-allure-')), 'results');
});
afterEach(() => rmSync(resolve(folder, '..'), { recursive: true }));

type Change = { readonly secret?: string; readonly inputs?: { readonly [name: string]: string } };

/** Writes a result, and gives the problems there were. */
async function write(result: RunResult, { secret, inputs }: Change = {}) {
  let count = 0;
  const opened = await openReporters([{ name: 'allure', file: folder }], {
    stdout: { write: () => {}, isTTY: false },
    color: false,
    verbose: false,
    random: () => String(count++),
    version: '0.1.0',
    secrets: () => new SecretIndex(secret === undefined ? [] : [{ name: 'a token', value: secret }]),
  });
  if (!opened.ok) return opened.problems;
  for (const event of storedEvents(result)) {
    opened.value.on(event.kind === 'scenario-started' && inputs !== undefined ? { ...event, inputs } : event);
  }
  return opened.value.close();
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const named = (ending: string) => readdirSync(folder).filter((name) => name.endsWith(ending));
const tests = () => named('-result.json').map((name): TestResult => JSON.parse(read(name)));
const containers = () => named('-container.json').map((name): TestResultContainer => JSON.parse(read(name)));
const oneTest = () => {
  const [one, ...more] = tests().filter(({ name }) => name !== 'Nothing is left over');
  if (one === undefined || more.length > 0) throw new Error(`${more.length} more results than one`);
  return one;
};
const everything = sampleResult(
  [passingScenario, differingScenario, blockedScenario, manualScenario, skippedScenario].map((one, at) => ({
    ...one,
    file: `scenarios/groups/${at}.scenario.yaml`,
  })),
  { exitCode: 1 },
);

describe('a scenario', () => {
  test('is a test with its steps, its values, and its cleanup as the tear down', async () => {
    expect(await write(sampleResult([passingScenario], { exitCode: 0 }), { inputs: { owner: 'Alex' } })).toEqual([]);
    const one = oneTest();
    expect(one).toMatchObject({ name: 'Create a security group and read it back', status: 'passed' });
    expect(one.steps.map(({ name, status }) => [name, status])).toEqual(
      passingScenario.steps.map(({ id, title }) => [`${id}: ${title}`, 'passed']),
    );
    expect(one.parameters).toEqual([
      { name: 'against', value: 'recorded' },
      { name: 'recording', value: 'documentation, 2026-11-22', excluded: true },
      { name: 'run', value: 'r4f7k2', excluded: true },
      { name: 'input owner', value: 'Alex', excluded: true },
      { name: "recording's clock", value: '2026-11-22 08:30:00 UTC, 10 s', excluded: true },
    ]);
    const [start, stop] = [Date.parse(passingScenario.startedAt), Date.parse(passingScenario.startedAt) + 480];
    expect(one).toMatchObject({ start, stop });
    expect(one.steps.map((step) => [step.start, step.stop])).toEqual(one.steps.map(() => [start, start + 120]));
    expect(one.steps[1]?.parameters).toContainEqual({
      name: 'attempts',
      value: "3, in 0.12 s (recording's clock: 10 s)",
      excluded: true,
    });
    expect(one.steps[1]?.parameters).toContainEqual({
      name: "recording's clock",
      value: '2026-11-22 08:30:00 UTC, 10 s',
      excluded: true,
    });
    expect(containers()).toMatchObject([{ children: [one.uuid], afters: [{ status: 'passed' }] }]);
    expect(one.links).toEqual([{ name: 'the page', url: 'https://learn.example/graph/groups', type: 'link' }]);
  });

  test('has a status by the outcomes of its steps', async () => {
    await write(everything);
    const byFile = Object.fromEntries(tests().map(({ fullName = '', status }) => [fullName.at(-15), status]));
    expect(byFile).toEqual({ 0: 'passed', 1: 'failed', 2: 'broken', 3: 'skipped', 4: 'skipped' });
  });

  test('shows the difference of its worst step, in one sentence and in full, with both values', async () => {
    await write(sampleResult([differingScenario], { exitCode: 1 }));
    const { statusDetails, steps } = oneTest();
    expect(statusDetails.message).toBe('status: expected 201, got 200 (and 5 more differences)');
    expect(statusDetails.trace).toContain('differences, worst first');
    // Allure shows both as one only where they are the same.
    expect(steps[0]?.statusDetails).toEqual(statusDetails);
    expect(statusDetails).toMatchObject({ expected: '201', actual: '200' });
    expect(steps[1]?.statusDetails).not.toHaveProperty('actual');
  });

  test('has request, response and differences of each step beside it, and names no file that is not there', async () => {
    await write(everything);
    const sources = [...tests().flatMap(({ steps }) => steps), ...containers().flatMap(({ afters }) => afters)]
      .flatMap(({ attachments }) => attachments)
      .map(({ source }) => source);
    expect(named('-attachment.txt')).toEqual(sources.toSorted());
    const [request = ''] = sources.filter((name) => name.endsWith('-steps-1-request-attachment.txt'));
    expect(read(request)).toMatch(/^POST \/beta\/groups\n[\s\S]*\n\n\{\n/);
    const differing = sources.filter((name) => name.endsWith('-differences-attachment.txt'));
    expect(differing).toHaveLength(2);
    expect(read(sources.find((name) => name.includes('-response-')) ?? '')).toMatch(/^20\d [A-Z]/);
  });

  test('has a picture beside it as a picture, and nothing else as one', async () => {
    const pixel = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00]);
    const received = (type: string, content: Buffer) => {
      const response = { status: 200, headers: { 'content-type': type }, text: '', bytes: binaryOf(content) };
      return createStep({ exchange: { ...exchanged(postGroup, 200, ''), response } });
    };
    const steps = [
      received('image/png', pixel),
      received('image/svg+xml', Buffer.from('<svg/>')),
      received('image/jpeg', Buffer.alloc(513 * 1024)),
    ].map((step, index) => ({ ...step, number: index + 1, of: 3 }));
    await write(sampleResult([sampleScenario({ steps })], { exitCode: 0 }));
    const attached = oneTest().steps.map(({ attachments }) => attachments.map(({ name, type }) => `${name}: ${type}`));
    expect(attached[0]).toEqual(['request: text/plain', 'response: text/plain', 'response picture: image/png']);
    expect(attached.slice(1).flat().join()).not.toContain('picture');
    const [source = ''] = named('-response-picture-attachment.png');
    expect(readFileSync(join(folder, source))).toEqual(pixel);
  });

  test('is labeled by its folder, its page and its tags', async () => {
    const tags = ['owner.alex', 'severity.critical', 'groups'];
    await write(sampleResult([sampleScenario({ tags })], { exitCode: 0 }));
    expect(oneTest().labels.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'framework=tutorial-replay',
      'parentSuite=recorded',
      'suite=scenarios/groups',
      'feature=groups',
      'story=groups',
      'owner=alex',
      'severity=critical',
      'tag=groups',
    ]);
  });
});

describe('the history of a scenario', () => {
  const idsOf = async (change: Partial<ScenarioResult>) => {
    rmSync(folder, { recursive: true, force: true });
    await write(sampleResult([sampleScenario(change)], { exitCode: 0 }));
    const { historyId, testCaseId } = oneTest();
    return { historyId, testCaseId };
  };

  test('survives other titles, tags, steps, runs and ways to name the file', async () => {
    const ids = await idsOf({});
    expect(await idsOf({ title: 'Renamed', tags: [], steps: [], runId: 'r2', outcome: 'skipped' })).toEqual(ids);
    expect(await idsOf({ file: resolve(sampleScenario().file) })).toEqual(ids);
    expect(await idsOf({ file: `./${sampleScenario().file}` })).toEqual(ids);
  });

  test('is another one where another thing answers, and of the same test', async () => {
    const [recorded, live] = [await idsOf({}), await idsOf({ against: 'sandbox' })];
    expect(live.historyId).not.toBe(recorded.historyId);
    expect(live.testCaseId).toBe(recorded.testCaseId);
    expect((await idsOf({ file: 'scenarios/other.scenario.yaml' })).testCaseId).not.toBe(recorded.testCaseId);
  });
});

describe('the folder', () => {
  test('P16 gets the same bytes for the same result', async () => {
    const written = async () => {
      await write(everything);
      return Object.fromEntries(readdirSync(folder).map((name) => [name, read(name)]));
    };
    const first = await written();
    rmSync(folder, { recursive: true });
    expect(await written()).toEqual(first);
  });

  test('keeps what others wrote; a scenario that runs again replaces its result', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'other-result.json'), '{}');
    await write(sampleResult([differingScenario], { exitCode: 1 }));
    await write(sampleResult([passingScenario], { exitCode: 0 }));
    expect(read('other-result.json')).toBe('{}');
    rmSync(join(folder, 'other-result.json'));
    expect(oneTest().status).toBe('passed');
  });

  test('has both of a scenario that two runs ran', async () => {
    await write(sampleResult([passingScenario, differingScenario], { exitCode: 1 }));
    expect(
      tests()
        .map(({ status }) => status)
        .toSorted(),
    ).toEqual(['failed', 'passed']);
    expect(new Set(tests().map(({ historyId }) => historyId)).size).toBe(1);
  });

  test('reports what a run left over, and takes it back when the next one left nothing', async () => {
    const [scenario] = [sampleScenario({ against: 'live' })];
    await write(sampleResult([scenario], { exitCode: 4, leftovers: ['DELETE /beta/groups/1'] }));
    const left = () => tests().find(({ name }) => name === 'Nothing is left over');
    expect(left()).toMatchObject({ status: 'broken', statusDetails: { trace: 'DELETE /beta/groups/1' } });
    await write(sampleResult([scenario], { exitCode: 0 }));
    expect(left()).toMatchObject({ status: 'passed' });
  });

  test('gets no result of a scenario in which a secret is found', async () => {
    const title = 'a title that no one may see';
    const hidden = sampleScenario({ title, file: 'scenarios/hidden.scenario.yaml' });
    const problems = await write(sampleResult([hidden, passingScenario], { exitCode: 0 }), { secret: title });
    expect(problems.map(({ code }) => code)).toEqual(['secret-found']);
    expect(oneTest().name).toBe(passingScenario.title);
  });

  test('gets no result whose attachment could not be written', async () => {
    const [create] = passingScenario.steps;
    const exchange = create?.exchange;
    if (create === undefined || exchange === undefined) throw new Error('the sample has no exchange');
    const response = { ...exchange.response, text: '{"note": "only in the response"}' };
    const leaking = sampleScenario({ steps: [{ ...create, exchange: { ...exchange, response } }] });
    await write(sampleResult([leaking], { exitCode: 0 }), { secret: 'only in the response' });
    expect(tests()).toEqual([]);
    expect(named('-container.json')).toEqual([]);
  });

  test('that is a file is refused before anything is sent', async () => {
    writeFileSync(folder, 'a file');
    expect(await write(everything)).toMatchObject([{ code: 'file-unreadable', message: 'this is not a folder' }]);
  });
});

describe('P14 data from outside', () => {
  test('drives nothing, links nothing and names no file', async () => {
    await write(sampleResult([hostileScenario], { exitCode: 1 }));
    for (const name of readdirSync(folder)) {
      expect(name).toMatch(/^[0-9a-f]{32}-[a-z0-9-]+\.(?:json|txt)$|^categories\.json$/);
      expect(read(name)).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|^\s*(?:::|##)/m,
      );
    }
    expect(oneTest().links).toEqual([]);
    expect(JSON.stringify(oneTest())).not.toContain(JSON.stringify(evil).slice(1, -1));
  });
});
