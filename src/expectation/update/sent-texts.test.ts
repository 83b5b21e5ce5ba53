import { expect, test } from 'vitest';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { compileBody } from '../../run/plan/body-template.ts';
import type { PlannedRequest } from '../../run/plan/plan.ts';
import { addSentTexts } from './sent-texts.ts';

const values = new Map<string, string | number>([
  ['label', 'blue'],
  ['size', 3],
  ['group.name', 'of shared steps'],
]);

function sending(body: string): Pick<PlannedRequest, 'body'> {
  const root = readYaml({ path: 'x.yaml', text: `body: ${body}` });
  const node = root.ok && root.value?.kind === 'mapping' ? root.value.entries[0]?.value : undefined;
  if (node === undefined) throw new Error('no body');
  return { body: compileBody(node, { template: () => undefined, error: () => undefined }) };
}

function sentBy(...requests: readonly Pick<PlannedRequest, 'body' | 'content'>[]) {
  const sent = new Map<string, string | undefined>();
  for (const request of requests) addSentTexts(sent, request, values);
  return Object.fromEntries(sent);
}

test('texts with values are known wherever they stand in a body, those without and those without a value are not', () => {
  const body = sending(
    '{ a: "Drill ${label}", b: [{ c: "$${x} of ${size}" }], d: plain, e: "${unknown}", f: "a name ${group.name}", n: 3 }',
  );
  expect(sentBy(body)).toEqual({ 'Drill blue': 'Drill ${label}', '${x} of 3': '$${x} of ${size}' });
});

test('a text that two bodies write differently is not known', () => {
  const [one, other] = [sending('{ a: "Drill ${label}", b: "Drill 3" }'), sending('{ a: "Drill ${size}" }')];
  expect(sentBy(one, one)).toEqual({ 'Drill blue': 'Drill ${label}' });
  expect(sentBy(other, sending('{ a: "${kind} ${size}" }'), one)).toEqual({
    'Drill 3': 'Drill ${size}',
    'Drill blue': 'Drill ${label}',
  });
  values.set('kind', 'Drill');
  expect(sentBy(other, sending('{ a: "${kind} ${size}" }'), other)).toEqual({ 'Drill 3': undefined });
});

test('a body of text is known, too', () => {
  const { template } = parseTemplate('Hello ${label}');
  expect(sentBy({ content: { kind: 'text', type: 'text/plain', text: template } })).toEqual({
    'Hello blue': 'Hello ${label}',
  });
});
