import { permissionCovers } from '../../format/scenario/permission.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import type { ExaminedActor } from './doctor-ports.ts';
import type { ActorNeeds } from './tenant-needs.ts';

/** Scopes that every sign-in of a user has, and that allow nothing in the tenant. */
const always: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access', 'user.read']);

/** Compares the permissions in an actor's token with those that the scenarios need, and lists the unneeded ones. */
export function examinePermissions(
  { name, permissions }: ActorNeeds,
  signedIn: ExaminedActor | undefined,
): readonly DoctorFinding[] {
  if (signedIn === undefined) return permissions.map((need) => unknown(name, need));
  const granted = signedIn.permissions;
  const needed = permissions.map((need) => permissionFinding(name, need, signedIn));
  const beyond = granted.filter(
    (grant) => !always.has(grant.toLowerCase()) && !permissions.some((need) => permissionCovers(grant, need)),
  );
  return [...needed, ...beyond.map((grant) => beyondFinding(name, grant))];
}

function permissionFinding(actor: string, need: string, { permissions, context }: ExaminedActor): DoctorFinding {
  const base = { area: 'permission', what: need, actor } as const;
  const grant = permissions.find((one) => permissionCovers(one, need));
  if (grant !== undefined)
    return { ...base, state: 'there', why: grant === need ? `${context}` : `${context}, by ${grant}` };
  const link = `https://learn.microsoft.com/graph/permissions-reference#${need.toLowerCase().replaceAll('.', '')}`;
  const broad = permissions.find((one) => /^Directory\.(?:Read|ReadWrite)\.All$/i.test(one));
  if (broad !== undefined) {
    return {
      ...base,
      state: 'not-knowable',
      why: `the token lacks it, but has ${broad}, which allows many operations`,
      link,
    };
  }
  return {
    ...base,
    state: 'missing',
    why: `the ${context === 'delegated' ? 'scopes' : 'roles'} of the token lack it`,
    fix: `add the ${context} permission to the application and grant admin consent, then sign in again`,
    link,
  };
}

function unknown(actor: string, need: string): DoctorFinding {
  return { area: 'permission', what: need, actor, state: 'not-knowable', why: 'there is no token to check' };
}

function beyondFinding(actor: string, grant: string): DoctorFinding {
  return {
    area: 'permission',
    what: grant,
    actor,
    state: 'beyond-need',
    why: 'granted, and no scenario here needs it',
    fix: 'remove it, or use a separate application for these runs',
  };
}
