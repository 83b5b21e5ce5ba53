import type { Headers, HttpResponse } from '../../http/message.ts';

/** The outside world of the examination. Nothing in it can write. */
export type DoctorPorts = {
  /** Reads from Graph as an actor, by path and query. */
  readonly read: (actor: string, url: string) => Promise<ReadReply>;
  readonly signIn: (actor: string) => Promise<SignedIn>;
  /** Sends a request without a token, to see whether a server answers. */
  readonly knock: (where: 'graph' | 'authority') => Promise<Knocked>;
  /** Milliseconds since 1970, by the clock of this machine. */
  readonly now: () => number;
};

export type ReadReply = HttpResponse | Trouble;

/** Why a run would be refused, and what to do. */
export type Obstacle = { readonly message: string; readonly fix?: string };
type Trouble = Obstacle & { readonly kind: 'trouble' };

export type SignedIn = ExaminedActor | Trouble;

/** An actor that has signed in. */
export type ExaminedActor = {
  readonly kind: 'signed-in';
  readonly context: 'delegated' | 'application';
  /** Scopes or roles of the token. */
  readonly permissions: readonly string[];
  /** Object id and user principal name, as far as the token has them. */
  readonly names: readonly string[];
  /** Template ids of directory roles, where the token has them. */
  readonly directoryRoles: readonly string[];
};

/** By the actor's name. */
export type ExaminedActors = ReadonlyMap<string, ExaminedActor>;

export type Knocked = { readonly kind: 'answered'; readonly status: number; readonly headers: Headers } | Trouble;
