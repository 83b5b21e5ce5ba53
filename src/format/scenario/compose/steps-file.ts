import { placeAt, positionOf } from '../../../diagnostics/place.ts';
import type { Problem } from '../../../diagnostics/problem.ts';
import type { Source, Span } from '../../../diagnostics/source.ts';
import { suggestion } from '../../../diagnostics/suggest.ts';
import { valueIn } from '../../document/located.ts';
import { readYaml } from '../read-yaml.ts';
import { stepsFileSchema } from '../schema/steps-file-schema.ts';
import { misplacedKeys } from '../version/misplaced-keys.ts';
import type { YamlNode } from '../yaml-node.ts';
import { entriesOf, itemsOf, locatedYaml, valueAt } from '../yaml-plain.ts';
import { string, strings } from '../yaml-scalars.ts';
import { withDefaultIds } from './default-ids.ts';
import { namesInNode } from './rename-names.ts';
import { type UsedFiles, usedPath } from './used-files.ts';

/** A file of shared steps whose structure was checked; every step has its id. */
export type StepsFile = { readonly source: Source; readonly root: YamlNode };

/** Reads a file by its path. Its problems are listed at the path that names it, and within the file. */
export function readStepsFile(
  used: UsedFiles,
  { from, path, span }: { readonly from: Source; readonly path: string; readonly span: Span },
): { readonly file?: StepsFile; readonly problems: readonly Problem[] } {
  const at = placeAt(from, span);
  const read = used.get(usedPath(from, path));
  if (read === undefined) {
    const fix = 'use at most 200 files; and in a program, read a text with the files that it uses by `loadSource`';
    return { problems: [{ code: 'file-unreadable', message: `\`${path}\` was not read`, at, fix }] };
  }
  if (!read.ok) return { problems: read.problems.map((problem) => ({ ...problem, at })) };
  const source = read.value;
  const yaml = readYaml(source);
  const called = (problem: Problem): Problem =>
    problem.at === undefined
      ? problem
      : { ...problem, at: { ...problem.at, calledAt: [positionOf(at), ...(at.calledAt ?? [])] } };
  if (!yaml.ok) return { problems: yaml.problems.map(called) };
  if (yaml.value === undefined || itemsOf(valueAt(yaml.value, 'steps')).length === 0) {
    const read = yaml.value && valueIn(locatedYaml(source, yaml.value), stepsFileSchema, [2]);
    if (read?.ok === false) return { problems: read.problems.map(called) };
    const fix = 'a file of shared steps has `steps`, and may have `inputs`, `cleanup` and `outputs`';
    return { problems: [{ code: 'no-steps', message: `\`${path}\` has no steps`, at, fix }] };
  }
  const structure = valueIn(locatedYaml(source, yaml.value), stepsFileSchema, [2]);
  const wrong = structure.ok
    ? [...misplacedKeys(source, yaml.value, 2), ...unknownOutputs(source, yaml.value)]
    : structure.problems;
  const problems = wrong.map(called);
  return problems.length > 0 ? { problems } : { file: { source, root: withDefaultIds(yaml.value) }, problems };
}

/** Outputs made of a name that no step of the file captures and no input gives. */
function unknownOutputs(source: Source, root: YamlNode): readonly Problem[] {
  const steps = [...itemsOf(valueAt(root, 'steps')), ...itemsOf(valueAt(root, 'cleanup'))];
  const known = [...steps.flatMap(capturedBy), ...entriesOf(valueAt(root, 'inputs')).map(({ key }) => key)];
  return entriesOf(valueAt(root, 'outputs')).flatMap(({ key, value }) =>
    [...namesInNode(value)]
      .filter((name) => !known.includes(name) && !name.includes('.'))
      .map((name) => ({
        code: 'unknown-name' as const,
        message: `the output \`${key}\` is made of \`${name}\`, which no step captures`,
        at: placeAt(source, value.span),
        fix: suggestion(name, known),
      })),
  );
}

/** The part of a file that a call runs: all steps, or one step with its dependencies; and their cleanup and outputs. */
export type CalledPart = {
  readonly steps: readonly YamlNode[];
  readonly cleanup: readonly YamlNode[];
  /** The names that these steps capture. */
  readonly captured: ReadonlySet<string>;
  /** The names that they use. */
  readonly used: ReadonlySet<string>;
};

/** `step`: the id of the only one that is intended; `undefined` where the file has no such step. */
export function calledPart({ root }: StepsFile, step: string | undefined): CalledPart | undefined {
  const all = itemsOf(valueAt(root, 'steps'));
  const cleanup = itemsOf(valueAt(root, 'cleanup'));
  const steps = step === undefined ? all : withProducers(all, step);
  if (steps === undefined) return undefined;
  const captured = new Set(steps.flatMap(capturedBy));
  const missing = new Set(all.flatMap(capturedBy).filter((name) => !captured.has(name)));
  const own = cleanup.filter((one) => ![...namesInNode(one)].some((name) => missing.has(name)));
  const used = new Set([...steps, ...own].flatMap((one) => [...namesInNode(one)]));
  return { steps, cleanup: own, captured: new Set([...captured, ...own.flatMap(capturedBy)]), used };
}

export function stepIds({ root }: StepsFile): readonly string[] {
  return itemsOf(valueAt(root, 'steps')).map(idOf);
}

const idOf = (step: YamlNode): string => string(valueAt(step, 'id')) ?? '';

function capturedBy(step: YamlNode): readonly string[] {
  return entriesOf(valueAt(step, 'capture')).map(({ key }) => key);
}

/**
 * The step with this id and, in the order of the file, all steps whose captures it uses, that it repeats, or that it
 * comes after.
 */
function withProducers(steps: readonly YamlNode[], id: string): readonly YamlNode[] | undefined {
  const wanted = new Set<string>();
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const step = steps.find((one) => idOf(one) === next);
    if (step === undefined || wanted.has(next)) continue;
    wanted.add(next);
    const names = namesInNode(step);
    const after = valueAt(step, 'after');
    const named = [valueAt(step, 'repeat'), after].map(string).filter((one) => one !== undefined);
    const producers = steps.filter((one) => capturedBy(one).some((name) => names.has(name))).map(idOf);
    waiting.push(...producers, ...named, ...strings(after));
  }
  return wanted.has(id) ? steps.filter((step) => wanted.has(idOf(step))) : undefined;
}
