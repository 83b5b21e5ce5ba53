import { describe, expect, test } from 'vitest';
import { sampleExchange, sampleRecording } from '../../../test/support/backends/sample-recording.ts';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { parseRecording } from '../../format/recording/load-recording.ts';
import { prettyJson } from '../../json/pretty.ts';
import { fitProblems } from './recording-fit.ts';

const scenario = `title: Two reads and a person
actors: { reader: {} }
steps:
  - id: me
    request: { method: GET, url: /v1.0/me }
    response: { status: 200 }
  - id: look
    manual: { prompt: Look at it. }
  - id: groups
    request: { method: GET, url: /v1.0/groups }
    response: { status: 200 }
`;

function misfits(...ids: readonly string[]): readonly string[] {
  const recording = sampleRecording(Object.fromEntries(ids.map((id) => [id, [sampleExchange({})]])));
  const source = { path: 'x.recording.json', text: prettyJson(recording as never) };
  const loaded = parseRecording(source);
  if (!loaded.ok) throw new Error('the recording of this test is wrong');
  return fitProblems(loaded.value, samplePlan(scenario)).map(
    ({ code, message, at, fix }) => `${code} ${at?.file}:${at?.line}:${at?.column} ${message}; ${fix}`,
  );
}

describe('a recording and a plan', () => {
  test('fit where each step that sends has an entry; a step for a person needs none', () => {
    expect(misfits('groups', 'me')).toEqual([]);
  });

  test('recording-step-missing: at the step', () => {
    expect(misfits('me')).toEqual([
      'recording-step-missing sample.scenario.yaml:9:9 the recording has no exchange for the step `groups`; ' +
        'record it, or add it to x.recording.json',
    ]);
  });

  test('recording-step-unused: at the entry, with the step that may be meant', () => {
    const [missing, unused] = misfits('me', 'group');
    expect(missing).toMatch(/^recording-step-missing /);
    expect(unused).toMatch(
      /^recording-step-unused x\.recording\.json:\d+:\d+ the scenario has no step `group` that sends a request; .*`groups`/,
    );
  });

  test('recording-step-unused: an entry for a step that only asks a person', () => {
    expect(misfits('me', 'groups', 'look')).toEqual([expect.stringMatching(/^recording-step-unused .*`look`/)]);
  });
});
