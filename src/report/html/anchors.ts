import type { ScenarioResult, StepResult } from '../../run/result.ts';

/** Names for places of the page, from file names and step ids: stable from run to run, and never twice. */
export class Anchors {
  readonly #taken = new Map<string, number>();

  /** The anchor of a scenario, without a dot, because a dot precedes the part of the step. */
  scenario({ file, row }: Pick<ScenarioResult, 'file' | 'row'>): string {
    const name = file.split(/[/\\]/).at(-1) ?? '';
    const own = name.replace(/\.scenario\.ya?ml$/, '');
    return unique(slug(row === undefined ? own : `${own} ${row}`), this.#taken);
  }
}

/** The anchors of a scenario's steps. */
export function stepAnchors(scenario: string, steps: readonly StepResult[]): ReadonlyMap<StepResult, string> {
  const taken = new Map<string, number>();
  return new Map(steps.map((step) => [step, `${scenario}.${unique(slug(step.id), taken)}`]));
}

/** A unique name; the map counts the uses of each name. */
function unique(wanted: string, taken: Map<string, number>): string {
  let number = (taken.get(wanted) ?? 0) + 1;
  let name = number === 1 ? wanted : `${wanted}-${number}`;
  while (taken.has(name)) name = `${wanted}-${++number}`;
  taken.set(name, 1);
  taken.set(wanted, number);
  return name;
}

const longest = 60;

function slug(text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.slice(0, longest).replace(/^-|-$/g, '') || 'scenario';
}
