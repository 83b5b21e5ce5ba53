import type { Actor, Call } from '../format/scenario/scenario.ts';
import type { ContractFinding } from './contract-finding.ts';
import type { Grant, PathPermissions } from './permissions.ts';

/** A call that the table knows, and who makes it. */
export type GrantedCall = { readonly call: Call; readonly actor: Actor; readonly known: PathPermissions };

/** Whether the actor has a permission that allows the call. An actor without permissions is not checked. */
export function checkEnough({ call, actor, known }: GrantedCall): readonly ContractFinding[] {
  const grants = grantsOf({ call, actor, known });
  if (grants === undefined || actor.permissions.length === 0) return [];
  const { span } = call.request.url;
  if (grants.length === 0) {
    const message = `no permission of the ${actor.context} context allows this, and \`${actor.name}\` acts in it`;
    return [{ code: 'contract-permission', message, fix: 'give the step an actor of the other context', span }];
  }
  if (grants.some(({ permission }) => holds(actor, permission))) return [];
  const message = `\`${actor.name}\` has no permission that allows this`;
  const least = grants.filter((grant) => grant.least);
  const named = (least.length > 0 ? least : grants).map(({ permission }) => `\`${permission}\``);
  return [{ code: 'contract-permission', message, fix: `give ${named.join(' or ')}`, span }];
}

/** Permissions of an actor that are more than it needs: no call has it as its least privileged one. All calls must be known. */
export function checkLeast(actor: Actor, calls: readonly GrantedCall[]): readonly ContractFinding[] {
  const all = calls.map((call) => grantsOf(call) ?? []);
  return actor.permissions
    .filter((permission) => !all.some((grants) => isNeeded(permission, grants, actor)))
    .map((permission) => ({
      code: 'contract-least',
      message: `\`${actor.name}\` does nothing for which \`${permission}\` is the least`,
      fix: leastText(all),
      span: actor.span,
    }));
}

function isNeeded(permission: string, grants: readonly Grant[], actor: Actor): boolean {
  const grant = grants.find((one) => same(one.permission, permission));
  if (grant === undefined) return false;
  const marked = grants.filter(({ least }) => least);
  // Where the table marks none as least, a permission is needed if it is the only one of them that the actor has.
  return marked.length === 0 ? grants.filter((one) => holds(actor, one.permission)).length === 1 : grant.least;
}

function leastText(all: readonly (readonly Grant[])[]): string {
  const least = new Set(
    all.flatMap((grants) => grants.filter((grant) => grant.least).map(({ permission }) => permission)),
  );
  return least.size === 0
    ? 'leave it out'
    : `leave it out; enough are ${[...least].map((one) => `\`${one}\``).join(', ')}`;
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
