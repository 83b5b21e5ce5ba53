import { placeAt } from '../diagnostics/place.ts';
import type { Problem } from '../diagnostics/problem.ts';
import type { Source, Span } from '../diagnostics/source.ts';
import { suggestion } from '../diagnostics/suggest.ts';
import type { Scenario, Step } from '../scenario/scenario.ts';
import { type Expression, expressionsOf, type Template } from '../template/template.ts';
import { runNames } from '../template/values.ts';

/**
 * The one namespace of a scenario: inputs, captures and the run's own values. It is asked step by step, in order, and so
 * knows which captures are there already.
 */
export class Names {
  readonly problems: Problem[] = [];
  readonly #source: Source;
  /** Name → id of the step that captures it. */
  readonly #captured = new Map<string, string>();
  readonly #given: ReadonlySet<string>;
  readonly #later: ReadonlyMap<string, string>;

  constructor(scenario: Scenario) {
    this.#source = scenario.source;
    this.#given = new Set([...runNames, ...scenario.inputs.map(({ name }) => name)]);
    this.#later = new Map(
      [...scenario.steps, ...scenario.cleanup].flatMap((step) =>
        step.capture.map(({ name }) => [name, step.id] as const),
      ),
    );
  }

  /** Checks every name a text uses and returns the ids of the steps that capture them. */
  use(template: Template, span: Span): readonly string[] {
    const producers: string[] = [];
    for (const expression of expressionsOf(template)) {
      const producer = this.#captured.get(expression.name);
      if (producer !== undefined) producers.push(producer);
      else if (!this.#given.has(expression.name)) this.problems.push(this.#unknown(expression, span));
    }
    return producers;
  }

  /** From here on the step's captures are known. */
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
            : `the step \`${other}\` captures \`${name}\` already`,
        at: placeAt(this.#source, nameSpan),
        fix: 'one name, one value: choose another name',
      });
    }
  }

  #unknown(expression: Expression, span: Span): Problem {
    const at = placeAt(this.#source, expressionSpan(this.#source, span, expression));
    const { name } = expression;
    const later = this.#later.get(name);
    const known = [...this.#captured.keys(), ...this.#given];
    if (later !== undefined) {
      return {
        code: 'used-before-capture',
        message: `\`${name}\` is captured by the step \`${later}\`, which has not run yet here`,
        at,
        fix: `move the step after \`${later}\`; known here: ${known.map((one) => `\`${one}\``).join(', ')}`,
      };
    }
    const namespace = /^(?:env|process|secrets?|vars?)\./.test(name);
    const fix = namespace
      ? 'values from outside are inputs: list it under `inputs` (with `env` to read an environment variable)'
      : suggestion(name, known);
    return { code: 'unknown-name', message: `nobody defines \`${name}\``, at, fix };
  }
}

/** The `${…}` as written; all of the text where escapes make that hard to say. */
export function expressionSpan(source: Source, span: Span, expression: Expression): Span {
  const written = `\${${expression.text}}`;
  const at = source.text.slice(span.start, span.end).indexOf(written);
  return at === -1 ? span : { start: span.start + at, end: span.start + at + written.length };
}
