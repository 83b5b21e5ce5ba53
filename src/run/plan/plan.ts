/**
 * The run room: from a scenario to its result. This file: the plan, which defines exactly what will be done, with
 * everything compiled.
 */

import { defined } from '../../defined.ts';
import type { Span } from '../../diagnostics/source.ts';
import type { CompiledCapture } from '../../expectation/capture/capture-value.ts';
import type { CompiledResponse } from '../../expectation/compile/compile-response.ts';
import type { Condition } from '../../format/scenario/compose/condition.ts';
import type { Actor, Capture, Eventually, Scenario, Step } from '../../format/scenario/scenario.ts';
import type { LinkRules } from '../../format/template/link.ts';
import type { Template } from '../../format/template/template.ts';
import type { RunValues, Values } from '../../format/template/values.ts';
import type { Method } from '../../http/message.ts';
import type { Against, RunOfScenario, StepResult } from '../result.ts';
import type { BodyTemplate } from './body-template.ts';
import type { ContentTemplate } from './content/content-template.ts';
import type { PlannedBound } from './given/bound-values.ts';

/** A scenario with its values, its selection and every text compiled. Nothing in it can still be wrong offline. */
export type Plan = {
  readonly scenario: Scenario;
  readonly against: Against;
  readonly run: RunValues;
  /** Inputs and values of the run: everything that is known before the first response. */
  readonly values: Values;
  /** Names whose values are derived from others, before or during the run. */
  readonly bound: readonly PlannedBound[];
  readonly actors: readonly PlannedActor[];
  readonly steps: readonly PlannedStep[];
  readonly cleanup: readonly PlannedStep[];
};

/** An actor: who sends, and on whose behalf if the scenario states it. */
export type PlannedActor = Omit<Actor, 'user' | 'span'> & {
  /** Object id or user principal name. */
  readonly user?: string;
};

/** Its place among the others is that of its result. */
export type PlannedStep = Pick<StepResult, 'id' | 'title' | 'actor' | 'phase' | 'number' | 'of' | 'at'> & {
  readonly labels: Step['labels'];
  readonly page?: NonNullable<Step['page']>;
  readonly strict: boolean;
  /** The call, for a step that has one; a manual step without one has only its prompt. */
  readonly call?: PlannedCall;
  readonly prompt?: string;
  readonly eventually?: Eventually;
  readonly captures: readonly PlannedCapture[];
  readonly creates?: PlannedCreates;
  /** The ids of the steps whose captures this one uses. */
  readonly uses: readonly string[];
  /** The ids of the earlier steps that `after` names. */
  readonly after: readonly string[];
  /** The ids of all earlier steps that it depends on: by captures, by `after`, and by urls; in order, without repeats. */
  readonly causes: readonly string[];
  /** All conditions must be met, otherwise the step is skipped. */
  readonly when: readonly Condition[];
  /** The names of those captures. */
  readonly usedNames: readonly string[];
  readonly selected: boolean;
};

/** A capture; `compiled` is set if its path needs no value that only the run has. */
export type PlannedCapture = {
  readonly capture: Capture;
  readonly path: Template;
  readonly compiled?: CompiledCapture;
};

export type PlannedCall = {
  readonly request: PlannedRequest;
  readonly expectation: CompiledResponse;
  readonly repeats?: string;
};

export type PlannedRequest = {
  readonly method: Method;
  readonly url: Template;
  /** The url is a link that was captured, and may lead here. */
  readonly link?: LinkRules;
  readonly headers: readonly { readonly name: string; readonly value: Template }[];
  readonly body?: BodyTemplate;
  readonly content?: ContentTemplate;
  readonly pages: 'first' | 'all';
  /** The span of the url, where a changed request is shown. */
  readonly span: Span;
};

export type PlannedCreates =
  | { readonly kind: 'deletable'; readonly delete: Template; readonly find?: Template }
  | { readonly kind: 'stays'; readonly reason: string };

/** The identification that every event of a plan's run carries. */
export function runOf({ scenario: { source, row } }: Pick<Plan, 'scenario'>): RunOfScenario {
  return { file: source.path, ...defined({ row }) };
}
