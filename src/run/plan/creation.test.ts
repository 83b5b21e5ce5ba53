import { expect, test } from 'vitest';
import { samplePlan } from '../../../test/support/run/sample-plan.ts';
import { templateText } from '../../format/template/template.ts';
import { creationOf } from './creation.ts';

const create = `
title: T
actors: { admin: {} }
steps:
  - id: create
    request: { method: POST, url: /v1.0/groups, body: { alias: "a-\${run.id}" } }
    response: { status: 201 }
    capture: { group: $.id }
`;
const deletion = (id: string, url: string) => `  - id: ${id}
    request: { method: DELETE, url: "${url}" }
    response: { status: 204 }
`;
const inSteps = deletion('step', '/v1.0/groups/${group}');
const inCleanup = `cleanup:\n${deletion('last', '/beta/groups/${group}')}`;

test.each([
  ['a step deletes it', create + inSteps, '/v1.0/groups/${group}'],
  ['the cleanup deletes it', create + inCleanup, '/beta/groups/${group}'],
  ['both do: that of the cleanup counts', create + inSteps + inCleanup, '/beta/groups/${group}'],
])('a POST that does not say how its object is deleted: %s', (_, yaml, url) => {
  const plan = samplePlan(yaml);
  const [step] = plan.steps;
  const creation = step && creationOf(step, plan);
  expect(creation && templateText(creation.delete)).toBe(url);
});
