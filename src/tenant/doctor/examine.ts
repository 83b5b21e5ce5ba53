import { defined } from '../../defined.ts';
import type { DoctorFinding } from './doctor-finding.ts';
import type { DoctorPorts, ExaminedActor, Obstacle, SignedIn } from './doctor-ports.ts';
import { examineInputs, type InputValue } from './examine-inputs.ts';
import { examineLicenses } from './examine-licenses.ts';
import { examineNetwork, graphLabel } from './examine-network.ts';
import { examinePermissions } from './examine-permissions.ts';
import { examineRoles } from './examine-roles.ts';
import type { Needs } from './tenant-needs.ts';

export type Examination = {
  readonly needs: Needs;
  readonly ports: DoctorPorts;
  /** The values of inputs, by name. */
  readonly inputs: ReadonlyMap<string, InputValue>;
  /** Why a run is refused, if that causes a finding. */
  readonly refused: {
    readonly inputs: ReadonlyMap<string, readonly Obstacle[]>;
    /** Leftovers of earlier runs. Absent if unknown. */
    readonly leftovers?: readonly Obstacle[];
  };
};

/** Finds for everything that the scenarios need whether it is there. Only reads. */
export async function examine({ needs, inputs, refused, ...given }: Examination): Promise<readonly DoctorFinding[]> {
  const network = await examineNetwork(given.ports);
  // Where no server answers, more requests would only take time.
  const unreached = network.find(({ state }) => state === 'missing')?.what === graphLabel;
  const ports = unreached ? { ...given.ports, read: async () => silent } : given.ports;
  const findings: DoctorFinding[] = [...network];
  const signedIns = new Map<string, ExaminedActor>();
  // One after the other: a person may have to sign in for each.
  for (const actor of needs.actors) {
    const signedIn = await ports.signIn(actor.name);
    findings.push(signInFinding(actor, signedIn), ...strangers(actor, signedIn, inputs));
    if (signedIn.kind === 'signed-in') signedIns.set(actor.name, signedIn);
  }
  for (const actor of needs.actors) findings.push(...examinePermissions(actor, signedIns.get(actor.name)));
  findings.push(...(await examineRoles(needs.roles, signedIns, ports)));
  const actors = [...signedIns.keys()];
  findings.push(...(await examineLicenses(needs.licenses, actors, ports)));
  findings.push(...(await examineInputs(needs.inputs, { inputs, refused: refused.inputs, actors, ports })));
  findings.push(...leftoverFindings(refused.leftovers));
  return findings;
}

const silent = { kind: 'trouble', message: 'Microsoft Graph does not respond' } as const;

function signInFinding({ name, contexts }: Needs['actors'][number], signedIn: SignedIn): DoctorFinding {
  const base = { area: 'sign-in', what: 'signs in', actor: name } as const;
  if (signedIn.kind === 'trouble') {
    const { message, fix } = signedIn;
    return { ...base, state: 'missing', why: message, ...defined({ fix }), link: signInLink };
  }
  const { context } = signedIn;
  const as = context === 'delegated' ? 'on behalf of a user' : 'as an application';
  if (contexts.includes(context)) return { ...base, state: 'there', why: as };
  return {
    ...base,
    state: 'not-knowable',
    why: `${as}, but the scenario has ${contexts.join(' and ')}: not every request works both ways`,
    fix: 'look up delegated and application permissions on the page of each operation',
    link: 'https://learn.microsoft.com/graph/auth/auth-concepts',
  };
}

/** Where a scenario names the user of an actor, another user that signs in as it is reported. */
function strangers(
  { name, userInputs }: Needs['actors'][number],
  signedIn: SignedIn,
  inputs: Examination['inputs'],
): readonly DoctorFinding[] {
  if (signedIn.kind === 'trouble' || signedIn.context === 'application') return [];
  const names = signedIn.names.map((one) => one.toLowerCase());
  return userInputs
    .filter((input) => inputs.has(input) && !names.includes(String(inputs.get(input)).toLowerCase()))
    .map((input) => ({
      area: 'sign-in',
      what: `is the user of \`${input}\``,
      actor: name,
      state: 'missing',
      why: 'another user signed in',
      fix: `sign in as that user, or set \`${input}\` to the id of the user who signs in`,
    }));
}

const signInLink = 'https://learn.microsoft.com/graph/auth-register-app-v2';

function leftoverFindings(leftovers: readonly Obstacle[] | undefined): readonly DoctorFinding[] {
  const base = { area: 'leftover', what: 'no leftovers of earlier runs' } as const;
  if (leftovers === undefined)
    return [{ ...base, state: 'not-knowable', why: 'no ledger of earlier runs was checked' }];
  if (leftovers.length === 0) return [{ ...base, state: 'there', why: 'no ledger has an open entry' }];
  return leftovers.map(({ message, fix }) => ({ ...base, state: 'missing', why: message, ...defined({ fix }) }));
}
