import { displayWidth, shortenedInside } from '../../diagnostics/display-width.ts';
import { placeText } from '../../diagnostics/place.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { worstFirst } from '../../expectation/compare/difference.ts';
import type { ScenarioResult, StepResult } from '../../run/result.ts';
import { stepHeading } from './failure-lines.ts';
import { fileLink } from './hyperlink.ts';
import { outcomeMark, type View } from './terminal-view.ts';

/** The rest is counted: a summary is one screen. */
const mostListed = 10;
const shortestHeading = 20;
/** The width of the labels of the summary. */
const summaryLabelWidth = 13;

/** The steps that need a look, a line each with their place: after many scenarios the failures themselves are far above. */
export function lookList(): {
  readonly add: (scenario: ScenarioResult) => void;
  readonly lines: (view: View) => readonly string[];
} {
  const listed: { readonly scenario: ScenarioResult; readonly step: StepResult }[] = [];
  let more = 0;
  return {
    add: (scenario) => {
      for (const step of [...scenario.steps, ...scenario.cleanup]) {
        if (step.outcome.kind === 'passed' || step.outcome.kind === 'skipped') continue;
        if (listed.length < mostListed) listed.push({ scenario, step });
        else more++;
      }
    },
    lines: (view) => [
      ...listed.map(({ scenario, step }) => lineOf(scenario, step, view)),
      ...(more === 0 ? [] : [`and ${more} more`]),
    ],
  };
}

function lineOf(scenario: ScenarioResult, step: StepResult, view: View): string {
  const { outcome } = step;
  const at = outcome.kind === 'failed' ? (worstFirst(outcome.differences)[0]?.at ?? step.at) : step.at;
  const place = safeLine(placeText(at));
  const behind = view.columns - summaryLabelWidth - displayWidth(place) - 4;
  const whole = stepHeading(scenario, step);
  // If lines are wrapped, a heading that does not fit behind the place gets its own line.
  const hasOwnLine = view.wraps === true && displayWidth(whole) > behind;
  const room = Math.max(shortestHeading, hasOwnLine ? view.columns - summaryLabelWidth - 2 : behind);
  const heading = shortenedInside(whole, room);
  return `${outcomeMark(outcome.kind, view.paint)} ${fileLink(view.paint.cyan(place), at.file, view)}  ${heading}`;
}
