import type { Headers, HttpResponse } from '../../http/message.ts';

/** What the examination sees of the world. Nothing in it can write. */
export type DoctorPorts = {
  /** Reads from Graph as an actor, by path and query. */
  readonly read: (actor: string, url: string) => Promise<ReadAnswer>;
  readonly signIn: (actor: string) => Promise<SignedIn>;
  /** Asks without a token: whether anyone answers there. */
  readonly knock: (where: 'graph' | 'authority') => Promise<Knocked>;
  /** Milliseconds since 1970, by the clock of this machine. */
  readonly now: () => number;
  /** What earlier runs left over, a line each. Absent: no one knows. */
  readonly leftovers?: () => Promise<{ readonly runs: readonly string[]; readonly command: string }>;
};

export type ReadAnswer = HttpResponse | Trouble;

type Trouble = { readonly kind: 'trouble'; readonly message: string; readonly fix?: string };

export type SignedIn = Patient | Trouble;

/** A person who could sign in. */
export type Patient = {
  readonly kind: 'signed-in';
  readonly context: 'delegated' | 'application';
  /** Scopes or roles of the token. */
  readonly permissions: readonly string[];
  /** Who it is: object id and user principal name, as far as the token says. */
  readonly names: readonly string[];
  /** Template ids of directory roles, where the token has them. */
  readonly directoryRoles: readonly string[];
};

/** By the actor's name. */
export type Patients = ReadonlyMap<string, Patient>;

export type Knocked = { readonly kind: 'answered'; readonly status: number; readonly headers: Headers } | Trouble;
