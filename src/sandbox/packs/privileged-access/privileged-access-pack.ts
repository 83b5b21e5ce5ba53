import { badRequest, graphError } from '../../service/graph-error.ts';
import { type GraphResponse, grant } from '../../service/route.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Access, Operate, Pack, TypeRules } from '../../typed/pack/pack.ts';
import {
  endHolding,
  type Holding,
  type HoldingKind,
  holders,
  holdForever,
  holdingKey,
  holdingKinds,
  holdingOf,
  isHeld,
} from './holding-kind.ts';
import { beginRolePolicies, rolePolicyRules } from './role-policies.ts';
import { requestRules } from './schedule-requests.ts';

const manage = 'RoleManagement.ReadWrite.Directory';
const readAll = ['RoleManagement.Read.All', 'RoleManagement.Read.Directory', manage];
const noun = { active: 'Assignment', eligible: 'Eligibility' } as const;

/** Reading a request of a role takes a permission to write it, as the table of permissions has it. */
function accessOf(kind: HoldingKind, what: 'request' | 'schedule'): Partial<Access> {
  if (kind.of === 'group') {
    const [read, write] = ['Read', 'ReadWrite'].map(
      (verb) => `Privileged${noun[kind.held]}Schedule.${verb}.AzureADGroup`,
    );
    return { read: grant(read ?? '', write ?? ''), write: grant(write ?? '') };
  }
  const [read, write] = ['Read', 'ReadWrite'].map((verb) => `Role${noun[kind.held]}Schedule.${verb}.Directory`);
  const writes = grant(write ?? '', manage);
  return { read: what === 'request' ? writes : grant(read ?? '', write ?? '', ...readAll), write: writes };
}

/** The service puts its details into a text (observed). */
const missingScope: GraphResponse = graphError(
  403,
  'UnknownError',
  JSON.stringify({
    errorCode: 'PermissionScopeNotGranted',
    message: 'Authorization failed due to missing permission scope.',
    instanceAnnotations: [],
  }),
);

/** Schedules are made and ended by requests. */
const onlyByRequest: TypeRules = { never: ['create', 'update', 'delete'] };

const rules = Object.fromEntries(
  holdingKinds.flatMap((kind) => [
    [kind.request, { ...requestRules(kind), access: accessOf(kind, 'request') }],
    [kind.schedule, { access: accessOf(kind, 'schedule'), ...onlyByRequest }],
    [kind.instance, { access: accessOf(kind, 'schedule'), ...onlyByRequest }],
  ]),
);

/** Eligibility for roles and groups, and its activation. */
export const privilegedAccessPack: Pack = {
  name: 'privileged access',
  access: {
    read: grant(...readAll),
    write: grant(manage),
    refusal: missingScope,
    license: {
      anyOf: ['AAD_PREMIUM_P2', 'EMSPREMIUM', 'SPE_E5', 'Microsoft_Entra_ID_Governance'],
      refusal: graphError(
        400,
        'AadPremiumLicenseRequired',
        'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
      ),
    },
  },
  types: { ...rules, ...rolePolicyRules },
  begin: beginRolePolicies,

  operations: Object.fromEntries(
    holdingKinds.flatMap(({ request, schedule, instance }) => [
      ...[request, schedule, instance].map((type) => [`${type}.filterByCurrentUser`, ofCaller]),
      [`${request}.cancel`, cancel],
    ]),
  ),
  follow: followDirectory,
  followed: holders,
};

/** Holdings and requests of the signed-in user. */
const ofCallerValues = ['principal', 'createdBy'];
function ofCaller({ items, parameters, call: { caller } }: Parameters<Operate>[0]): ReturnType<Operate> {
  if (!ofCallerValues.includes(String(parameters['on'])))
    return badRequest(`The supported values of 'on' are ${ofCallerValues.join(', ')}.`);
  const id = caller.kind === 'delegated' ? caller.userId : undefined;
  return { items: items.filter(({ values }) => values['principalId'] === id) };
}

function cancel({ on, ground }: Parameters<Operate>[0]): ReturnType<Operate> {
  const kind = holdingKinds.find(({ request }) => request === on?.type);
  const isPending = /^(?:Granted$|Pending)/.test(String(on?.values['status']));
  if (on === undefined || kind === undefined || !isPending)
    return graphError(400, 'InvalidRoleAssignmentRequest', 'The request is not pending, and cannot be canceled.');
  // A pending request has no schedule yet.
  if (on.values['status'] === 'Granted') endHolding(ground, kind, holdingOf(kind, on.values));
  ground.change(on, { status: 'Canceled' });
  return { status: 204 };
}

/**
 * Holdings in the directory are listed with a schedule without end; holdings that were removed there are removed here
 * as well.
 */
function followDirectory(ground: Ground): void {
  const { directory } = ground.world;
  for (const kind of holdingKinds) {
    for (const one of ground.all(kind.instances)) {
      const holding = holdingOf(kind, one.values);
      if (!isHeld(ground, kind, holding)) endHolding(ground, kind, holding);
    }
    if (kind.of === 'group') continue;
    const shown = new Set(ground.all(kind.instances).map(({ values }) => holdingKey(holdingOf(kind, values))));
    for (const { id } of directory.roleDefinitions()) {
      for (const principalId of directory.roleHolders(id, kind.held)) {
        const holding: Holding = { of: id, principalId, access: 'member', scope: '/', ofApp: false };
        if (!shown.has(holdingKey(holding))) holdForever(ground, kind, holding);
      }
    }
  }
}
