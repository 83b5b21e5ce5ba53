import * as z from 'zod/mini';
import { defined } from '../../defined.ts';
import { formVersion, list, named, says, text } from '../../format/document/schema-words.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';

const step = z
  .object({
    id: text('Unique in the scenario.'),
    title: text('What the step does.'),
    actor: text('Who sends.'),
    kind: z
      .enum(['request', 'repeat', 'manual'])
      .check(says('A request, the repetition of one, or a task for a person.')),
  })
  .check(named('Step', 'A step.'));
const texts = (about: string) => list(z.string(), about);

const scenario = z.object({
  file: text('The scenario file.'),
  title: text('The title of the scenario.'),
  row: z.exactOptional(text('The data row.')),
  tutorial: z.exactOptional(text('The address of the page.')),
  tags: texts('Its tags.'),
  actors: list(
    z.object({
      name: text('The name of the actor.'),
      context: z.enum(['delegated', 'application']).check(says('As a user, or as the application itself.')),
      permissions: texts('The permissions that the actor needs.'),
    }),
    'Who sends the requests.',
  ),
  inputs: list(
    z.object({
      name: text('The name of the input.'),
      description: z.exactOptional(text('What it is.')),
      env: z.exactOptional(text('The variable that it is read from.')),
    }),
    'What it takes.',
  ),
  steps: list(step, 'The steps, in order.'),
  cleanup: list(step, 'The cleanup steps, in order.'),
});

export const listSchema = z
  .object({ version: formVersion(1), scenarios: list(scenario, 'The scenarios, in order.') })
  .check(says('What `list --json` prints.'));

type ListDocument = z.infer<typeof listSchema>;

/** The scenarios as `list --json` prints them. */
export function listDocument(scenarios: readonly Scenario[]): ListDocument {
  return { version: 1, scenarios: scenarios.map(listed) };
}

function listed({ source, title, row, tutorial, tags, actors, inputs, steps, cleanup }: Scenario) {
  const plain = ({ id, title, actor, action }: Step) => ({ id, title, actor, kind: action.kind });
  return {
    file: source.path,
    title,
    ...defined({ row, tutorial }),
    tags,
    actors: actors.map(({ name, context, permissions }) => ({ name, context, permissions })),
    inputs: inputs.map(({ name, description, env }) => ({ name, ...defined({ description, env }) })),
    steps: steps.map(plain),
    cleanup: cleanup.map(plain),
  };
}
