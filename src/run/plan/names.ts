import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { type Source, type Span, sourceOf, within } from '../../diagnostics/source.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { localName } from '../../format/scenario/compose/called-step.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import { type Expression, expressionsOf, type Template } from '../../format/template/template.ts';
import { runNames } from '../../format/template/values.ts';
import { type PlannedBound, planBound } from './given/bound-values.ts';

/**
 * The one namespace of a scenario: inputs, captures and the values of the run. It is used step by step, in order, and
 * therefore has exactly the captures of the steps before.
 */
export class Names {
  readonly problems: Problem[] = [];
  readonly #source: Source;
  /** Name → id of the step that captures it. */
  readonly #captured = new Map<string, string>();
  readonly #given: ReadonlySet<string>;
  readonly #later: ReadonlyMap<string, string>;
  readonly #bound: ReadonlyMap<string, PlannedBound>;
  /** Names of shared steps that were reported where they are given. */
  readonly #reported = new Set<string>();
  #step = '';
  readonly #using = new Set<string>();

  constructor(scenario: Scenario) {
    this.#source = scenario.source;
    this.#given = new Set([...scenario.inputs.map(({ name }) => name), ...runNames]);
    this.#bound = new Map(planBound(scenario).map((bound) => [bound.name, bound]));
    this.#later = new Map(
      [...scenario.steps, ...scenario.cleanup].flatMap((step) =>
        step.capture.map(({ name }) => [name, step.id] as const),
      ),
    );
  }

  /** Begins the step whose texts follow. */
  begin(step: Step): void {
    this.#step = step.id;
  }

  /** Checks every name a text uses and returns the captures among them, each with the id of the step that captures it. */
  use(template: Template, span: Span): readonly { readonly name: string; readonly producer: string }[] {
    return expressionsOf(template).flatMap((expression) => {
      const { name } = expression;
      const producer = this.#captured.get(name);
      if (producer !== undefined) return [{ name, producer }];
      const bound = this.#bound.get(name);
      if (bound !== undefined) return this.#useBound(bound);
      if (!this.#given.has(name) && !(span.origin !== undefined && this.#reported.has(name))) {
        this.#reported.add(name);
        this.problems.push(this.#unknown(expression, expressionSpan(this.#source, span, { template, expression })));
      }
      return [];
    });
  }

  /** The captures that a value is made of. */
  #useBound({ name, templates }: PlannedBound): ReturnType<Names['use']> {
    if (this.#using.has(name)) return [];
    this.#using.add(name);
    const captures = templates.flatMap(({ template, span }) => this.use(template, span));
    this.#using.delete(name);
    return captures;
  }

  /** Defines the captures of the step for all texts that follow. */
  define(step: Step): void {
    for (const { name, nameSpan } of step.capture) {
      const other = this.#captured.get(name);
      if (other === undefined && !this.#given.has(name)) {
        this.#captured.set(name, step.id);
        continue;
      }
      this.problems.push({
        code: 'duplicate-id',
        message:
          other === undefined
            ? `\`${name}\` is an input already`
            : `the step \`${other}\` captures \`${localName(name)}\` already`,
        at: placeAt(this.#source, nameSpan),
        fix: 'a name has one value: choose another name',
      });
    }
  }

  #unknown({ name: full }: Expression, span: Span): Problem {
    const name = localName(full);
    const scope = full.slice(0, full.length - name.length);
    const at = placeAt(this.#source, span);
    const later = this.#later.get(full);
    const isShared = [...this.#later.keys(), ...this.#bound.keys()].some((one) => one.startsWith(scope));
    // Those of the same file.
    const known = [...this.#captured.keys(), ...this.#bound.keys(), ...this.#given].flatMap((one) => {
      const local = localName(one);
      const own = one.slice(0, one.length - local.length);
      return own === scope || one.startsWith('run.') ? [local] : [];
    });
    if (later === this.#step) {
      return {
        code: 'used-before-capture',
        message: `\`${name}\` is captured by this step itself`,
        at,
        fix: `only later steps and the step’s own \`creates\` can use it; ${listed(known)}`,
      };
    }
    if (later !== undefined) {
      return {
        code: 'used-before-capture',
        message: `\`${name}\` is captured by the step \`${later}\`, which comes later`,
        at,
        fix: `move the step after \`${later}\`; ${listed(known)}`,
      };
    }
    const namespace = scope !== '' && !isShared && span.origin === undefined;
    const fix = namespace
      ? 'values from outside are inputs: list it under `inputs` (with `env` to read an environment variable)'
      : suggestion(name, known);
    return { code: 'unknown-name', message: `\`${namespace ? full : name}\` is not defined`, at, fix };
  }
}

const mostListed = 12;

function listed(known: readonly string[]): string {
  const more = known.length > mostListed ? ` and ${known.length - mostListed} more` : '';
  return `known here: ${known
    .slice(0, mostListed)
    .map((one) => `\`${one}\``)
    .join(', ')}${more}`;
}

/** In shared steps, names are written without the prefix that the call adds. */
function writtenIn(source: Source, span: Span, { name, text }: Expression) {
  const local = span.origin === undefined ? text : text.replace(name, localName(name));
  return { source: sourceOf(source, span), written: `\${${local}}` };
}

/** The `${…}` as written; the whole text if escapes make its place uncertain. */
function expressionSpan(
  source: Source,
  span: Span,
  { template, expression }: { readonly template: Template; readonly expression: Expression },
): Span {
  const { source: own, written } = writtenIn(source, span, expression);
  const before = expressionsOf(template).filter(
    (one) => one.text === expression.text && one.offset < expression.offset,
  );
  const text = own.text.slice(span.start, span.end);
  let at = -1;
  for (let nth = 0; nth <= before.length; nth++) {
    do at = text.indexOf(written, at + 1);
    while (at > 0 && text[at - 1] === '$');
    if (at === -1) return span;
  }
  return within(span, span.start + at, span.start + at + written.length);
}
