import { onceFor } from '../../once-for.ts';

/** The caller, from its token. */
export type Caller =
  | {
      readonly kind: 'delegated';
      /** The signed-in user's object id. */
      readonly userId: string;
      readonly appId: string;
      /** Delegated permissions, as in the token's `scp`. */
      readonly scopes: readonly string[];
    }
  | {
      readonly kind: 'application';
      readonly appId: string;
      /** Application permissions, as in the token's `roles`. */
      readonly roles: readonly string[];
    };

export function permissionsOf(caller: Caller): readonly string[] {
  return caller.kind === 'delegated' ? caller.scopes : caller.roles;
}

const lowered = onceFor((names: readonly string[]) => new Set(names.map((name) => name.toLowerCase())));

/** Whether a caller holds one of some permissions, in whatever case they are written. */
export function holdsOneOf(caller: Caller, permissions: readonly string[]): boolean {
  const held = lowered(permissionsOf(caller));
  return permissions.some((name) => held.has(name.toLowerCase()));
}
