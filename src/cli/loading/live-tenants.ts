import { defined } from '../../defined.ts';
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import type { Input } from '../../format/scenario/scenario.ts';
import { checkInput, writeInput } from '../../run/plan/typed-inputs.ts';
import { variablePart } from '../../tenant/auth/setting-lookup.ts';
import { type FleetTenant, readTenants, selectTenants } from '../../tenant/fleet/read-tenants.ts';
import type { FleetChoice } from '../options/fleet-flags.ts';
import type { FleetMember, LiveConfig, LiveFlags } from '../options/live-config.ts';
import type { OwnValues } from '../options/sandbox-config.ts';
import { type LoadedScenario, loadScenarios } from './load-scenarios.ts';

/** A live run in one tenant: how it is configured, and the values of its inputs. */
export type LiveTenant = { readonly live: LiveConfig; readonly given: OwnValues['given'] };

export type TenantsRequest = {
  readonly live: LiveFlags;
  readonly given: OwnValues['given'];
  readonly scenarios: readonly Pick<LoadedScenario, 'inputs' | 'actors'>[];
  /** As they were named: inputs of scenarios that are not selected are not a mistake. */
  readonly operands: readonly string[];
};

/**
 * The tenants that a command is about, a configuration each: the one that `--tenant` names, or those of a file that its
 * tags select. Problems: those of reading the file, `unknown-input`, `invalid-input`, `nothing-selected`.
 */
export async function liveTenants(request: TenantsRequest): Promise<Result<readonly LiveTenant[]>> {
  const { fleet, tenant = '', ...live } = request.live;
  if (fleet === undefined) return success([{ live: { ...live, tenant }, given: request.given }]);
  const read = await chosenTenants(fleet);
  if (!read.ok) return read;
  const mixed = mixedPrefixes(read.value.all, request.scenarios);
  if (mixed.length > 0) return failure(mixed);
  const known = inputsOf(request.scenarios);
  const elsewhere = await inputsElsewhere(read.value.all, known, request.operands);
  const problems = read.value.all.flatMap((one) => inputProblems(one, known, elsewhere));
  // A mistake in the defaults is reported once.
  if (problems.length > 0) return failure([...new Map(problems.map((one) => [placeOf(one), one])).values()]);
  return success(
    read.value.chosen.map((one) => ({
      live: {
        ...live,
        tenant: one.id,
        allowed: new Set([...live.allowed, ...one.allowed]),
        member: memberOf(one),
      },
      given: new Map([...given(one.inputs, known), ...request.given]),
    })),
  );
}

export function memberOf({ name, tags, cloud, prefix }: FleetTenant): FleetMember {
  return {
    ...{ name, tags },
    ...defined({ cloud, prefix }),
  };
}

/** The tenants of a file, and those of them that are chosen. Problems: those of the file, `nothing-selected`. */
export async function chosenTenants({
  file,
  tags,
}: Pick<FleetChoice, 'file' | 'tags'>): Promise<
  Result<{ readonly all: readonly FleetTenant[]; readonly chosen: readonly FleetTenant[] }>
> {
  const all = await readTenants(file);
  if (!all.ok) return all;
  const chosen = selectTenants(all.value, tags);
  return chosen.ok ? success({ all: all.value, chosen: chosen.value }) : chosen;
}

/**
 * With the prefixes `A` and `A_B`, `A_B_CLIENT_SECRET` would be that of one tenant and of the actor `b` in another: then neither is
 * used.
 */
function mixedPrefixes(
  tenants: readonly FleetTenant[],
  scenarios: readonly Pick<LoadedScenario, 'actors'>[],
): readonly Problem[] {
  const actors = new Set(scenarios.flatMap((one) => one.actors.map(variablePart)));
  const prefixes = [...new Set(tenants.flatMap(({ prefix }) => prefix ?? []))];
  return prefixes.flatMap((short) =>
    prefixes
      .filter((long) => long.startsWith(`${short}_`) && actors.has(long.slice(short.length + 1)))
      .map((long) => {
        const message = `${long}_… are the settings of one tenant, and also those of an actor in the tenant with the prefix ${short}`;
        return { code: 'bad-setting', message, fix: 'give one of the two tenants another `credentials`' };
      }),
  );
}

type KnownInputs = ReadonlyMap<string, Input>;

const inputsOf = (scenarios: readonly Pick<LoadedScenario, 'inputs'>[]): KnownInputs =>
  new Map(scenarios.flatMap(({ inputs }) => inputs.map((input) => [input.name, input] as const)));

function given(inputs: FleetTenant['inputs'], known: KnownInputs): readonly (readonly [string, string])[] {
  return [...inputs].flatMap(([name, { value }]) => {
    const input = known.get(name);
    return input === undefined ? [] : [[name, writeInput(input, value)] as const];
  });
}

/** One file serves many commands: an input is known if any scenario here, or in the library, has it. */
async function inputsElsewhere(
  tenants: readonly FleetTenant[],
  known: KnownInputs,
  operands: readonly string[],
): Promise<ReadonlySet<string>> {
  const missing = tenants.some(({ inputs }) => [...inputs.keys()].some((name) => !known.has(name)));
  if (!missing) return new Set();
  const places = [operands, [], ['library:']];
  const loaded = await Promise.all(places.map((one) => loadScenarios({ operands: one })));
  return new Set(loaded.flatMap((one) => (one.ok ? [...inputsOf(one.value).keys()] : [])));
}

function inputProblems(
  { inputs }: FleetTenant,
  known: KnownInputs,
  elsewhere: ReadonlySet<string>,
): readonly Problem[] {
  return [...inputs].flatMap(([name, { value, at }]): readonly Problem[] => {
    const input = known.get(name);
    if (input === undefined) {
      if (elsewhere.has(name)) return [];
      const fix = suggestion(name, new Set([...known.keys(), ...elsewhere]));
      return [{ code: 'unknown-input', message: `no scenario has an input \`${name}\``, at, fix }];
    }
    const typed = checkInput(input, value);
    if (typed.ok) return [];
    return [
      {
        code: 'invalid-input',
        message: `this ${typed.message}, which the input \`${name}\` requires`,
        at,
        fix: typed.fix,
      },
    ];
  });
}

const placeOf = ({ at, message }: Problem): string => `${at?.line}:${at?.column} ${message}`;

/** The entry of a tenants file for the tenant of a run. Problems: those of the file, `usage` if it has no such tenant. */
export async function memberWith(
  id: string,
  fleet: FleetChoice | undefined,
): Promise<Result<Pick<LiveConfig, 'member'>>> {
  if (fleet === undefined) return success({});
  const tenants = await readTenants(fleet.file);
  if (!tenants.ok) return tenants;
  const found = tenants.value.find((one) => one.id === id);
  if (found !== undefined) return success({ member: memberOf(found) });
  const message = `${safeLine(fleet.file)} has no tenant with the id of this run`;
  return failure([{ code: 'usage', message, fix: 'name the file with which the run was started' }]);
}
