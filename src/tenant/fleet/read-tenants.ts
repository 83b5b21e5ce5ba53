import { defined } from '../../defined.ts';
import { byPlace, type Place, placeAt } from '../../diagnostics/place.ts';
import { failure, type Problem, type Result, success, unlessProblems } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source } from '../../diagnostics/source.ts';
import { type LocatedValue, placeIn, valueIn } from '../../format/document/located.ts';
import { readYaml } from '../../format/scenario/read-yaml.ts';
import { selectionProblem, type TagSelection } from '../../format/scenario/tag-expression.ts';
import { locatedYaml } from '../../format/scenario/yaml-plain.ts';
import type { Value } from '../../format/template/values.ts';
import type { CloudName } from '../../http/clouds.ts';
import { type TenantsDocument, tenantsSchema } from './tenants-schema.ts';

/** A tenant of a tenants file, the defaults filled in. */
export type FleetTenant = {
  readonly name: string;
  /** In lower case. */
  readonly id: string;
  /** If the file has no value, the environment is used. */
  readonly cloud?: CloudName;
  /** The prefix of its environment variables, without the `_`. */
  readonly prefix?: string;
  readonly inputs: ReadonlyMap<string, FleetInput>;
  readonly allowed: ReadonlySet<string>;
  readonly tags: readonly string[];
};

/** A value, and its place in the file. */
type FleetInput = { readonly value: Value; readonly at: Place };

const largestBytes = 1024 * 1024;

/** Reads a tenants file. Problems: those of reading a file and of YAML, `unknown-key`, `invalid-value`, `missing-key`, `duplicate-tenant`. */
export async function readTenants(path: string): Promise<Result<readonly FleetTenant[]>> {
  const source = await readSource(path, largestBytes);
  return source.ok ? parseTenants(source.value) : source;
}

/** Everything that is wrong is listed, each at its place. */
export function parseTenants(source: Source): Result<readonly FleetTenant[]> {
  const yaml = readYaml(source);
  if (!yaml.ok) return yaml;
  const root = yaml.value;
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) {
    const at = placeAt(source, { start: 0, end: 1 });
    return failure([{ code: 'missing-key', message: 'the file is empty', at, fix: 'list the `tenants`' }]);
  }
  const located = locatedYaml(source, root);
  const read = valueIn(located, tenantsSchema, [1]);
  if (!read.ok) return read;
  const file = { located, document: read.value };
  return unlessProblems(twice(file), () => read.value.tenants.map((_, index) => tenantAt(index, file)));
}

type TenantsFile = { readonly located: LocatedValue; readonly document: TenantsDocument };

function tenantAt(index: number, { located, document }: TenantsFile): FleetTenant {
  const { defaults = {}, tenants } = document;
  const tenant = tenants[index];
  if (tenant === undefined) throw new Error('there is no such tenant');
  const inputsOf = (inputs: { readonly [name: string]: unknown } | undefined, path: readonly (string | number)[]) =>
    Object.entries(inputs ?? {}).map(([name, value]): readonly [string, FleetInput] => [
      name,
      { value: value as Value, at: placeIn(located, { path: [...path, 'inputs', name], onKey: false }) },
    ]);
  const prefix = tenant.credentials ?? defaults.credentials;
  const cloud = tenant.cloud ?? defaults.cloud;
  return {
    name: tenant.name,
    id: tenant.id.toLowerCase(),
    ...defined({ cloud, prefix }),
    inputs: new Map([...inputsOf(defaults.inputs, ['defaults']), ...inputsOf(tenant.inputs, ['tenants', index])]),
    allowed: new Set(tenant.allow ?? defaults.allow ?? []),
    tags: [...new Set([...(defaults.tags ?? []), ...(tenant.tags ?? [])])],
  };
}

/** A name that two have would mix their results, an id that two have would run everything there twice. */
function twice({ located, document }: TenantsFile): readonly Problem[] {
  const problems: Problem[] = [];
  for (const key of ['name', 'id'] as const) {
    const first = new Map<string, Place>();
    for (const [index, tenant] of document.tenants.entries()) {
      const at = placeIn(located, { path: ['tenants', index, key], onKey: false });
      const earlier = first.get(tenant[key].toLowerCase());
      if (earlier === undefined) first.set(tenant[key].toLowerCase(), at);
      else {
        const message = `this ${key} occurs at ${earlier.line}:${earlier.column} already`;
        problems.push({ code: 'duplicate-tenant', message, at, fix: 'keep one of the two tenants' });
      }
    }
  }
  return problems.toSorted((a, b) => byPlace(a.at, b.at));
}

/** Those that a tag expression selects: a tenant's name is one of its tags. Problems: `nothing-selected`. */
export function selectTenants(
  tenants: readonly FleetTenant[],
  wanted: TagSelection | undefined,
): Result<readonly FleetTenant[]> {
  if (wanted === undefined) return success(tenants);
  const found = tenants.filter(({ name, tags }) => wanted.matches([name, ...tags]));
  const known = new Set([...tenants.flatMap(({ tags }) => tags).sort(), ...tenants.map(({ name }) => name)]);
  const problem = selectionProblem(wanted, known, found.length === 0, 'tenant');
  return problem === undefined ? success(found) : failure([problem]);
}
