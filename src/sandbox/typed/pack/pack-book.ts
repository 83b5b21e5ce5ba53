import type { Method } from '../../../http/message.ts';
import { isPermittedByTable } from '../../service/admission.ts';
import type { Caller } from '../../service/caller.ts';
import { forbidden } from '../../service/graph-error.ts';
import type { GraphCall, GraphResponse } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { World } from '../../world.ts';
import { type Ground, timeline } from './ground.ts';
import type { Access, License, Operate, Pack, TypeRules } from './pack.ts';

/** The rules of a pack for a type. */
export type PackClaim = { readonly pack: Pack; readonly rules: TypeRules };

/** The packs of a sandbox, by what they model. */
export type PackBook = {
  /** By a type and its bases, the type first. */
  readonly claim: (lineage: readonly string[]) => PackClaim | undefined;
  readonly operation: (name: string) => Operate | undefined;
  /** The pack that models an operation, with its rules for the bound type. */
  readonly operationClaim: (operation: string, lineage: readonly string[]) => PackClaim | undefined;
  /** The cost of an action, in resource units. */
  readonly cost: (operation: string) => string | undefined;
  readonly packs: readonly Pack[];
  readonly ground: () => Ground;
  /** Executes due events. */
  readonly settle: () => void;
  /** Applies changes from elsewhere, before a request is handled. */
  readonly follow: () => void;
};

export function packBook(
  packs: readonly Pack[],
  base: Pick<Ground, 'store' | 'ids'> & { readonly world: World },
): PackBook {
  const claims = new Map(
    packs.flatMap((pack) => Object.entries(pack.types).map(([type, rules]) => [type, { pack, rules }])),
  );
  const operations = new Map(packs.flatMap(({ operations: all = {} }) => Object.entries(all)));
  const operating = new Map(
    packs.flatMap((pack) => [...Object.keys(pack.operations ?? {}), ...(pack.plain ?? [])].map((name) => [name, pack])),
  );
  const costs = new Map(packs.flatMap((pack) => Object.entries(pack.costs ?? {})));
  const claim = (lineage: readonly string[]): PackClaim | undefined => {
    const found = lineage.find((type) => claims.has(type));
    return found === undefined ? undefined : claims.get(found);
  };
  const { ground, settle } = timeline(base);
  const atStart = besideSeeds(ground());
  let begun = false;
  const followers = packs.flatMap(({ follow, followed }) =>
    follow === undefined ? [] : [{ follow, sources: followed?.map(base.store.relation) ?? [base.store], seen: '' }],
  );
  const followChanges = () => {
    for (const one of followers) {
      const versions = one.sources.map((source) => source.version()).join();
      if (versions === one.seen) continue;
      one.seen = versions;
      one.follow(ground());
    }
  };
  return {
    packs,
    claim,
    cost: (name) => costs.get(name),
    operation: (name) => operations.get(name),
    operationClaim: (name, lineage) => {
      const pack = operating.get(name);
      return pack && (claim(lineage) ?? { pack, rules: {} });
    },
    ground,
    settle: () => {
      settle();
      // What happened elsewhere at that moment has its effects at once.
      if (begun) followChanges();
    },
    follow: () => {
      // The first request to the layer fills it: a sandbox that only uses its directory starts without.
      if (!begun) for (const { begin } of packs) begin?.(atStart);
      begun = true;
      followChanges();
    },
  };
}

/**
 * Initial objects of a pack give way to those of a seed: for an object, the seed's values count, and a collection that
 * the seed fills has nothing else.
 */
function besideSeeds(ground: Ground): Ground {
  const put: Ground['put'] = (object) => {
    const name = object.single ?? object.id;
    const given = name === undefined ? undefined : ground.store.get(`${object.in}/${name.toLowerCase()}`);
    if (
      given === undefined &&
      object.single === undefined &&
      ground.store.inside(object.in).some(({ origin }) => origin === 'seeded')
    ) {
      return unstored(object, ground);
    }
    if (given?.origin !== 'seeded') return ground.put(object);
    const whole: Entity = { ...given, values: { ...object.values, ...given.values } };
    ground.store.set(whole);
    return whole;
  };
  return { ...ground, put };
}

function unstored({ type, in: collection, id, values }: Parameters<Ground['put']>[0], { ids }: Ground): Entity {
  const own = id ?? ids.uuid();
  return { id: own, type, path: `${collection}/${own.toLowerCase()}`, values, revision: 1, origin: 'typed' };
}

type AccessRequest = {
  readonly kind: 'read' | 'write';
  readonly operates: boolean;
  readonly on: Entity | undefined;
  readonly method: Method;
  readonly segments: readonly string[];
};

/** Why a caller may not do this with objects of a type; `undefined`: they may. */
export function accessFault(
  { pack, rules }: PackClaim,
  call: GraphCall,
  sent: AccessRequest,
): GraphResponse | undefined {
  const access: Access = { ...pack.access, ...rules.access };
  const { caller, world } = call;
  const { kind } = sent;
  const refusal = access.refusal ?? forbidden();
  const own = sent.operates ? access.operate : undefined;
  if (access.free !== true && !isPermittedByTable(own ?? access[kind], caller, sent)) return refusal;
  const unlicensed = access.license && licenseFault(access.license, kind, world);
  if (unlicensed !== undefined) return unlicensed;
  const roles = access.roles?.[kind];
  if (roles === undefined || own !== undefined || caller.kind === 'application') return undefined;
  const hasRole = world.directory.rolesOf(caller.userId).some((role) => roles.includes(role));
  return hasRole || access.besides?.(call, sent.on) === true ? undefined : refusal;
}

function licenseFault(license: License, kind: AccessRequest['kind'], { tenant }: World): GraphResponse | undefined {
  const isLicensed = license.anyOf.some((sku) => tenant.licenses.includes(sku));
  return isLicensed || (kind === 'read' && license.writes === true) ? undefined : license.refusal;
}

/** The names of all permissions that packs require. */
export function packPermissions(packs: readonly Pack[], kind: Caller['kind']): readonly string[] {
  return packs.flatMap(({ access, types }) =>
    [access, ...Object.values(types).map((rules) => rules.access ?? {})].flatMap(({ read, write, operate }) => [
      ...(read?.[kind] ?? []),
      ...(write?.[kind] ?? []),
      ...(operate?.[kind] ?? []),
    ]),
  );
}
