import { randomUUID } from 'node:crypto';
import type { Actor, Scenario } from '../../format/scenario/scenario.ts';
import type { ServedSandbox } from '../../harness/harness.ts';
import { variablePart } from '../../tenant/auth/setting-lookup.ts';
import { setting } from './sandbox-settings.ts';

/** The parts of a scenario from which its people and values in the sandbox are derived. */
export type DemoScenario = Pick<Scenario, 'actors' | 'inputs'>;

/**
 * An environment file: how the actors of scenarios sign in to the sandbox, and values for inputs. Each actor gets its
 * own application, with consent only to the `permissions` that the scenarios list.
 */
export function demoSettings(scenarios: readonly DemoScenario[], served: ServedSandbox): string {
  const clients = registerClients(scenarios, served);
  const signIns = scenarios.flatMap((scenario) =>
    scenario.actors.flatMap((actor) => {
      const client = clients.get(actor.name);
      const person = userInput(actor, scenario);
      // One variable has one value in the file: that of the first scenario.
      const first = scenarios
        .flatMap((one) => one.inputs)
        .find(({ env, example }) => env !== undefined && env === person?.env && example !== undefined);
      return client === undefined ? [] : signIn(actor, first ?? person, { client, server: served.server });
    }),
  );
  const inputs = scenarios.flatMap((scenario) => scenario.inputs).flatMap(inputLine);
  return ['', '# Who acts', ...firstOfEach(signIns), '', '# Inputs', ...firstOfEach(inputs), ''].join('\n');
}

type DemoInput = DemoScenario['inputs'][number];

function inputLine({ env, example }: DemoInput): readonly string[] {
  return env === undefined || example === undefined ? [] : [setting(env, String(example))];
}

/** Lines of settings; where two set the same variable, the first. */
function firstOfEach(lines: readonly string[]): readonly string[] {
  const byName = Map.groupBy(lines, (line) => line.slice(0, line.indexOf('=')));
  return [...byName.values()].flatMap(([first]) => first ?? []);
}

type Client = ReturnType<ServedSandbox['server']['apps']>[number];

/** The applications, by the names of the actors; one that lists no permission may do anything, as in process. */
function registerClients(scenarios: readonly DemoScenario[], { server }: ServedSandbox): ReadonlyMap<string, Client> {
  const [app] = server.apps().toSorted((a, b) => b.application.length - a.application.length);
  if (app === undefined) return new Map();
  const byName = Map.groupBy(
    scenarios.flatMap(({ actors }) => actors),
    ({ name }) => name,
  );
  return new Map(
    [...byName].map(([name, actors]) => {
      if (actors.some(({ permissions }) => permissions.length === 0)) return [name, app];
      const consented = [...new Set(actors.flatMap(({ permissions }) => permissions))];
      const own = { appId: randomUUID(), displayName: `${app.displayName}: ${name}` };
      const client: Client = { ...app, ...own, delegated: consented, application: consented };
      server.register(client);
      return [name, client];
    }),
  );
}

type SignsIn = { readonly client: Client; readonly server: ServedSandbox['server'] };

function signIn(actor: Actor, person: DemoInput | undefined, { client: app, server }: SignsIn): readonly string[] {
  const prefix = `REPLAY_${variablePart(actor.name)}`;
  const client = setting(`${prefix}_CLIENT_ID`, app.appId);
  if (actor.context === 'application') {
    return [client, ...app.secrets.slice(0, 1).map((secret) => setting(`${prefix}_CLIENT_SECRET`, secret))];
  }
  const name = nameOf(actor, person, server);
  if (name === undefined) return [`# The actor ${variablePart(actor.name)} is created in the run, or unknown here`];
  return [client, setting(`${prefix}_USERNAME`, name), setting(`${prefix}_PASSWORD`, server.password)];
}

/** The input by which the scenario names the user of an actor. */
function userInput({ user }: Actor, { inputs }: DemoScenario): DemoInput | undefined {
  return inputs.find(({ name }) => user?.value === `\${${name}}`);
}

/** The user that the input names; the administrator if the scenario names none. */
function nameOf({ user }: Actor, person: DemoInput | undefined, server: SignsIn['server']): string | undefined {
  if (user === undefined) return server.administrator;
  return server.sandbox().world.directory.user(String(person?.example))?.userPrincipalName;
}
