import type { ScenarioResult, StepResult } from '../../run/result.ts';

/** Names for places of the page, from file names and step ids: stable from run to run, and never twice. */
export class Anchors {
  readonly #taken = new Set<string>();

  /** The scenario's: never with a dot, which stands before the step's part. */
  scenario({ file }: Pick<ScenarioResult, 'file'>): string {
    const name = file.split(/[/\\]/).at(-1) ?? '';
    return unique(slug(name.replace(/\.scenario\.ya?ml$/, '')), this.#taken);
  }
}

/** The anchors of a scenario's steps. */
export function stepAnchors(scenario: string, steps: readonly StepResult[]): ReadonlyMap<StepResult, string> {
  const taken = new Set<string>();
  return new Map(steps.map((step) => [step, `${scenario}.${unique(slug(step.id), taken)}`]));
}

function unique(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}

const longest = 60;

function slug(text: string): string {
  const words = text.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return words.slice(0, longest).replace(/^-|-$/g, '') || 'scenario';
}
