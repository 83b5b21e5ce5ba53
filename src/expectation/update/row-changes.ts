import { placeAt } from '../../diagnostics/place.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Plan } from '../../run/plan/plan.ts';
import type { ScenarioResult } from '../../run/result.ts';
import { type StepChanges, scenarioChanges } from './scenario-changes.ts';
import type { Change } from './update-change.ts';

/** A run of a scenario, or of one of its rows. */
export type RowRun = { readonly plan: Plan; readonly result: ScenarioResult };
/** The same, and the edits that its file allows. */
type RowChanges = { readonly result: ScenarioResult; readonly steps: readonly StepChanges[] };

/**
 * The changes of a file that are right for all of its rows, each once. If rows agree only with names of their inputs in
 * place of values, the names are written. A change that is right for one row and wrong for another is left out, with
 * its place.
 */
export function changesOfRows(runs: readonly RowRun[]): readonly StepChanges[] {
  const [first, ...others] = runs;
  if (first === undefined) return [];
  if (others.length === 0) return scenarioChanges(first.plan, first.result);
  const { source, inputs } = first.plan.scenario;
  const ofRows = (names: ReadonlySet<string>) =>
    agreed(
      runs.map(({ plan, result }) => ({ result, steps: scenarioChanges(plan, result, names) })),
      source,
    );
  const asReceived = ofRows(new Set());
  if (asReceived.every(({ left }) => left.length === 0)) return asReceived;
  const given = inputs.flatMap(({ name, fixed }) => (fixed === undefined ? [] : [name]));
  return settledBy(asReceived, ofRows(new Set(given)), source);
}

/** The other changes are settled as in these. */
function settledBy(
  steps: readonly StepChanges[],
  named: readonly StepChanges[],
  source: Source,
): readonly StepChanges[] {
  const keyAt = (id: string, { path, at }: StepChanges['left'][number]) => `${id} ${path} ${at.line}:${at.column}`;
  const settling = new Map(
    named.flatMap(({ step, changes }) =>
      changes.map((change) => [keyAt(step.id, asLeft(change, source)), change] as const),
    ),
  );
  const taken = new Set<string>();
  return steps.map((own): StepChanges => {
    const { left, changes, step } = own;
    const keys = left.map((one) => keyAt(step.id, one));
    const fresh = [...new Set(keys)].filter((key) => settling.has(key) && !taken.has(key));
    for (const key of fresh) taken.add(key);
    const settled = fresh.flatMap((key) => settling.get(key) ?? []);
    return { ...own, changes: [...changes, ...settled], left: left.filter((_, at) => !settling.has(keys[at] ?? '')) };
  });
}

function agreed(rows: readonly RowChanges[], source: Source): readonly StepChanges[] {
  const all = rows.flatMap(({ steps }) => steps);
  const seen = new Set<string>();
  const isNew = (key: string) => !seen.has(key) && seen.add(key) !== undefined;
  return all.map((own): StepChanges => {
    const { id } = own.step;
    const sent = rows.filter(({ result }) => exchangeOf(result, id) !== undefined).length;
    const agreeing = (change: Change) =>
      all.filter(({ step, changes }) => step.id === id && changes.some((one) => keyOf(one) === keyOf(change))).length;
    const fresh = own.changes.filter((change) => isNew(`${id} ${keyOf(change)}`));
    const isAgreed = (change: Change) => agreeing(change) === sent;
    const disagreed = fresh.filter((change) => !isAgreed(change)).map((change) => asLeft(change, source));
    const left = own.left.filter(({ path, at }) => isNew(`left ${path} ${at.line}:${at.column}`));
    return { ...own, changes: fresh.filter(isAgreed), left: [...left, ...disagreed] };
  });
}

function exchangeOf({ steps, cleanup }: ScenarioResult, id: string) {
  return [...steps, ...cleanup].find((step) => step.id === id)?.exchange;
}

const keyOf = ({ span, accept }: Change): string =>
  JSON.stringify([span.start, span.end, accept.span.start, accept.span.end, accept.text]);

function asLeft({ span, path }: Change, source: Source): StepChanges['left'][number] {
  const message = 'the rows of this scenario received different values';
  return { code: 'value', path, message, at: placeAt(source, span) };
}
