import { safeLine } from '../../diagnostics/safe-text.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import { exitCode } from '../../run/exit-code.ts';
import type { ExitCode } from '../../run/result.ts';
import { loadScenarios } from '../loading/load-scenarios.ts';
import { listConfig } from '../options/config.ts';
import { printProblems } from '../output/print-problems.ts';
import type { Streams } from '../output/streams.ts';

/** `list`: the scenarios and their steps. */
export async function listCommand(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const config = listConfig(args);
  if (!config.ok) return printProblems(config.problems, streams);
  const scenarios = await loadScenarios(config.value);
  if (!scenarios.ok) return printProblems(scenarios.problems, streams);
  const texts: string[] = [];
  const objects: object[] = [];
  for (const { scenario } of scenarios.value) {
    const loaded = await scenario();
    if (!loaded.ok) return printProblems(loaded.problems, streams);
    if (config.value.json) objects.push(listed(loaded.value));
    else texts.push(listing(loaded.value));
  }
  streams.stdout.write(config.value.json ? `${JSON.stringify(objects, null, 2)}\n` : texts.join('\n'));
  return exitCode({});
}

function listed({ source, title, tutorial, tags, actors, inputs, steps, cleanup }: Scenario): object {
  const step = ({ id, title, actor, action }: Step) => ({ id, title, actor, kind: action.kind });
  return {
    file: source.path,
    title,
    tutorial,
    tags,
    actors: actors.map(({ name, context, permissions }) => ({ name, context, permissions })),
    inputs: inputs.map(({ name, description, env }) => ({ name, description, env })),
    steps: steps.map(step),
    cleanup: cleanup.map(step),
  };
}

function listing({ source, title, tags, actors, steps, cleanup }: Scenario): string {
  const all = [...steps, ...cleanup];
  const idWidth = Math.max(...all.map(({ id }) => id.length));
  const actorWidth = Math.max(...all.map(({ actor }) => actor.length));
  const line = (step: Step, number: string) =>
    `  ${number.padStart(3)} ${step.id.padEnd(idWidth)}  ${step.actor.padEnd(actorWidth)}  ${safeLine(step.title)}\n`;
  return [
    `${safeLine(title)}\n`,
    `  ${safeLine(source.path)}\n`,
    `  tags: ${tags.join(', ') || 'none'} · actors: ${actors.map(({ name, context }) => `${name} (${context})`).join(', ')}\n`,
    ...steps.map((step, index) => line(step, String(index + 1))),
    ...cleanup.map((step) => line(step, '↺')),
  ].join('');
}
