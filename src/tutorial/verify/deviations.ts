import { placeText } from '../../diagnostics/place.ts';
import type { StepResult } from '../../run/result.ts';
import type { Deviation } from './correct-page.ts';
import type { Drift, DriftReport } from './find-drift.ts';
import type { RequestBlock } from './match-blocks.ts';

type ReplyOf = (step: string) => StepResult | undefined;

/** The blocks of a page that are replaced by the service's response; never by a mixture of two parties. */
export function deviationsOf({ drifts }: DriftReport, replyOf: ReplyOf): readonly Deviation[] {
  const byBlock = Map.groupBy(
    drifts.filter(({ value }) => value !== undefined),
    ({ block }) => block,
  );
  return [...byBlock].flatMap(([block, own]) => (block === undefined ? [] : deviationOf(block, own, replyOf)));
}

function deviationOf(block: RequestBlock, drifts: readonly Drift[], replyOf: ReplyOf): readonly Deviation[] {
  const corrected = drifts.filter(({ kind }) => kind === 'page' || kind === 'service');
  const [first] = corrected;
  const response = first?.step === undefined ? undefined : replyOf(first.step.id)?.exchange?.response;
  if (first === undefined || response === undefined) return [];
  const ofStep = corrected.filter(({ step }) => step === first.step);
  const differences = ofStep.flatMap(({ value }) => value?.difference ?? []);
  const disputed = drifts.find(({ kind }) => kind === 'both')?.value;
  const not = disputed === undefined ? {} : { not: `page, scenario and service all differ about ${disputed.path}` };
  const lists = new Set(ofStep.flatMap(({ value }) => value?.list ?? []));
  const expected = new Map(
    ofStep.flatMap(({ kind, value }) =>
      kind === 'page' && value?.scenario !== undefined ? [[value.path, value.scenario] as const] : [],
    ),
  );
  return [{ block, response, differences, lists, expected, ...not }];
}

const reasons: { readonly [kind in Drift['kind']]: string | undefined } = {
  page: undefined,
  service: undefined,
  scenario: 'the scenario is wrong, not the page',
  both: 'page, scenario and service all differ',
  contradiction: 'no response of the service says whether page or scenario is right',
  vanished: 'the page has no block for the step',
  new: 'no step shows the response of the service here',
};

/** Drift that no correction of a page settles, each with its place and the reason. */
export function notOfPage(reports: readonly DriftReport[]): readonly { readonly at: string; readonly why: string }[] {
  return reports
    .flatMap(({ drifts }) => drifts)
    .flatMap(({ kind, value, inPage, inScenario, step }) => {
      const changed = 'the block says something else, and no value in it contradicts the scenario';
      const reason = kind === 'page' && value === undefined ? changed : reasons[kind];
      if (reason === undefined) return [];
      const what = value === undefined ? '' : `\`${step?.id}\`, ${value.path}: `;
      return [{ at: placeText(inPage ?? inScenario), why: `${what}${reason}` }];
    });
}
