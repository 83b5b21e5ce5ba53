import type { DoctorFinding } from './doctor-finding.ts';
import type { DoctorPorts, ExaminedActors } from './doctor-ports.ts';
import { readList, textIn } from './read-list.ts';

const link = 'https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference';

/** Template ids of roles that tutorials require: the same in every tenant, and in tokens. */
const templates: ReadonlyMap<string, string> = new Map([
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  ['f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader'],
  ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
  ['fdd7a751-b60b-444a-984c-02652fe8fa1c', 'Groups Administrator'],
  ['45d8d3c5-c802-45c6-b32a-1d70b5e1e86e', 'Identity Governance Administrator'],
  ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
  ['194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'],
  ['5d6b6bb7-de71-4623-b4af-96380a352509', 'Security Reader'],
]);

/** Includes every other role. */
const everything = 'Global Administrator';

type Known = { readonly actor: string; readonly roles: readonly string[] };

/** Whether the signed-in users hold the directory roles that the scenarios need. */
export async function examineRoles(
  roles: readonly string[],
  signedIns: ExaminedActors,
  ports: DoctorPorts,
): Promise<readonly DoctorFinding[]> {
  if (roles.length === 0) return [];
  const users = [...signedIns].filter(([, { context }]) => context === 'delegated');
  const known: Known[] = [];
  const reasons: string[] = [];
  for (const [actor, { directoryRoles }] of users) {
    const url = '/v1.0/me/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId';
    const list = readList(await ports.read(actor, url));
    const ids = list.kind === 'list' ? list.items.map((item) => textIn(item, 'roleTemplateId')) : directoryRoles;
    const names = list.kind === 'list' ? list.items.map((item) => textIn(item, 'displayName')) : [];
    if (list.kind === 'list' || directoryRoles.length > 0) {
      const found = [...names, ...ids.map((id) => templates.get(id ?? ''))].filter((name) => name !== undefined);
      known.push({ actor, roles: found });
    } else reasons.push(`${actor}: ${list.why}`);
  }
  const unknown = users.length === 0 ? 'no actor signs in as a user, and only users hold roles' : reasons.join('; ');
  return roles.map((role) => roleFinding(role, known, unknown));
}

function roleFinding(role: string, known: readonly Known[], unknown: string): DoctorFinding {
  const base = { area: 'role', what: role, link } as const;
  const has = (wanted: string) =>
    known.find(({ roles }) => roles.some((name) => name.toLowerCase() === wanted.toLowerCase()));
  const holder = has(role);
  if (holder !== undefined) return { ...base, state: 'there', why: `${holder.actor} holds it` };
  const administrator = has(everything);
  if (administrator !== undefined) {
    return { ...base, state: 'there', why: `${administrator.actor} is ${everything}, who may do the same` };
  }
  if (unknown !== '')
    return { ...base, state: 'not-knowable', why: unknown, fix: 'look in Entra admin center > Roles' };
  const why = `${known.map(({ actor }) => actor).join(', ')} has no active role of these`;
  return { ...base, state: 'missing', why, fix: 'assign it, or activate it in Privileged Identity Management' };
}
