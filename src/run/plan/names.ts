import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import { type Expression, expressionsOf, type Template } from '../../format/template/template.ts';
import { runNames } from '../../format/template/values.ts';

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
  #step = '';

  constructor(scenario: Scenario) {
    this.#source = scenario.source;
    this.#given = new Set([...scenario.inputs.map(({ name }) => name), ...runNames]);
    this.#later = new Map(
      [...scenario.steps, ...scenario.cleanup].flatMap((step) =>
        step.capture.map(({ name }) => [name, step.id] as const),
      ),
    );
  }

  /** The step whose texts come next. */
  begin(step: Step): void {
    this.#step = step.id;
  }

  /** Checks every name a text uses and returns the captures among them, each with the id of the step that captures it. */
  use(template: Template, span: Span): readonly { readonly name: string; readonly producer: string }[] {
    const captures: { readonly name: string; readonly producer: string }[] = [];
    for (const expression of expressionsOf(template)) {
      const producer = this.#captured.get(expression.name);
      if (producer !== undefined) captures.push({ name: expression.name, producer });
      else if (!this.#given.has(expression.name)) {
        this.problems.push(this.#unknown(expression, expressionSpan(this.#source, span, { template, expression })));
      }
    }
    return captures;
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

  #unknown({ name }: Expression, span: Span): Problem {
    const at = placeAt(this.#source, span);
    const later = this.#later.get(name);
    const known = [...this.#captured.keys(), ...this.#given];
    if (later === this.#step) {
      return {
        code: 'used-before-capture',
        message: `\`${name}\` is what this step itself captures from its response`,
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
    const namespace = /^(?!run\.)[\w-]+\./.test(name);
    const fix = namespace
      ? 'values from outside are inputs: list it under `inputs` (with `env` to read an environment variable)'
      : suggestion(name, known);
    return { code: 'unknown-name', message: `no one defines \`${name}\``, at, fix };
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

/** The `${…}` as written; all of the text where escapes make that hard to say. */
function expressionSpan(
  source: Source,
  span: Span,
  { template, expression }: { readonly template: Template; readonly expression: Expression },
): Span {
  const written = `\${${expression.text}}`;
  const before = expressionsOf(template).filter(
    (one) => one.text === expression.text && one.offset < expression.offset,
  );
  const text = source.text.slice(span.start, span.end);
  let at = -1;
  for (let nth = 0; nth <= before.length; nth++) {
    do at = text.indexOf(written, at + 1);
    while (at > 0 && text[at - 1] === '$');
    if (at === -1) return span;
  }
  return { start: span.start + at, end: span.start + at + written.length };
}
