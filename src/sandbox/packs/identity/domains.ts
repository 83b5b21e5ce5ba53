import { badRequest } from '../../service/graph-error.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, TypeRules } from '../../typed/pack/pack.ts';

const services = ['Email', 'OfficeCommunicationsOnline'];
const common = {
  authenticationType: 'Managed',
  availabilityStatus: null,
  isAdminManaged: true,
  isRoot: true,
  passwordNotificationWindowInDays: 14,
  passwordValidityPeriodInDays: 90,
  state: null,
};
const recordType = { Txt: 'domainDnsTxtRecord', Mx: 'domainDnsMxRecord' } as const;

/** A domain belongs to the tenant once it is verified; until then it lists the records that prove it. */
export const domainRules: TypeRules = {
  required: ['id'],
  idFrom: '{id}',
  longest: { id: 253 },
  fixed: ['authenticationType', 'isAdminManaged', 'isInitial', 'isRoot', 'isVerified'],
  initial: { ...common, isDefault: false, isInitial: false, isVerified: false, supportedServices: [] },
  distinct: ['id'],
  standing: [
    { where: { isInitial: true }, reason: 'The initial domain of a tenant cannot be deleted.' },
    { where: { isDefault: true }, reason: 'The default domain cannot be deleted.' },
  ],
  like: { id: { form: /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/i, is: 'the name of a domain' } },
  check: ({ kind, entity, ground }) => {
    if (kind === 'update' && ground.fresh(entity)?.values['isVerified'] !== true)
      return badRequest('Only a verified domain can be changed.');
    const isNamed = (name: string): boolean => name.toLowerCase().endsWith(`@${entity.id.toLowerCase()}`);
    return kind === 'delete' && ground.world.directory.users().some((one) => isNamed(one.userPrincipalName))
      ? badRequest('The domain cannot be deleted: users have their names in it.')
      : undefined;
  },
  // A tenant has one default.
  changed: ({ entity, given, ground }) => {
    if (given('isDefault') !== true) return;
    for (const one of ground.all('domains')) if (one.id !== entity.id) ground.change(one, { isDefault: false });
  },
  created: ({ entity, ground }) => {
    const mark = `ms${parseInt(ground.ids.uuid().slice(0, 6), 16)}`;
    const base = { isOptional: false, label: entity.id, ttl: 3600, supportedService: 'Email' };
    const proofs = {
      Txt: { text: `MS=${mark}` },
      Mx: { mailExchange: `${mark}.msv1.invalid`, preference: 32_767 },
    };
    for (const kind of ['Txt', 'Mx'] as const) {
      const values = { ...base, recordType: kind, ...proofs[kind] };
      ground.put({ type: recordType[kind], in: `${entity.path}/verificationdnsrecords`, values });
    }
  },
};

/** There is no name server: verifying a domain always finds its records. */
const verify: Operate = ({ on, ground }) => {
  if (on === undefined) return badRequest('A domain is needed.');
  if (on.values['isVerified'] === true) return badRequest('Domain is already verified.');
  ground.change(on, { isVerified: true, supportedServices: services });
  return { value: { ...common, isDefault: false, isInitial: false, ...ground.fresh(on)?.values, id: on.id } };
};

const promote: Operate = ({ on }) =>
  on?.values['isVerified'] === true ? { value: { value: true } } : badRequest('The domain is not verified.');

const forceDelete: Operate = ({ on, ground }) => {
  if (on === undefined || on.values['isInitial'] === true || on.values['isDefault'] === true)
    return badRequest('The initial and the default domain cannot be deleted.');
  ground.remove(on);
  return { status: 204 };
};

export const domainOperations = {
  'domain.verify': verify,
  'domain.promote': promote,
  'domain.forceDelete': forceDelete,
} as const;

/** The tenant's own domains, which are verified, and its synchronization, which is off. */
export function beginDomains(ground: Ground): void {
  const prevention = { synchronizationPreventionType: 'disabled', alertThreshold: 500 };
  ground.put({
    type: 'onPremisesDirectorySynchronization',
    in: 'directory/onpremisessynchronization',
    id: ground.world.tenant.id,
    values: {
      configuration: { accidentalDeletionPrevention: prevention },
      features: { passwordSyncEnabled: false, passwordWritebackEnabled: false, groupWriteBackEnabled: false },
    },
  });
  for (const [index, id] of ground.world.tenant.domains.entries()) {
    const isInitial = id.endsWith('.onmicrosoft.com');
    const values = { ...common, isDefault: index === 0, isInitial, isVerified: true, supportedServices: services };
    ground.put({ type: 'domain', in: 'domains', id, values });
  }
}
