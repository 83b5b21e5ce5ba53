import type { Actor, Call } from '../format/scenario/scenario.ts';
import type { ContractFinding } from './contract-finding.ts';
import type { Grant, PathPermissions } from './permissions.ts';

/** A call that is in the table, and its actor. */
export type GrantedCall = { readonly call: Call; readonly actor: Actor; readonly known: PathPermissions };

/** Whether the actor has a permission that allows the call. An actor without permissions is not checked. */
export function checkEnough({ call, actor, known }: GrantedCall): readonly ContractFinding[] {
  const grants = grantsOf({ call, actor, known });
  if (grants === undefined || actor.permissions.length === 0) return [];
  const { span } = call.request.url;
  if (grants.length === 0) {
    const message = `no permission of the ${actor.context} context allows this, and \`${actor.name}\` uses it`;
    return [{ code: 'contract-permission', message, fix: 'give the step an actor of the other context', span }];
  }
  if (grants.some(({ permission }) => holds(actor, permission))) return [];
  const message = `\`${actor.name}\` has no permission that allows this`;
  const least = grants.filter((grant) => grant.least);
  const named = (least.length > 0 ? least : grants).map(({ permission }) => `\`${permission}\``);
  return [{ code: 'contract-permission', message, fix: `give ${named.join(' or ')}`, span }];
}

/** Permissions of an actor that no call has as its least privileged ones. Requires that all calls are known. */
export function checkLeast(actor: Actor, calls: readonly GrantedCall[]): readonly ContractFinding[] {
  const excess = actor.permissions.filter((permission) => !calls.some((call) => isNeeded(permission, call)));
  if (excess.length === 0) return [];
  const names = excess.map((permission) => `\`${permission}\``);
  const last = names.length === 1 ? `${names[0]} is` : `${names.slice(0, -1).join(', ')} or ${names.at(-1)} is`;
  const message = `\`${actor.name}\` sends no request for which ${last} the least`;
  const fix = leastText(
    names.length === 1 ? 'leave it out' : 'leave them out',
    calls.map((call) => grantsOf(call) ?? []),
  );
  return [{ code: 'contract-least', message, fix, span: actor.span }];
}

const writing: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const isReading = (permission: string) => /\.Read(?:Basic)?(?:\.|$)/i.test(permission);

function isNeeded(permission: string, call: GrantedCall): boolean {
  const { actor } = call;
  const grants = grantsOf(call) ?? [];
  if (grants.some((one) => holds(actor, one.permission) && one.also?.some((also) => same(also, permission))))
    return true;
  const grant = grants.find((one) => same(one.permission, permission));
  if (grant === undefined) return false;
  const own = writing.has(call.call.request.method) ? grants.filter((one) => !isReading(one.permission)) : grants;
  // If a write needs two permissions, a table marks the one that only reads as least, too.
  const able = own.some((one) => holds(actor, one.permission)) ? own : grants;
  // If the table marks none of the sufficient permissions as least, one is needed if it is the only one that the actor
  // has.
  if (grant.least || able.some(({ least }) => least)) return grant.least;
  return able.includes(grant) && able.filter((one) => holds(actor, one.permission)).length === 1;
}

function leastText(leave: string, all: readonly (readonly Grant[])[]): string {
  const least = new Set(
    all.flatMap((grants) => grants.filter((grant) => grant.least).map(({ permission }) => permission)),
  );
  return least.size === 0 ? leave : `${leave}; enough are ${[...least].map((one) => `\`${one}\``).join(', ')}`;
}

function grantsOf({ call, actor, known }: GrantedCall): readonly Grant[] | undefined {
  const row = Object.hasOwn(known, call.request.method) ? known[call.request.method] : undefined;
  return row === undefined ? undefined : (row[actor.context] ?? []);
}

function holds({ permissions }: Actor, permission: string): boolean {
  return permissions.some((one) => same(one, permission));
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
