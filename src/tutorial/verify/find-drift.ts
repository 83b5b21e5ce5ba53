import { defined } from '../../defined.ts';
import { type Place, placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import type { Page } from '../page/page.ts';
import { blocksOf, isDocumented, type Match, matchBlocks, type RequestBlock } from './match-blocks.ts';
import { type Disagreement, disagreements, type ServiceReply } from './parties.ts';
import { wordsOf } from './party-words.ts';
import { shownText } from './shown-text.ts';

export const driftKinds = ['page', 'scenario', 'service', 'both', 'contradiction', 'vanished', 'new'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** One way in which page, scenario and service have moved apart. */
export type Drift = {
  readonly kind: DriftKind;
  /** The step's title, or the heading of the new block. */
  readonly title: string;
  readonly step?: Step;
  readonly block?: RequestBlock;
  readonly inPage?: Place;
  readonly inScenario: Place;
  /** The value about which they disagree; absent where a block as a whole has changed. */
  readonly value?: Disagreement;
  readonly message: string;
  readonly fix: string;
};

/** Whether page and scenario contradict each other: then `--accept` cannot record it. */
export const isContradiction = ({ kind, value }: Drift): boolean =>
  value !== undefined && (kind === 'page' || kind === 'scenario' || kind === 'both' || kind === 'contradiction');

/** How many steps and blocks have drifted: of one of them, several values may. */
export const countDrifted = (drifts: readonly Drift[]): number =>
  new Set(drifts.map((drift) => drift.step ?? drift.block ?? drift)).size;

/** What was compared, and what drifted. */
export type DriftReport = {
  readonly scenario: Scenario;
  readonly page: Page;
  readonly matches: readonly Match[];
  readonly drifts: readonly Drift[];
  /** The number of steps without a digest: it is unknown whether their block changed. */
  readonly undigested: number;
};

/**
 * Compares the page with the expectations of its scenario, with the digests of the blocks that the scenario was written
 * from, and with the last responses of the service. An unchanged block that moved has not drifted. `replyOf`: the reply to
 * a step in the last run, by its id.
 */
export function findDrift(
  scenario: Scenario,
  page: Page,
  replyOf: (id: string) => ServiceReply = () => ({ kind: 'none' }),
): DriftReport {
  const blocks = blocksOf(page);
  const matches = matchBlocks(scenario, blocks);
  const taken = new Set(matches.map(({ block }) => block?.digest));
  const undocumented = new Set(scenario.undocumented);
  // A block that documents several steps shows the first of them.
  const first = new Map(matches.toReversed().map(({ block, step }) => [block, step]));
  return {
    scenario,
    page,
    matches,
    drifts: [
      ...matches.flatMap((match) =>
        driftOf(match, {
          scenario,
          page,
          service: replyOf(match.step.id),
          isFirst: first.get(match.block) === match.step,
        }),
      ),
      ...blocks
        .filter((block) => isDocumented(block) && !taken.has(block.digest) && !undocumented.has(block.digest))
        .map((block) => newBlock(block, scenario, page)),
    ],
    undigested: matches.filter(({ text, block }) => text === 'unknown' && block !== undefined).length,
  };
}

type About = {
  readonly scenario: Scenario;
  readonly page: Page;
  readonly service: ServiceReply;
  readonly isFirst: boolean;
};

function driftOf({ step, block, text }: Match, { scenario, page, service, isFirst }: About): readonly Drift[] {
  const inScenario = placeAt(scenario.source, step.span);
  const about = { title: step.title, step, inScenario };
  if (block === undefined && text === 'unknown') return [];
  if (block === undefined) {
    const message = `the page no longer has a block for \`${step.id}\``;
    return [{ ...about, kind: 'vanished', message, fix: 'remove the step, or find the block on another page' }];
  }
  const request = isFirst ? block.request : { ...block.request, responses: [] };
  const values = disagreements({ scenario, step, request, service }).map((value): Drift => {
    const inPage = placeAt(page.source, value.inPage);
    return { ...about, ...wordsOf(step.id, value), block, inPage, inScenario: value.inScenario, value };
  });
  if (text !== 'changed' || values.some(isContradiction)) return values;
  const message = `the page no longer says what \`${step.id}\` was written from`;
  const fix = 'bring the step up to date; `drift --accept` then notes what the page says';
  const inPage = placeAt(page.source, firstLine(page, block));
  return [{ ...about, kind: 'page', block, inPage, message, fix }, ...values];
}

function newBlock(block: RequestBlock, scenario: Scenario, page: Page): Drift {
  const { request } = block;
  return {
    kind: 'new',
    title: request.step,
    block,
    inPage: placeAt(page.source, firstLine(page, block)),
    inScenario: placeAt(scenario.source, { start: 0, end: 1 }),
    message: `no step is documented by ${request.method} ${shownText(request.url)}`,
    fix: 'add a step, or record with `drift --accept` that there is none',
  };
}

function firstLine({ source }: Page, { request }: RequestBlock) {
  const { start, end } = request.span;
  const text = source.text.slice(start, end);
  const lead = /^\s*/.exec(text)?.[0].length ?? 0;
  const line = /^[^\r\n]*/.exec(text.slice(lead))?.[0].length ?? 0;
  return { start: start + lead, end: start + lead + line };
}

/** A drift as problems: at its place in the page, and at its place in the scenario. */
export function driftProblems({ kind, message, fix, inPage, inScenario }: Drift): readonly Problem[] {
  const problem = { code: `drift-${kind}`, message, fix } as const;
  if (kind === 'new') return [{ ...problem, ...defined({ at: inPage }) }];
  return [...(inPage === undefined ? [] : [{ ...problem, at: inPage }]), { ...problem, at: inScenario }];
}
