/** A result full of what no one should have to print, for the tests of this room; no part of the package. */
import { placeAt } from '../../../src/diagnostics/place.ts';
import type { Source } from '../../../src/diagnostics/source.ts';
import { withExcerpt } from '../../../src/run/execute/shown-differences.ts';
import type { ScenarioResult } from '../../../src/run/result.ts';
import { sampleStep, undocumented } from './sample-steps.ts';

/** What a person would put into data to drive a terminal, a CI log or an XML parser. */
export const evil =
  '::error::a\n::set-output name=x::y\n##vso[task.complete result=Failed]\n\u00a0::stop-commands::t\n##[group]x' +
  ' \x1b]0;title\x07\x1b[2J\r\u009b31m]]>&amp;<script>alert(1)</script>\u202egnp.exe\u2028\ud800\ufffe\u0000"\'';

const hostileSource: Source = {
  path: `scenarios/${evil}.scenario.yaml`,
  text: `##vso[task.complete]::error::x\n${evil}`,
};

const hostilePlace = withExcerpt(placeAt(hostileSource, { start: 31, end: 40 }), (line) => line);

export const hostileScenario: ScenarioResult = {
  file: hostileSource.path,
  title: evil,
  tutorial: evil,
  tags: [evil],
  against: 'live',
  runId: evil,
  startedAt: '2026-11-22T08:30:00Z',
  durationMs: 1,
  outcome: 'failed',
  steps: [
    sampleStep({
      id: 'evil-answer',
      title: evil,
      number: 1,
      of: 3,
      actor: evil,
      at: hostilePlace,
      page: { heading: evil, line: 1 },
      captured: { [evil]: evil },
      exchange: {
        request: { method: 'POST', url: `/beta/${evil}`, headers: { evil }, body: { [evil]: [evil] } },
        response: { status: 200, headers: { 'request-id': evil }, text: evil },
      },
      notes: [{ ...undocumented, path: evil, actual: evil }],
      outcome: {
        kind: 'failed',
        differences: [{ code: 'value', path: evil, message: evil, expected: evil, actual: evil, at: hostilePlace }],
      },
    }),
    sampleStep({
      id: 'evil-block',
      title: evil,
      number: 2,
      of: 3,
      at: hostilePlace,
      outcome: { kind: 'blocked', reason: 'network', message: evil, fix: evil },
    }),
    sampleStep({
      id: 'evil-prompt',
      title: evil,
      number: 3,
      of: 3,
      at: hostilePlace,
      outcome: { kind: 'pending', prompt: evil },
    }),
  ],
  cleanup: [
    sampleStep({
      id: 'evil-skip',
      title: evil,
      phase: 'cleanup',
      number: 1,
      of: 1,
      at: hostilePlace,
      outcome: { kind: 'skipped', reason: 'stopped', message: evil },
    }),
  ],
};
