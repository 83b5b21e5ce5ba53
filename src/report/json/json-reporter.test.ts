import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evil, hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import {
  blockedScenario,
  differingScenario,
  manualScenario,
  passingScenario,
  sampleResult,
  sampleScenario,
  skippedScenario,
  textOf,
} from '../../../test/support/report/sample-result.ts';
import { createStep, listStep } from '../../../test/support/report/sample-steps.ts';
import type { Json } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { RunResult, ScenarioResult } from '../../run/result.ts';
import { inertJson } from '../result/inert-json.ts';
import { parseResult } from '../result/parse-result.ts';
import { jsonReporter } from './json-reporter.ts';

const jsonOf = (result: RunResult) => textOf((sink) => jsonReporter(sink, { version: '0.1.0' }), result);

const read = (text: string) => {
  const parsed = parseResult({ path: 'RESULT.json', text });
  return parsed.ok ? parsed.value : parsed.problems;
};

const everything = sampleResult(
  [passingScenario, differingScenario, blockedScenario, manualScenario, skippedScenario, hostileScenario],
  { exitCode: 1, leftovers: ['DELETE /beta/groups/1', evil] },
);

/** The same value with the keys of its objects the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}

describe('the JSON reporter', () => {
  it('writes a result that is read back as it was', () => {
    expect(read(jsonOf(everything))).toEqual(everything);
  });

  it('writes the same text whatever order the keys were made in', () => {
    const scenario = { ...differingScenario, steps: [listStep(), ...differingScenario.steps.slice(1)] };
    const other = reversed(scenario) as ScenarioResult;
    expect(jsonOf(sampleResult([other], { exitCode: 0 }))).toBe(jsonOf(sampleResult([scenario], { exitCode: 0 })));
  });

  it('writes each scenario when it ends, and keeps none', () => {
    const lengths: number[] = [];
    const reporter = jsonReporter(
      { write: (text) => void lengths.push(text.length), end: async () => {}, abort: async () => {} },
      { version: '0.1.0' },
    );
    void reporter.on({ kind: 'run-started', against: 'recorded', scenarios: 2, steps: 8, startedAt: '' });
    void reporter.on({ kind: 'scenario-ended', scenario: sampleScenario() });
    expect(lengths).toHaveLength(2);
    void reporter.on({ kind: 'scenario-ended', scenario: sampleScenario() });
    expect(lengths).toHaveLength(3);
    expect(lengths[2]).toBe((lengths[1] ?? 0) + 1);
  });

  it('ends its sink after the last text', async () => {
    const calls: string[] = [];
    const reporter = jsonReporter(
      {
        write: (text) => void calls.push(text.slice(-2)),
        end: async () => void calls.push('end'),
        abort: async () => {},
      },
      { version: '0.1.0' },
    );
    await reporter.on({ kind: 'run-ended', summary: everything.summary });
    expect(calls).toEqual(['}\n', 'end']);
  });

  it('P14 keeps any text and any body, and no character of it drives a terminal or a CI log', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(evil, '##vso[x]', '###[x', '\u2028', '\ud800'),
    );
    const anyBody = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 3 },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.bigInt({ min: 2n ** 53n, max: 2n ** 90n }),
        anyText,
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(anyText, tie('json'), { maxKeys: 3 }),
      ),
    })).json;
    fc.assert(
      fc.property(anyText, anyBody, (title, body) => {
        const exchange = {
          request: { method: 'POST', url: title, headers: {}, body },
          response: { status: 200, headers: {}, text: title },
        } as const;
        const result = sampleResult([sampleScenario({ title, steps: [createStep({ exchange })] })], { exitCode: 0 });
        const text = jsonOf(result);
        expect(read(text)).toEqual(result);
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e]|##[a-z]*\[/i);
      }),
    );
  });
});

describe('inert JSON', () => {
  it('is laid out as JSON.stringify does', () => {
    const value = { a: [], b: {}, c: [1, { d: 'x' }, [null, true]], e: -0.5, f: '"\\\n' };
    expect(inertJson(value)).toBe(JSON.stringify(value, null, 2));
  });

  it('leaves absent properties out and writes large integers exactly', () => {
    expect(inertJson({ a: undefined, b: 9007199254740993n })).toBe('{\n  "b": 9007199254740993\n}');
  });

  it('keeps a property named __proto__', () => {
    const value = parseJson('{"__proto__": {"a": 1}}');
    expect(value.ok && inertJson(value.value)).toBe('{\n  "__proto__": {\n    "a": 1\n  }\n}');
  });
});
