import type { Source } from '../../diagnostics/source.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import { worstFirst } from '../../expectation/compare/difference.ts';
import type { Verdict } from '../../expectation/compare/evaluate.ts';
import { evaluate } from '../../format/template/evaluate-template.ts';
import type { Template } from '../../format/template/template.ts';
import { type Value, type Values, valueText } from '../../format/template/values.ts';
import type { Exchange, HttpRequest, HttpResponse } from '../../http/message.ts';
import { shareBody } from '../../http/response-body.ts';
import { unchanged } from '../../json/compact.ts';
import { mapTexts } from '../../json/map-texts.ts';
import type { Pseudonymizer } from '../../redaction/redact/pseudonymizer.ts';
import type { Redactor } from '../../redaction/redact/redactor.ts';
import { addBound } from '../plan/given/bound-values.ts';
import type { Plan, PlannedStep } from '../plan/plan.ts';
import { type PlanWords, wordsOf } from '../plan/plan-words.ts';
import { secretsOf } from '../plan/run-secrets.ts';
import type { StepResult } from '../result.ts';
import { fillRequest } from '../send/fill-request.ts';
import { type Taken, takeCaptures } from '../send/take-captures.ts';
import { type DifferenceWords, redactedDifference, redactedPlace, withExcerpt } from './shown-differences.ts';

/** The unredacted findings of a step. */
export type RawFindings = {
  readonly verdict: Verdict;
  /** How its requests differ from those that were recorded. */
  readonly changes: readonly Difference[];
  readonly taken: Taken;
  readonly values: Values;
};

/** The same, to be shown. */
export type ShownFindings = {
  /** Worst first. */
  readonly differences: readonly Difference[];
  /** The redacted values in place of those in the expectation. */
  readonly values: Values;
  /** Adds the rest to a result. */
  readonly report: <Result extends object>(result: Result) => Result & Reported;
};

type Reported = Pick<StepResult, 'notes' | 'captured'>;

/** How one step is shown. */
export type StepView = Redactor & { readonly findings: (raw: RawFindings, shown: Exchange) => ShownFindings };

/** The view that shows values unchanged, except for what the redactor removes. */
export function plainView({ text, excerpt, exchange }: Redactor, step: PlannedStep, source: Source): StepView {
  const words = { text, excerpt };
  return {
    text,
    excerpt,
    exchange,
    findings: (raw, { response }) => {
      const { values, verdict, taken } = raw;
      if (response.text === verdict.response.text) shareBody(verdict.response, response);
      const about = { values, response, source };
      const again = taken.differences.length === 0 ? taken : takeCaptures(step.captures, response, about);
      const found = shownFindings(raw, again.differences, { ...about, words, literal: text });
      const inWords = (one: Difference) => redactedPlace(one, words);
      return {
        differences: found.differences.map(inWords),
        values,
        report: (result) => ({
          ...result,
          notes: found.notes.map(inWords),
          captured: Object.fromEntries(taken.values.map(([name, value]) => [name, text(valueText(value))])),
        }),
      };
    },
  };
}

type Showing = {
  readonly response: HttpResponse;
  readonly values: Values;
  readonly words: DifferenceWords;
  /** How a text of the expectation is shown. */
  readonly literal: (text: string) => string;
};
type InWords = { readonly differences: readonly Difference[]; readonly notes: readonly Difference[] };

/** All findings, in terms of the redacted response. */
function shownFindings(
  raw: RawFindings,
  captures: readonly Difference[],
  { response, values, words, literal }: Showing,
): InWords {
  const redacted = (one: Difference) => redactedDifference(one, words);
  const { differences, notes } = raw.verdict.findings.shown({ response, values, text: literal, redacted });
  const notTaken = raw.taken.differences.map(
    (one) => captures.find(({ path, at }) => path === one.path && at.line === one.at.line) ?? redacted(one),
  );
  return { differences: worstFirst([...differences, ...raw.changes.map(redacted), ...notTaken]), notes };
}

/**
 * A shadow of the run with a pseudonym for every value: its requests are filled with pseudonyms as the real ones are
 * filled with values, its redacted responses are evaluated, and its captures are taken from them. So a replay of the
 * redacted run gives the same results, and no difference shows a real value. Redaction happens once, where the run
 * emits.
 */
export class RedactedRun {
  readonly #plan: Plan;
  readonly #pseudonyms: Pseudonymizer;
  readonly #words: PlanWords;
  /** Redacts texts that belong to no step, with all values that are known so far. */
  readonly redactor: Redactor;
  readonly #values = new Map<string, Value>();

  constructor(plan: Plan, pseudonyms: Pseudonymizer) {
    this.#plan = plan;
    this.#pseudonyms = pseudonyms;
    this.#words = wordsOf(plan);
    this.redactor = pseudonyms;
    this.#begin();
  }

  /** The redacted values of the inputs. */
  inputs(): { readonly [name: string]: Value } {
    return inputsOf(this.#plan, this.#values);
  }

  /** Restores what was captured before this process, and how it was shown then. */
  resume(values: Values, results: readonly StepResult[]): void {
    for (const [name, shown] of results.flatMap(({ captured }) => Object.entries(captured))) {
      const value = values.get(name);
      if (value === undefined) continue;
      if (typeof value === 'string') this.#pseudonyms.know(value, shown);
      this.#values.set(name, this.#shown(value));
    }
  }

  /** Begins a step. `request`: the first request that it sends, filled with `values`. */
  view(step: PlannedStep, values: Values, request?: HttpRequest): StepView {
    // Also values that were captured since the last step.
    addBound(this.#plan.bound, this.#values);
    this.#learn([...this.#words.given, ...(this.#words.templates.get(step.id) ?? [])], values);
    const filled = this.#request(step);
    return {
      text: this.redactor.text,
      excerpt: this.redactor.excerpt,
      exchange: (raw) => this.#exchange(step, raw, { first: request, filled }),
      findings: (raw, shown) => this.#findings(step, raw, shown),
    };
  }

  #begin(): void {
    const { plan, pseudonyms, words } = { plan: this.#plan, pseudonyms: this.#pseudonyms, words: this.#words };
    for (const secret of secretsOf(plan)) pseudonyms.hide(secret);
    for (const name of words.secretNames) pseudonyms.hide(valueText(plan.values.get(name) ?? ''));
    pseudonyms.publish({ names: words.names, secrets: words.secretLiterals });
    for (const text of words.literals) pseudonyms.know(text);
    for (const text of [plan.run.id, plan.run.now]) pseudonyms.know(text);
    // Names that are built from other values are built from their redacted values.
    const made = new Set(plan.bound.map(({ name }) => name));
    for (const [name, value] of plan.values) if (!made.has(name)) this.#values.set(name, this.#shown(value));
  }

  /** The values that a step fills in may occur in any response. */
  #learn(templates: readonly Template[], values: Values): void {
    for (const template of templates) {
      const [raw, shown] = [evaluate(template, values), evaluate(template, this.#values)];
      if (typeof raw === 'string' && typeof shown === 'string') this.#pseudonyms.know(raw, shown);
    }
  }

  #request({ call }: PlannedStep): HttpRequest | undefined {
    const filled = call === undefined ? undefined : fillRequest(call.request, this.#values);
    return filled?.ok === true ? this.#pseudonyms.own(filled.request) : undefined;
  }

  #exchange({ call, captures }: PlannedStep, raw: Exchange, { first, filled }: Begun): Exchange {
    const { exchange, response } = this.#pseudonyms;
    this.#hideSecretCaptures(captures, raw.response);
    if (filled === undefined || first === undefined) return exchange(raw);
    const expected = new Set([
      ...(call?.expectation.headers ?? []).map(({ name }) => name),
      ...captures.flatMap(({ capture }) => (capture.from === 'header' ? [capture.path.value.toLowerCase()] : [])),
    ]);
    return { request: this.#sent(raw.request, first, filled), response: response(raw.response, expected) };
  }

  /** A capture that is sent as a secret is a secret wherever it occurs. */
  #hideSecretCaptures(captures: PlannedStep['captures'], response: HttpResponse): void {
    const secret = captures.filter(({ capture }) => this.#words.secretNames.has(capture.name));
    if (secret.length === 0) return;
    const about = { values: this.#values, source: this.#plan.scenario.source };
    for (const [, value] of takeCaptures(secret, response, about).values) this.#pseudonyms.hide(valueText(value));
  }

  /** The pages after the first have urls of the service. */
  #sent(raw: HttpRequest, first: HttpRequest, filled: HttpRequest): HttpRequest {
    return raw.url === first.url ? filled : { ...filled, url: this.#pseudonyms.url(raw.url) };
  }

  #shown(value: Value): Value {
    return mapTexts(value, this.#pseudonyms.value);
  }

  #findings(step: PlannedStep, raw: RawFindings, shown: Exchange): ShownFindings {
    const { differences, ...reported } = this.#found(step, raw, shown);
    return { differences, values: this.#values, report: (result) => ({ ...result, ...reported }) };
  }

  #found(step: PlannedStep, raw: RawFindings, { response }: Exchange): Reported & Pick<ShownFindings, 'differences'> {
    const { text, excerpt, value } = this.#pseudonyms;
    const about = { response, values: this.#values, source: this.#plan.scenario.source };
    const again = step.captures.length === 0 ? raw.taken : takeCaptures(step.captures, response, about);
    const shown = shownFindings(raw, again.differences, {
      ...about,
      words: { text, excerpt, value },
      literal: unchanged,
    });
    const inWords = (one: Difference) => ({ ...one, at: withExcerpt(one.at, excerpt) });
    const captured = raw.taken.values.map(([name, taken]) => {
      const [, standsFor = this.#shown(taken)] = again.values.find(([one]) => one === name) ?? [];
      this.#values.set(name, standsFor);
      return [name, valueText(standsFor)] as const;
    });
    return {
      differences: shown.differences.map(inWords),
      notes: shown.notes.map(inWords),
      captured: Object.fromEntries(captured),
    };
  }
}

/** The first request of a step, and its redacted form. */
type Begun = { readonly first: HttpRequest | undefined; readonly filled: HttpRequest | undefined };

/** The inputs of the scenario among some values, with a function applied to each text. */
export function inputsOf({ scenario }: Plan, values: Values, shown = unchanged): { readonly [name: string]: Value } {
  const given = scenario.inputs.map(({ name }) => {
    const value = values.get(name);
    return [name, value === undefined ? undefined : mapTexts(value, shown)] as const;
  });
  return Object.fromEntries(given.filter((entry): entry is readonly [string, Value] => entry[1] !== undefined));
}
