import { describe, expect, it } from 'vitest';
import {
  blockedScenario,
  differingScenario,
  sampleResult,
  textOf,
} from '../../../test/support/report/sample-result.ts';
import { placeText } from '../../diagnostics/place.ts';
import type { StepResult } from '../../run/result.ts';
import { jsonReporter } from '../json/json-reporter.ts';
import { parseResult } from './parse-result.ts';

const result = sampleResult([differingScenario], { exitCode: 1 });
const text = textOf((sink) => jsonReporter(sink, { version: '0.1.0' }), result);

const problemsOf = (changed: string) => {
  const parsed = parseResult({ path: 'RESULT.json', text: changed });
  if (parsed.ok) return [];
  return parsed.problems.map(({ code, message, at }) => `${at === undefined ? '' : placeText(at)} ${code}: ${message}`);
};

/** Line and column of a text in the result. */
const placeOf = (part: string, inside = text) => {
  const before = inside.slice(0, inside.indexOf(part)).split('\n');
  return `RESULT.json:${before.length}:${(before.at(-1) ?? '').length + 1}`;
};

describe('reading a result', () => {
  it('knows what is not JSON, and where', () => {
    const [problem, ...others] = problemsOf(text.replace('"title"', 'title'));
    expect(problem).toMatch(
      new RegExp(`^${placeOf('title', text.replace('"title"', 'title'))} result-invalid: not valid JSON`),
    );
    expect(others).toEqual([]);
  });

  it('refuses another version at its place', () => {
    expect(problemsOf(text.replace('"version": 2', '"version": 3'))).toEqual([
      'RESULT.json:2:14 result-invalid: this is version 3, and this release reads versions 1 and 2',
    ]);
  });

  it('refuses one in which a secret stands, and does not show it', () => {
    const secret = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;
    for (const [part, changed] of [
      ['"title": "', text.replace('"title": "', `"title": "${secret}`)],
      ['"name": "', text.replace('"name": "', `"name": "${secret}`)],
    ] as const) {
      const [line = '', column] = placeOf(part, changed).split(/:(?=\d+$)/);
      expect(problemsOf(changed)).toEqual([
        `${line}:${Number(column) + part.length} secret-found: this looks like a secret (jwt)`,
      ]);
      expect(JSON.stringify(parseResult({ path: 'RESULT.json', text: changed }))).not.toContain('x9Zx9Z');
    }
  });

  it('reads a live run of version 1, whose times are real', () => {
    const live = sampleResult([blockedScenario, differingScenario], { exitCode: 3 });
    const written = textOf((sink) => jsonReporter(sink, { version: '0.1.0' }), live);
    const first = written
      .replace('"version": 2', '"version": 1')
      .replaceAll(/ *"startedAt": "[^"]+",\n(?= *"durationMs": (?:0|120)\b)/g, '')
      // As version 1 named them.
      .replaceAll('"failed"', '"differs"')
      .replaceAll('"pending"', '"manual-pending"')
      .replaceAll('"leftovers"', '"leftBehind"')
      .replaceAll('"page": {', '"taught": {');
    const parsed = parseResult({ path: 'RESULT.json', text: first });
    const withoutStart = ({ startedAt: _, ...step }: StepResult) => step;
    const scenarios = live.scenarios.map((scenario) => ({
      ...scenario,
      steps: scenario.steps.map(withoutStart),
      cleanup: scenario.cleanup.map(withoutStart),
    }));
    expect(first).toContain('"taught": {');
    expect(parsed).toEqual({ ok: true, value: { ...live, scenarios } });
  });

  it('reads the reason of version 1 for what is left over by its name of today', () => {
    const live = textOf(
      (sink) => jsonReporter(sink, { version: '0.1.0' }),
      sampleResult([blockedScenario], { exitCode: 4 }),
    );
    const first = live.replace('"version": 2', '"version": 1').replaceAll('"missing-license"', '"left-behind"');
    const parsed = parseResult({ path: 'RESULT.json', text: first });
    const outcomes = parsed.ok
      ? parsed.value.scenarios.flatMap(({ steps }) => steps.map(({ outcome }) => outcome))
      : [];
    expect(outcomes).toContainEqual(expect.objectContaining({ kind: 'blocked', reason: 'leftover' }));
  });

  it.each(['recorded', 'sandbox'])(
    'refuses a run against %s of version 1, for its real time is not known',
    (against) => {
      const first = text
        .replace('"version": 2', '"version": 1')
        .replaceAll('"against": "recorded"', `"against": "${against}"`);
      const at = first.slice(0, first.indexOf('"startedAt"', first.indexOf('"summary"'))).split('\n').length;
      expect(problemsOf(first)).toEqual([
        expect.stringMatching(
          new RegExp(`^RESULT.json:${at}:18 result-invalid: in version 1 this is the time of the recording`),
        ),
      ]);
    },
  );

  it('refuses a clock of nothing that has one', () => {
    const changed = text.replace('"of": "recording"', '"of": "live"');
    expect(problemsOf(changed)).toEqual([
      expect.stringMatching(/^RESULT\.json:\d+:\d+ result-invalid: `of` cannot be "live"$/),
    ]);
  });

  it.each(["https://graph.microsoft.us'", 'http://graph.microsoft.us', 'https://a@b', 'https://graph.microsoft.us/x'])(
    'takes no service that is not just a place: %s',
    (service) => {
      const changed = text.replace('"against": "recorded"', `"against": "live", "service": ${JSON.stringify(service)}`);
      expect(problemsOf(changed)).toEqual([expect.stringContaining('result-invalid: `service` cannot be ')]);
    },
  );

  it('names every value that does not fit, at its place', () => {
    const changed = text.replace('"runId": "r4f7k2"', '"runId": 7').replace('"exitCode": 1', '"exitCode": 9');
    const problems = problemsOf(changed);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain(`${placeOf('7,\n', changed)} result-invalid: \`runId\` cannot be \`7\``);
    expect(problems[1]).toContain(`${placeOf('9\n  }\n}', changed)} result-invalid: \`exitCode\` cannot be \`9\``);
  });

  it('names what is missing, at what lacks it', () => {
    const changed = text.replace('"runId": "r4f7k2",', '');
    expect(problemsOf(changed)).toEqual(['RESULT.json:8:5 result-invalid: `runId` is missing']);
  });

  it('refuses a step that differs without a difference', () => {
    const changed = JSON.parse(text) as { scenarios: { steps: { outcome: unknown }[] }[] };
    const step = changed.scenarios[0]?.steps[0];
    if (step !== undefined) step.outcome = { kind: 'failed', differences: [] };
    expect(problemsOf(JSON.stringify(changed))).toHaveLength(1);
  });

  it('refuses what is not an object at all', () => {
    expect(problemsOf('[]')).toHaveLength(1);
    expect(problemsOf('')).toHaveLength(1);
    expect(problemsOf('null')).toHaveLength(1);
  });

  it('ignores a byte order mark and keys of a later release', () => {
    const changed = `\uFEFF${text.replace('"runId"', '"later": {"a": 1},\n      "runId"')}`;
    const parsed = parseResult({ path: 'RESULT.json', text: changed });
    expect(parsed).toEqual({ ok: true, value: result });
  });
});
