import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { callOf } from '../../format/scenario/call-of.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { expressionsOf } from '../../format/template/template.ts';

/**
 * Warns of a `creates.find` without the run's mark: it also lists objects of others, so that a create whose response is
 * lost cannot be distinguished from theirs. If the service has no filter for the mark, the mark in the body is enough.
 */
export function unmarkedFinds(scenario: Scenario): readonly Problem[] {
  const marks = new Set(['run.id']);
  const problems: Problem[] = [];
  for (const step of scenario.steps) {
    const problem = unmarkedFind(scenario, step, marks);
    if (problem !== undefined) problems.push(problem);
    if (isCreate(step)) for (const { name, path } of step.capture) if (path.value === '$.id') marks.add(name);
  }
  return problems;
}

function unmarkedFind(scenario: Scenario, step: Step, marks: ReadonlySet<string>): Problem | undefined {
  const { creates } = step;
  if (creates?.kind !== 'deletable' || creates.find === undefined) return undefined;
  const find = creates.find;
  const isMarked = (text: string) => expressionsOf(parseTemplate(text).template).some(({ name }) => marks.has(name));
  if (isMarked(find.value)) return undefined;
  const sent = textsOf(bodyOf(step));
  const filtered = sent.find(([name, value]) => find.value.includes(`${name} eq '${value}'`));
  if (filtered === undefined && sent.some(([, value]) => isMarked(value))) return undefined;
  const [name, value] = filtered ?? ['a property that can be filtered by', '…'];
  return {
    code: 'unmarked-find',
    message: '`find` does not contain the run\u2019s mark, so it also lists what other runs created',
    at: placeAt(scenario.source, find.span),
    fix:
      filtered === undefined
        ? 'write `${run.id}` into a property of the body, and filter by it in `find`'
        : `write \`${name}: ${value}-\${run.id}\` in the body, and \`${name} eq '${value}-\${run.id}'\` in \`find\``,
  };
}

function bodyOf({ action }: Step): YamlNode | undefined {
  return callOf({ action })?.request.body;
}

function isCreate(step: Step): boolean {
  const call = callOf(step);
  const is201 = call?.request.method === 'POST' && call.response.statuses.includes(201);
  return step.creates !== undefined || is201;
}

/** The texts of a body, each with the name of its property. */
function textsOf(node: YamlNode | undefined, name = ''): readonly (readonly [name: string, value: string])[] {
  switch (node?.kind) {
    case undefined:
      return [];
    case 'scalar':
      return typeof node.value === 'string' ? [[name, node.value]] : [];
    case 'sequence':
      return node.items.flatMap((item) => textsOf(item, name));
    case 'mapping':
      return node.entries.flatMap(({ key, value }) => textsOf(value, key));
    default:
      return node satisfies never;
  }
}
