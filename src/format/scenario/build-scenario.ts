import { basename } from 'node:path';
import { defined } from '../../defined.ts';
import { byPlace, placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Source, Span, Text } from '../../diagnostics/source.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { durationMs, parseDuration } from '../template/duration.ts';
import { expectedResponse, requestTemplate } from './build-call.ts';
import { buildCapture, buildCreates } from './build-capture.ts';
import { callOf } from './call-of.ts';
import { buildBound, buildInput } from './compose/build-input.ts';
import { type Condition, parseCondition } from './compose/condition.ts';
import { withDefaultIds } from './compose/default-ids.ts';
import { expandCalls } from './compose/expand-calls.ts';
import { buildRows } from './compose/rows.ts';
import type { UsedFiles } from './compose/used-files.ts';
import type { Action, Actor, Eventually, ExpectedResponse, RequestTemplate, Scenario, Step } from './scenario.ts';
import { type PlainKeys, plainKeys } from './scenario-schema.ts';
import { type PlainStepKeys, plainStepKeys } from './schema/step-schema.ts';
import type { YamlNode } from './yaml-node.ts';
import { entriesOf, entryOf, itemsOf, plainEntries, valueAt } from './yaml-plain.ts';
import { boolean, number, string, strings, text } from './yaml-scalars.ts';

const defaultPauseMs = 5_000;
const defaultActor = { name: 'user', context: 'delegated', permissions: [], mayAnything: true } as const;

/** The name of the file. */
export function defaultTitle(path: string): string {
  if (path === '-') return 'standard input';
  return basename(path).replace(/(?:\.scenario)?\.ya?ml$/, '');
}

/** Makes the scenario from a tree with a valid structure, and finds problems that involve two places. */
export function buildScenario(
  source: Source,
  root: YamlNode,
  used: UsedFiles,
): { scenario: Scenario; problems: readonly Problem[] } {
  const expanded = expandCalls(source, withDefaultIds(root), used);
  const builder = new ScenarioBuilder(source);
  const scenario = { ...builder.scenario(expanded.root), used, bound: expanded.bound.map(buildBound) };
  const { rows, problems } = buildRows(source, root, scenario.inputs);
  // Names that are missing because a call could not be resolved are not reported.
  const found = expanded.problems.length > 0 ? expanded.problems : builder.problems;
  return { scenario: { ...scenario, rows }, problems: [...found, ...problems].sort((a, b) => byPlace(a.at, b.at)) };
}

class ScenarioBuilder {
  readonly problems: Problem[] = [];
  readonly #source: Source;
  readonly #ids = new Map<string, Span>();
  #allIds: ReadonlySet<string> = new Set();
  readonly #requests = new Map<string, RequestTemplate>();
  #actors: readonly Actor[] = [];
  #version: 1 | 2 = 1;

  constructor(source: Source) {
    this.#source = source;
  }

  scenario(root: YamlNode): Omit<Scenario, 'rows' | 'used' | 'bound'> {
    this.#version = number(valueAt(root, 'version')) === 2 ? 2 : 1;
    const actors = entryOf(root, 'actors');
    this.#actors =
      actors === undefined
        ? [{ ...defaultActor, span: root.span }]
        : entriesOf(actors.value).map(({ key, keySpan, value }) => this.#actorOf(key, keySpan, value));
    const stepNodes = itemsOf(valueAt(root, 'steps'));
    const cleanupNodes = itemsOf(valueAt(root, 'cleanup'));
    this.#allIds = new Set([...stepNodes, ...cleanupNodes].map((node) => text(valueAt(node, 'id')).value));
    if (stepNodes.length === 0) {
      const span = entryOf(root, 'steps')?.keySpan ?? root.span;
      this.#report('no-steps', 'a scenario without steps expects nothing', span, 'add at least one step');
    }
    const needs = valueAt(root, 'needs');
    return {
      source: this.#source,
      version: this.#version,
      title: string(valueAt(root, 'title')) ?? defaultTitle(this.#source.path),
      ...(plainEntries(root, plainKeys) as PlainKeys),
      tags: strings(valueAt(root, 'tags')),
      undocumented: strings(valueAt(root, 'undocumented')),
      strict: boolean(valueAt(root, 'strict')) ?? false,
      needs: { licenses: strings(valueAt(needs, 'licenses')), roles: strings(valueAt(needs, 'roles')) },
      actors: this.#actors,
      inputs: entriesOf(valueAt(root, 'inputs')).map(({ key, keySpan, value }) => buildInput(key, keySpan, value)),
      steps: stepNodes.map((node) => this.#step(node)),
      cleanup: cleanupNodes.map((node) => this.#step(node)),
    };
  }

  #actorOf(name: string, span: Span, node: YamlNode): Actor {
    const context = string(valueAt(node, 'context')) === 'application' ? 'application' : 'delegated';
    const user = valueAt(node, 'user');
    if (user !== undefined && context === 'application') {
      this.#report(
        'invalid-value',
        'an application is not a user',
        user.span,
        'remove `user`, or make the actor `delegated`',
      );
    }
    const permissions = strings(valueAt(node, 'permissions'));
    // An empty list permits nothing; without a list, the required permissions are unknown, as in many imported
    // scenarios.
    const may = valueAt(node, 'permissions') === undefined ? ({ mayAnything: true } as const) : {};
    return { name, context, permissions, ...may, ...(user !== undefined && { user: text(user) }), span };
  }

  #step(node: YamlNode): Step {
    const id = text(valueAt(node, 'id'));
    this.#uniqueId(id);
    const action = this.#action(node, id);
    const call = callOf({ action });
    if (call !== undefined) this.#requests.set(id.value, call.request);
    return {
      id: id.value,
      title: string(valueAt(node, 'title')) ?? id.value,
      actor: this.#actor(node, id),
      labels: strings(valueAt(node, 'labels')),
      ...(plainEntries(node, plainStepKeys) as PlainStepKeys),
      action,
      capture: entriesOf(valueAt(node, 'capture')).map(buildCapture),
      ...defined({ creates: buildCreates(valueAt(node, 'creates')) }),
      after: this.#after(valueAt(node, 'after'), id),
      when: this.#when(valueAt(node, 'when')),
      ...defined({ eventually: this.#eventually(valueAt(node, 'eventually')) }),
      span: id.span,
    };
  }

  #uniqueId(id: Text): void {
    const earlier = this.#ids.get(id.value);
    if (earlier === undefined) {
      this.#ids.set(id.value, id.span);
      return;
    }
    const at = placeAt(this.#source, earlier);
    this.#report(
      'duplicate-id',
      `the step at ${at.line}:${at.column} is called \`${id.value}\` already`,
      id.span,
      'rename one',
    );
  }

  #actor(node: YamlNode, id: Text): string {
    const named = valueAt(node, 'actor');
    const names = this.#actors.map(({ name }) => name);
    if (named === undefined) {
      const [only, ...others] = names;
      if (only !== undefined && others.length === 0) return only;
      const message = names.length === 0 ? 'the scenario lists no actor' : `no actor is given for \`${id.value}\``;
      this.#report('missing-key', message, id.span, `add \`actor\`: ${suggestion('', names)}`);
      return '';
    }
    const name = text(named);
    if (!names.includes(name.value)) {
      this.#report('unknown-actor', `there is no actor \`${name.value}\``, name.span, suggestion(name.value, names));
    }
    return name.value;
  }

  #action(node: YamlNode, id: Text): Action {
    const kinds = ['request', 'repeat', 'manual', 'call']
      .map((key) => entryOf(node, key))
      .filter((entry) => entry !== undefined);
    const [kind, second] = kinds;
    if (kind === undefined) {
      this.#report(
        'missing-key',
        `step \`${id.value}\` has no request`,
        id.span,
        'give it `request`, `repeat`, `manual` or `call`',
      );
    }
    if (second !== undefined) {
      const message = `a step has one of \`request\`, \`repeat\`, \`manual\` and \`call\`, and here is \`${kind?.key}\` already`;
      this.#report('invalid-value', message, second.keySpan, 'make two steps of it');
    }
    const unattended = entryOf(node, 'unattended');
    const response = entryOf(node, 'response');
    if (kind?.key === 'manual') {
      if (response !== undefined) {
        this.#report('invalid-value', 'a manual step has no response', response.keySpan, 'move it under `unattended`');
      }
      const prompt = string(valueAt(kind.value, 'prompt')) ?? '';
      if (unattended === undefined) return { kind: 'manual', prompt };
      const [request, expectation] = [valueAt(unattended.value, 'request'), valueAt(unattended.value, 'response')];
      return {
        kind: 'manual',
        prompt,
        unattended: { request: requestTemplate(request, this.#version), response: expectedResponse(expectation) },
      };
    }
    if (unattended !== undefined) {
      this.#report(
        'invalid-value',
        '`unattended` belongs to a `manual` step',
        unattended.keySpan,
        'add `manual` or remove it',
      );
    }
    const expectation = expectedResponse(response?.value, id.span);
    if (kind?.key === 'repeat') return this.#repeat(text(kind.value), expectation);
    const request = requestTemplate(valueAt(node, 'request'), this.#version);
    return { kind: 'request', call: { request, response: expectation } };
  }

  #repeat(of: Text, response: ExpectedResponse): Action {
    const request = this.#requests.get(of.value);
    if (request === undefined) {
      const message = `no earlier step with a request is called \`${of.value}\``;
      this.#report('unknown-step', message, of.span, suggestion(of.value, this.#requests.keys()));
    }
    const call = { request: request ?? requestTemplate(undefined, this.#version), response };
    return { kind: 'repeat', of: of.value, call };
  }

  #after(node: YamlNode | undefined, { value: own }: Text): readonly Text[] {
    if (node === undefined) return [];
    const earlier = [...this.#ids.keys()].filter((id) => id !== own);
    // A call is all of its steps.
    const named = (node.kind === 'sequence' ? node.items : [node]).map(text).flatMap((one) => {
      const steps = earlier.filter((id) => id.startsWith(`${one.value}.`));
      return steps.length === 0 ? [one] : steps.map((value) => ({ ...one, value }));
    });
    for (const { value, span } of named) {
      if (earlier.includes(value)) continue;
      const message = this.#allIds.has(value)
        ? `\`${value}\` is not an earlier step: a step can only depend on steps before it`
        : `no step is called \`${value}\``;
      this.#report('unknown-step', message, span, suggestion(value, earlier));
    }
    return named;
  }

  #when(node: YamlNode | undefined): readonly Condition[] {
    if (node === undefined) return [];
    return (node.kind === 'sequence' ? node.items : [node]).flatMap((one) => {
      const parsed = parseCondition(text(one));
      if (parsed.ok) return [parsed.condition];
      const fix = 'write `${name}`, `not ${name}` or `${name} == "text"`';
      this.#report('invalid-value', parsed.message, one.span, fix);
      return [];
    });
  }

  #eventually(node: YamlNode | undefined): Eventually | undefined {
    if (node === undefined) return undefined;
    const withinMs = milliseconds(valueAt(node, 'within')) ?? 0;
    const everyMs = milliseconds(valueAt(node, 'every')) ?? defaultPauseMs;
    if (everyMs < 100) {
      const span = valueAt(node, 'every')?.span ?? node.span;
      this.#report('invalid-value', 'the pause between two attempts is too short', span, 'wait at least `PT0.1S`');
    }
    return { withinMs, everyMs };
  }

  #report(code: ProblemCode, message: string, span: Span, fix: string): void {
    this.problems.push({ code, message, at: placeAt(this.#source, span), fix });
  }
}

function milliseconds(node: YamlNode | undefined): number | undefined {
  const duration = parseDuration(string(node) ?? '');
  return duration === undefined ? undefined : durationMs(duration);
}
