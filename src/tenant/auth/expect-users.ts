import type { TokenClaims } from './token-claims.ts';
import type { TokenResult, TokenSource } from './token-source.ts';

/** The user of an actor in the scenario: an object id or a user principal name. */
export type ExpectedActor = { readonly name: string; readonly user?: string };

/** Refuses tokens of another user than the scenario's actor. */
export function expectUsers(source: TokenSource, actors: readonly ExpectedActor[]): TokenSource {
  const users = new Map(actors.map(({ name, user }) => [name, user]));
  return {
    ...source,
    get: async (actor, wish) => {
      const result = await source.get(actor, wish);
      const user = users.get(actor);
      return result.ok && user !== undefined && !isUser(user, result.claims) ? stranger(actor) : result;
    },
  };
}

/** Whether a token may be that user's. A token of an application has no user; its permissions are checked elsewhere. */
function isUser(user: string, { context, objectId, userName }: TokenClaims): boolean {
  if (context === 'application') return true;
  return [objectId, userName].some((one) => one?.toLowerCase() === user.toLowerCase());
}

function stranger(actor: string): TokenResult {
  const message = `the user who signed in as \`${actor}\` is not the one that the scenario names`;
  return { ok: false, reason: 'auth', message, fix: `sign in as the \`user\` of the actor \`${actor}\`` };
}
