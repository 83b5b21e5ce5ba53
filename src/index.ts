/** The public names of tutorial-replay. */

export { problemText } from './diagnostics/code-frame.ts';
export type { Place } from './diagnostics/place.ts';
export type { Problem, Result } from './diagnostics/problem.ts';
export type { ProblemCode } from './diagnostics/problem-codes.ts';
export type { Difference, DifferenceCode } from './expectation/compare/difference.ts';
export type { LoadedRecording } from './format/recording/load-recording.ts';
export { loadRecording, recordingPath } from './format/recording/load-recording.ts';
export type { RecordedExchange, Recording } from './format/recording/recording.ts';
export { rowsOf } from './format/scenario/compose/rows.ts';
export { loadScenario, loadSource } from './format/scenario/load-scenario.ts';
export { parseScenario } from './format/scenario/parse-scenario.ts';
export type { Scenario, Step } from './format/scenario/scenario.ts';
export type { RunOptions } from './harness/harness.ts';
export { planRun, replay } from './harness/harness.ts';
export type { PlanOptions, ReadyPlan } from './harness/plan-options.ts';
export type { Exchange, Headers, HttpRequest, HttpResponse, Method } from './http/message.ts';
export type { Json, JsonObject } from './json/json.ts';
export type { Plan, PlannedStep } from './run/plan/plan.ts';
export type { Selection } from './run/plan/selection.ts';
export type {
  BlockedReason,
  Counts,
  ExitCode,
  RunEvent,
  RunListener,
  RunResult,
  RunSummary,
  ScenarioOutcome,
  ScenarioResult,
  StepOutcome,
  StepResult,
} from './run/result.ts';
