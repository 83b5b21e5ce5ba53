import {
  type Difference,
  differenceCodes,
  differencesFound,
  worstFirst,
} from '../../expectation/compare/difference.ts';
import { aloneWords } from '../../run/party-value.ts';
import { blockedReasons, type RunSummary, type ScenarioResult, type StepResult } from '../../run/result.ts';
import { counted } from './duration-text.ts';
import { stepHeading } from './failure-lines.ts';
import { differenceText, outcomeMessage } from './outcome-message.ts';

/** A remark that a CI system shows at a line of a file. Texts are not yet made safe for any sink. */
export type Annotation = {
  readonly level: AnnotationLevel;
  /** Within a level, smaller is worse. */
  readonly rank: number;
  /** The code of a difference, the reason of a block, or another kind. */
  readonly code: string;
  readonly title: string;
  readonly message: string;
  /** Absent for the whole run. */
  readonly at?: { readonly file: string; readonly line: number; readonly column?: number; readonly endColumn?: number };
};

/** `notice`: the place on the page, in addition to the one in the scenario. */
export type AnnotationLevel = 'error' | 'warning' | 'notice';

export type PageFile = (address: string) => string | undefined;

const mostDifferences = 5;
const ranks: readonly string[] = [...Object.keys(differenceCodes), ...Object.keys(blockedReasons), 'pending'];

/** The annotations of a scenario: one for each step with a problem, and one at its line of the page. */
export function annotationsOf(scenario: ScenarioResult, pageFile?: PageFile): readonly Annotation[] {
  const page = scenario.tutorial === undefined ? undefined : pageFile?.(scenario.tutorial);
  return [...scenario.steps, ...scenario.cleanup].flatMap((step) => {
    const own = annotationOf(scenario, step);
    if (own === undefined) return [];
    const found = { ...own, message: `${own.message}${callsOf(step)}` };
    const line = step.page?.line;
    if (page === undefined || line === undefined || found.level !== 'error') return [found];
    return [found, { ...found, level: 'notice', at: { file: page, line } } as const];
  });
}

/** A CI system shows the line of the shared step; only the text can name the scenario that calls it. */
function callsOf({ at: { calledAt = [] } }: StepResult): string {
  return calledAt.map(({ file, line, column }) => `\ncalled at ${file}:${line}:${column}`).join('');
}

function annotationOf(scenario: ScenarioResult, step: StepResult): Annotation | undefined {
  const { outcome } = step;
  const about = (level: AnnotationLevel, code: string) =>
    ({ level, code, rank: ranks.indexOf(code), title: stepHeading(scenario, step), at: step.at }) as const;
  switch (outcome.kind) {
    case 'failed': {
      const sorted = worstFirst(outcome.differences);
      const [worst = outcome.differences[0]] = sorted;
      return { ...about('error', worst.code), at: worst.at, message: differencesText(sorted) };
    }
    case 'blocked': {
      const fix = outcome.fix === undefined ? '' : `\nfix: ${outcome.fix}`;
      return { ...about('warning', outcome.reason), message: `${outcomeMessage(outcome)}${fix}` };
    }
    case 'pending':
      return { ...about('warning', 'pending'), message: outcomeMessage(outcome) ?? '' };
    case 'passed':
    case 'skipped': {
      const [first] = step.parties ?? [];
      if (first === undefined) return undefined;
      const message = (step.parties ?? []).map(({ alone, path }) => `${path}: ${aloneWords[alone]}`).join('\n');
      return { ...about('warning', 'page'), rank: ranks.length, at: first.inPage, message };
    }
    default:
      return outcome satisfies never;
  }
}

function differencesText(sorted: readonly Difference[]): string {
  const lines = sorted.slice(0, mostDifferences).map(differenceText);
  const more = differencesFound(sorted) - lines.length;
  return [...lines, ...(more > 0 ? [`and ${counted(more, 'more difference')}`] : [])].join('\n');
}

/** A leftover is worse than any outcome of a step. */
export function leftoverAnnotations({ leftovers }: RunSummary): readonly Annotation[] {
  if (leftovers.length === 0) return [];
  const shown = leftovers.slice(0, mostDifferences);
  const more = leftovers.length - shown.length;
  const message = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
  return [{ level: 'error', rank: -1, code: 'leftover', title: 'Left over after the run', message }];
}
