import type { Scenario } from '../../format/scenario/scenario.ts';
import type { Page } from '../page/page.ts';
import { type Drift, findDrift } from './find-drift.ts';
import { blocksOf, isDocumented, matchBlocks, type RequestBlock } from './match-blocks.ts';
import type { ServiceReply } from './parties.ts';

export const coverageStates = ['passed', 'failing', 'manual', 'never passed', 'uncovered'] as const;

/**
 * The state of a block. `passed`: all its steps that ran passed in the last run · `failing`: a response differs ·
 * `manual`: a person does it · `never passed`: it has a step that did not pass in a run · `uncovered`: it has no step.
 */
export type CoverageState = (typeof coverageStates)[number];

type BlockCoverage = {
  readonly block: RequestBlock;
  readonly state: CoverageState;
  /** Scenario file and step, for each step that the block documents. */
  readonly steps: readonly { readonly file: string; readonly id: string }[];
  /** About which values page, scenario and service do not agree. */
  readonly values: readonly Drift[];
};

export type PageCoverage = { readonly page: Page; readonly blocks: readonly BlockCoverage[] };

/** The result of a step in the last run; `off`: its condition was false; `undefined`: it was not run. */
type OutcomeOf = (scenario: Scenario, step: string) => 'passed' | 'failed' | 'off' | 'other' | undefined;

/** The state of a page in scenarios and the last run. */
export type CoverageBasis = {
  /** Whether a scenario names the page as its tutorial. */
  readonly namesPage: (scenario: Scenario) => boolean;
  readonly outcome: OutcomeOf;
  readonly replyOf: (scenario: Scenario, step: string) => ServiceReply;
};

/** Which blocks of a page are exercised by scenarios, and with what result. */
export function coverageOf(
  page: Page,
  scenarios: readonly Scenario[],
  { namesPage, outcome, replyOf }: CoverageBasis,
): PageCoverage {
  const blocks = blocksOf(page).filter(isDocumented);
  const digests = new Set(blocks.map(({ digest }) => digest));
  // A scenario belongs to a page that it names, or from which it has an unchanged block.
  const isAbout = (scenario: Scenario) =>
    namesPage(scenario) || [...scenario.steps, ...scenario.cleanup].some(({ page }) => digests.has(page?.digest ?? ''));
  const about = scenarios.filter(isAbout);
  const matches = about.flatMap((scenario) => matchBlocks(scenario, blocks).map((match) => ({ ...match, scenario })));
  const drifts = about.flatMap((scenario) => findDrift(scenario, page, (step) => replyOf(scenario, step)).drifts);
  return {
    page,
    blocks: blocks.map((block) => {
      const own = matches.filter((match) => match.block === block);
      const outcomes = own.map(({ scenario, step }) => outcome(scenario, step.id));
      // Once, however many rows the scenario has.
      const places = own.map(({ scenario, step }) => ({ file: scenario.source.path, id: step.id }));
      const steps = [...new Map(places.map((one) => [`${one.file}\n${one.id}`, one])).values()];
      const manual = own.some(({ step }) => step.action.kind === 'manual' && step.action.unattended === undefined);
      const values = drifts.filter((drift) => drift.value !== undefined && drift.block?.line === block.line);
      // Rows of a scenario differ about the same value once.
      const said = [...new Map(values.map((drift) => [drift.message, drift])).values()];
      return { block, steps, state: stateOf(outcomes, manual), values: said };
    }),
  };
}

function stateOf(all: readonly ReturnType<OutcomeOf>[], manual: boolean): CoverageState {
  if (all.length === 0) return 'uncovered';
  // If a step did not run in one row or scenario, the others decide.
  const said = all.filter((outcome) => outcome !== 'off' && outcome !== undefined);
  const outcomes = said.length === 0 ? all : said;
  if (outcomes.includes('failed')) return 'failing';
  if (outcomes.every((outcome) => outcome === 'passed')) return 'passed';
  return manual ? 'manual' : 'never passed';
}

export type CoverageCounts = { readonly [state in CoverageState]: number };

export function countCoverage(pages: readonly PageCoverage[]): CoverageCounts {
  const of = (state: CoverageState) =>
    pages.reduce((sum, { blocks }) => sum + blocks.filter((block) => block.state === state).length, 0);
  return {
    passed: of('passed'),
    failing: of('failing'),
    manual: of('manual'),
    'never passed': of('never passed'),
    uncovered: of('uncovered'),
  };
}

/** How many of all blocks have a step that was run to a response, in percent, rounded down: 99.9 is not all. */
export function percentOf({ passed, failing, ...others }: CoverageCounts): number {
  const all = Object.values(others).reduce((sum, one) => sum + one, passed + failing);
  return all === 0 ? 0 : Math.floor(((passed + failing) * 100) / all);
}
