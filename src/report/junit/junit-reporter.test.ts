import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
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
import { createStep } from '../../../test/support/report/sample-steps.ts';
import { junitViolations, parseXml, type XmlElement } from '../../../test/support/report/xml-check.ts';
import type { RunResult } from '../../run/result.ts';
import { junitReporter } from './junit-reporter.ts';

const junitOf = (result: RunResult, verbose = false) => textOf((sink) => junitReporter(sink, { verbose }), result);

const everything = sampleResult(
  [passingScenario, differingScenario, blockedScenario, manualScenario, skippedScenario, hostileScenario],
  { exitCode: 1, leftovers: [evil] },
);

const elements = (element: XmlElement): readonly XmlElement[] => [element, ...element.children.flatMap(elements)];
const named = (root: XmlElement, name: string) => elements(root).filter((one) => one.name === name);

describe('JUnit XML', () => {
  it('is well-formed and valid, whatever the outcomes and the data', () => {
    expect(junitViolations(parseXml(junitOf(everything)))).toEqual([]);
    expect(junitViolations(parseXml(junitOf(sampleResult([], { exitCode: 2 }))))).toEqual([]);
  });

  it('is well-formed in the golden files', () => {
    for (const name of ['junit-everything.xml', 'junit-hostile.xml']) {
      expect(junitViolations(parseXml(readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8')))).toEqual(
        [],
      );
    }
  });

  it('P14 gives a parser back what was said, with what XML cannot say made visible', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(evil, ']]>', '&#0;', '<!--', '"\'\t\n', '\ufffe\uffff'),
    );
    fc.assert(
      fc.property(text, (data) => {
        const step = createStep({ title: data, outcome: { kind: 'skipped', reason: 'stopped', message: data } });
        const xml = junitOf(
          sampleResult([sampleScenario({ title: data, file: data, tags: [data], steps: [step] })], { exitCode: 0 }),
        );
        const root = parseXml(xml);
        expect(junitViolations(root)).toEqual([]);
        expect(XMLValidator.validate(xml)).toBe(true);
        const plain = /^[\x20-\x7e\t\n]*$/.test(data) && !/::|##/.test(data);
        if (plain) expect(named(root, 'skipped')[0]?.attributes['message']).toBe(`stopped: ${data}`);
      }),
    );
  });

  it('makes a difference a failure, a block an error, and the rest that was not checked skipped', () => {
    const suites = named(parseXml(junitOf(everything)), 'testsuite');
    const counts = suites.map(({ attributes }) => [
      attributes['tests'],
      attributes['failures'],
      attributes['errors'],
      attributes['skipped'],
    ]);
    expect(counts).toEqual([
      ['4', '0', '0', '0'],
      ['4', '2', '0', '1'],
      ['5', '0', '2', '1'],
      ['4', '0', '0', '1'],
      ['1', '0', '0', '1'],
      ['4', '1', '1', '2'],
      ['1', '0', '1', '0'],
    ]);
    for (const suite of suites) {
      expect(String(named(suite, 'testcase').length)).toBe(suite.attributes['tests']);
      expect(String(named(suite, 'failure').length)).toBe(suite.attributes['failures']);
      expect(String(named(suite, 'error').length)).toBe(suite.attributes['errors']);
      expect(String(named(suite, 'skipped').length)).toBe(suite.attributes['skipped']);
    }
  });

  it('has what was sent and the actual value of steps that failed, and with -v of all', () => {
    const out = (verbose: boolean) => named(parseXml(junitOf(everything, verbose)), 'system-out');
    expect(out(false)[0]?.text).toMatch(/^POST \/beta\/groups 200\n> \{\n> {3}"displayName": /);
    expect(out(false)).toHaveLength(4);
    expect(out(true).length).toBeGreaterThan(10);
    expect(junitViolations(parseXml(junitOf(everything, true)))).toEqual([]);
  });

  it('attaches no file that data names', () => {
    const text = '[[ATTACHMENT|/etc/passwd]] [[[attachment|x]]';
    const step = createStep({
      title: text,
      outcome: { kind: 'blocked', reason: 'auth', message: text },
      exchange: { request: { method: 'GET', url: text, headers: {} }, response: { status: 200, headers: {}, text } },
    });
    const xml = junitOf(sampleResult([sampleScenario({ steps: [step] })], { exitCode: 3 }), true);
    expect(xml.match(/ATTACHMENT\|/gi)?.length).toBeGreaterThan(6);
    expect(xml).not.toMatch(/\[\[ATTACHMENT\|/i);
  });

  it('reports what the readers of CI systems look for', () => {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', parseAttributeValue: false });
    const { testsuites } = parser.parse(junitOf(everything));
    for (const suite of testsuites.testsuite) {
      // A suite without a time is not a number to dorny/test-reporter.
      expect(Number.parseFloat(suite.time)).toBeGreaterThanOrEqual(0);
      const cases = [suite.testcase].flat();
      // GitLab keeps the first of those with one name and class.
      expect(new Set(cases.map(({ name, classname }) => `${classname} ${name}`)).size).toBe(cases.length);
      for (const { time, failure, error, skipped } of cases) {
        expect(Number.parseFloat(time)).toBeGreaterThanOrEqual(0);
        // mikepenz/action-junit-report and Azure take the attribute for the message, GitLab the text.
        const result = failure ?? error ?? skipped;
        if (result !== undefined) expect([result.message, result['#text']].every((text) => text !== '')).toBe(true);
      }
    }
  });

  it('names the worst difference and holds all of them, with their places', () => {
    const [failure] = named(parseXml(junitOf(everything)), 'failure');
    expect(failure?.attributes).toEqual({
      type: 'status',
      message: 'status: expected 201, got 200 (and 5 more differences)',
    });
    for (const path of ['$.id', '$.mailEnabled', '$.description', '$.displayName', '$.owners[1]'])
      expect(failure?.text).toContain(path);
    expect(failure?.text).toContain('building-security.scenario.yaml:8:15');
  });

  it('points into the scenario and keeps cleanup apart', () => {
    const cases = named(parseXml(junitOf(sampleResult([passingScenario], { exitCode: 0 }))), 'testcase');
    expect(cases.map(({ attributes }) => attributes['classname'])).toEqual([
      'scenarios.groups.building-security',
      'scenarios.groups.building-security',
      'scenarios.groups.building-security',
      'scenarios.groups.building-security.cleanup',
    ]);
    expect(cases[0]?.attributes).toMatchObject({
      file: 'scenarios/groups/building-security.scenario.yaml',
      line: '4',
      time: '0.120',
    });
  });
});

describe('the check itself', () => {
  it.each([
    ['<a>', 'an end tag is missing'],
    ['<a></b>', 'a wrong end tag'],
    ['<a/><b/>', 'two roots'],
    ['<a>&nbsp;</a>', 'an entity XML does not know'],
    ['<a>]]></a>', 'the end of a CDATA section'],
    ['<a x="<"/>', 'a < in an attribute'],
    ['<a x="1" x="2"/>', 'an attribute twice'],
    ['<a>\u0001</a>', 'a control character'],
    ['<a>&#1;</a>', 'a control character by number'],
    ['<a>\ud800</a>', 'half a character'],
    ['<a>\ufffe</a>', 'no character'],
  ])('refuses %j: %s', (xml) => {
    expect(() => parseXml(xml)).toThrow();
  });

  it.each([
    '<testsuites colour="red"/>',
    '<testsuites><testcase name="a"/></testsuites>',
    '<testsuites><testsuite name="a" tests="0" failures="0"/></testsuites>',
    '<testsuites>text</testsuites>',
    '<testsuites><testsuite name="a" tests="0" failures="0" errors="0" time="1.2.3"/></testsuites>',
  ])('refuses %s as JUnit', (xml) => {
    expect(junitViolations(parseXml(xml))).toHaveLength(1);
  });
});
