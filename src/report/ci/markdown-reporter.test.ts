import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { evil, hostileScenario } from '../../../test/support/report/sample-hostile.ts';
import {
  differingScenario,
  passingScenario,
  sampleResult,
  textOf,
} from '../../../test/support/report/sample-result.ts';
import { createStep, sampleAt } from '../../../test/support/report/sample-steps.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { RunResult, ScenarioResult } from '../../run/result.ts';
import { codeBlock, inlineCode } from '../wording/markdown-text.ts';
import { markdownReporter } from './markdown-reporter.ts';
import { summaryPage } from './summary-page.ts';

const markdownOf = (result: RunResult) => textOf(markdownReporter, result);

const nodes = (node: Nodes): readonly Nodes[] => [
  node,
  ...('children' in node ? node.children.flatMap((child) => nodes(child)) : []),
];

const nasty = [evil, '`', '``` ', '|', '\\|', '\\', '@octocat', '#1', 'https://evil.example', 'www.evil.example'];
const parts = [...nasty, 'a@b.example', '<img src=x>', '[x](y)', '![x](y)', '</details>', '~~~', '\n', '*', '_', ' '];
const hostileText = fc.array(fc.constantFrom(...parts), { maxLength: 6 }).map((some) => some.join(''));

function hostileResult(data: string): RunResult {
  const at = { ...sampleAt('201'), file: data, excerpt: [data, data] };
  const difference: Difference = { code: 'value', path: data, message: data, expected: data, actual: data, at };
  const [first, block, prompt] = hostileScenario.steps;
  if (first === undefined || block === undefined || prompt === undefined) throw new Error('changed');
  const scenario: ScenarioResult = {
    ...hostileScenario,
    file: data,
    title: data,
    steps: [
      { ...first, id: data, actor: data, outcome: { kind: 'failed', differences: [difference] } },
      { ...block, id: data, outcome: { kind: 'blocked', reason: 'network', message: data, fix: data } },
      { ...prompt, outcome: { kind: 'pending', prompt: data } },
    ],
  };
  return sampleResult([scenario], { exitCode: 4, leftovers: [data] });
}

describe('P14 data in Markdown', () => {
  it('is code and nothing else: no link, no mention, no HTML, no emphasis', () => {
    fc.assert(
      fc.property(hostileText, (data) => {
        const all = nodes(fromMarkdown(markdownOf(hostileResult(data))));
        const kinds = new Set(all.map(({ type }) => type));
        const known = ['root', 'heading', 'paragraph', 'text', 'inlineCode', 'code', 'html', 'list', 'listItem'];
        expect([...kinds].filter((kind) => !known.includes(kind))).toEqual([]);
        const html = all.flatMap((node) => (node.type === 'html' ? node.value.split('\n') : []));
        for (const line of html) {
          expect(line).toMatch(
            /^<details><summary>. <code>(?:[^<>&]|&(?:lt|gt|amp);)*<\/code><\/summary>$|^<\/details>$/u,
          );
        }
        // Outside code there are our own words alone; a mention, a number of an issue or an address needs one of these.
        const text = all.flatMap((node) => (node.type === 'text' ? [node.value] : [])).join('\n');
        expect(text).not.toMatch(/@|#|:\/\/|www\.|</);
      }),
    );
  });

  it('does not end the cell of a table', () => {
    fc.assert(
      fc.property(hostileText, (data) => {
        const rows = markdownOf(hostileResult(data))
          .split('\n')
          .filter((line) => /^\| [✗!?] /u.test(line));
        expect(rows).toHaveLength(3);
        // As the reader of tables does: a backslash and what follows are one.
        for (const row of rows) expect(row.replace(/\\[\s\S]/g, '').match(/\|/g)).toHaveLength(5);
      }),
    );
  });

  it('comes back from inline code and from a block as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('`', 'a', ' ', '\\', '*', '<') });
    fc.assert(
      fc.property(text, (data) => {
        const [inline] = nodes(fromMarkdown(`x ${inlineCode(data)} x`)).filter(({ type }) => type === 'inlineCode');
        expect(inline).toMatchObject(data.trim() === '' ? {} : { value: data });
        const [block] = nodes(fromMarkdown(codeBlock([data, `${data}x`]).join('\n'))).filter(
          ({ type }) => type === 'code',
        );
        expect(block).toMatchObject({ value: `${data}\n${data}x` });
      }),
      { examples: [['```'], ['`````']] },
    );
  });
});

describe('the limit', () => {
  const many = (count: number): ScenarioResult => ({
    ...differingScenario,
    steps: Array.from({ length: count }, (_, at) =>
      createStep({
        id: `step-${at}`,
        title: '漢'.repeat(200),
        outcome: {
          kind: 'failed',
          differences: [{ code: 'value', path: '$', message: '字'.repeat(500), at: sampleAt('201') }],
        },
      }),
    ),
  });

  it('of a comment is kept, and omitted parts are counted', () => {
    const text = markdownOf(sampleResult([many(500)], { exitCode: 1, leftovers: Array(50).fill('長'.repeat(900)) }));
    expect(Buffer.byteLength(`<!-- tutorial-replay -->\n${text}`)).toBeLessThanOrEqual(65_536);
    expect(text.length).toBeGreaterThan(30_000);
    const rows = text.match(/^\| ✗/gm)?.length ?? 0;
    const details = text.match(/^<details>/gm)?.length ?? 0;
    expect(text.match(/^<\/details>/gm)).toHaveLength(details);
    expect(text).toContain(`\n${500 - rows} more steps to look at: the page has no room for them.\n`);
    expect(text).toContain(`\nDetails of ${500 - details} more steps did not fit on this page.\n`);
    expect(text).toContain('- and 40 more');
  });

  it('holds, whatever it is', () => {
    const result = sampleResult([many(40)], { exitCode: 1, leftovers: Array(20).fill(evil) });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), (limit) => {
        const page = summaryPage(limit);
        for (const scenario of result.scenarios) page.add(scenario);
        expect(Buffer.byteLength(page.text(result.summary))).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 30 },
    );
  });
});

it('a green run is a verdict and its counts', () => {
  expect(markdownOf(sampleResult([passingScenario], { exitCode: 0 }))).toBe(`## ✓ The scenario passed.

| | passed | failed | blocked | skipped | pending | not run |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
| scenarios | 1 | 0 | 0 | 0 | 0 | 0 |
| steps | 4 | 0 | 0 | 0 | 0 |  |

tutorial-replay · recorded · 4 requests sent · 2026-11-29 20:15:00 UTC, took 1.5 s · recording's clock: 2026-11-22 08:30:00 UTC, 10 s
`);
});

it('the output of the doctor is one line, without its texts', () => {
  const finding = { area: 'license', what: evil, state: 'missing', why: evil, fix: evil, link: evil } as const;
  const readiness = { examinedAt: '2026-11-22T08:30:00.000Z', findings: [finding] };
  const result = sampleResult([passingScenario], { exitCode: 0 });
  const page = textOf((sink) => markdownReporter(sink, { readiness }), result);
  const line =
    'Readiness of the tenant, as of 2026-11-22 08:30 UTC: 0 there, 1 missing, 0 not knowable: a run would not complete.';
  expect(page).toBe(`${markdownOf(result)}\n${line}\n`);
});
