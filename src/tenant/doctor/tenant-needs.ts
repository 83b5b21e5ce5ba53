import type { Scenario } from '../../format/scenario/scenario.ts';

/** What the selected scenarios need of a tenant, combined. */
export type Needs = {
  readonly actors: readonly ActorNeeds[];
  readonly licenses: readonly string[];
  readonly roles: readonly string[];
  readonly inputs: readonly InputNeed[];
};

export type ActorNeeds = {
  readonly name: string;
  /** The contexts of the scenarios; more than one where they do not agree. */
  readonly contexts: readonly ('delegated' | 'application')[];
  readonly permissions: readonly string[];
  /** The inputs that name its user. */
  readonly userInputs: readonly string[];
};

export type InputNeed = {
  readonly name: string;
  /** A scenario uses it as the id of a user. */
  readonly namesUser: boolean;
};

export function needsOf(scenarios: readonly Scenario[]): Needs {
  const names = unique(scenarios.flatMap(({ actors }) => actors.map(({ name }) => name)));
  const inputs = new Map<string, InputNeed>();
  for (const scenario of scenarios) {
    for (const { name, fixed } of scenario.inputs) {
      if (fixed !== undefined) continue;
      const before = inputs.get(name);
      inputs.set(name, {
        name,
        namesUser: before?.namesUser === true || namesUser(name, scenario),
      });
    }
  }
  return {
    actors: names.map((name) => actorNeeds(name, scenarios)),
    licenses: unique(scenarios.flatMap(({ needs }) => needs.licenses)),
    roles: unique(scenarios.flatMap(({ needs }) => needs.roles)),
    inputs: [...inputs.values()],
  };
}

function actorNeeds(name: string, scenarios: readonly Scenario[]): ActorNeeds {
  const same = scenarios.flatMap(({ actors }) => actors.filter((actor) => actor.name === name));
  return {
    name,
    contexts: unique(same.map(({ context }) => context)),
    permissions: unique(same.flatMap(({ permissions }) => permissions)).toSorted(),
    userInputs: unique(same.flatMap(({ user }) => wholeExpression.exec(user?.value ?? '')?.[1] ?? [])),
  };
}

const wholeExpression = /^\$\{\s*([^{}\s]+)\s*\}$/;

/** Whether an input is used as the id of a user, or names the user of an actor. */
function namesUser(input: string, { source, actors }: Scenario): boolean {
  const expression = `\${${input}}`;
  return source.text.includes(`/users/${expression}`) || actors.some(({ user }) => user?.value === expression);
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
