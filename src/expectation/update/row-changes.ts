import { placeAt } from '../../diagnostics/place.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { ScenarioResult } from '../../run/result.ts';
import type { StepChanges } from './scenario-changes.ts';
import type { Change } from './update-change.ts';

/** A run of a scenario, or of one of its rows, and what its file can be made to agree with. */
type RowChanges = { readonly result: ScenarioResult; readonly steps: readonly StepChanges[] };

/**
 * The changes of a file in which all rows of it agree, each once. What is right for one row and wrong for another cannot be
 * written: it is left, with its place.
 */
export function changesOfRows(rows: readonly RowChanges[], source: Source): readonly StepChanges[] {
  const [only, ...others] = rows;
  if (only === undefined || others.length === 0) return only?.steps ?? [];
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
