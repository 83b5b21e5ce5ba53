import type { Entity, ObjectStore } from '../../store/object-store.ts';
import type { AccessPackageAssignment } from './directory.ts';
import type { DirectoryState } from './directory-state.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';

export const assignmentsPlace = 'identitygovernance/entitlementmanagement/assignments';

/** Assignments of a seed have no end. */
const delivered = {
  state: 'delivered',
  status: 'Delivered',
  expiredDateTime: null,
  schedule: {
    startDateTime: null,
    recurrence: null,
    expiration: { type: 'noExpiration', duration: null, endDateTime: null },
  },
};

/** The holders of an access package, by the assignments of entitlement management. */
export function packageAssignments(
  state: DirectoryState,
  find: (state: DirectoryState, id: string) => object | undefined,
) {
  const { store } = state;
  const inForce = (entity: Entity | undefined): readonly AccessPackageAssignment[] => {
    if (entity === undefined || entity.values['state'] !== 'delivered' || entity.kept?.['taken'] === true) return [];
    const { id, path } = entity;
    const [accessPackageId = '', assignmentPolicyId = ''] = ['accesspackage', 'assignmentpolicy'].map(
      (name) => store.links(`${path}/${name}`)[0],
    );
    const targetId = personOf(store, entity, 'target');
    return find(state, targetId) === undefined ? [] : [{ id, accessPackageId, assignmentPolicyId, targetId }];
  };
  const at = (id: string): Entity | undefined => store.get(`${assignmentsPlace}/${id.toLowerCase()}`);
  return {
    accessPackageAssignments: () => store.inside(assignmentsPlace).flatMap(inForce),
    accessPackageAssignment: (id) => inForce(at(id))[0],
    addAccessPackageAssignment: ({ id, accessPackageId, assignmentPolicyId, targetId }) => {
      const path = `${assignmentsPlace}/${id.toLowerCase()}`;
      const base = { revision: 1, origin: 'typed', kept: { targetId } } as const;
      store.set({ id, type: 'accessPackageAssignment', path, values: delivered, ...base });
      store.link(`${path}/accesspackage`, accessPackageId);
      store.link(`${path}/assignmentpolicy`, assignmentPolicyId);
    },
    // Entitlement management then removes the access that the package granted.
    removeAccessPackageAssignment: (id) => {
      const found = at(id);
      if (found === undefined || inForce(found).length === 0) return false;
      store.set({ ...found, kept: { ...found.kept, taken: true } });
      return true;
    },
  } satisfies Partial<SandboxDirectory>;
}

/** The person of the subject of an assignment or a request. */
export function personOf(store: ObjectStore, { path, kept }: Entity, property: 'target' | 'requestor'): string {
  const subject = store.byId(store.links(`${path}/${property}`)[0] ?? '') ?? store.get(`${path}/${property}`);
  const id = subject === undefined ? kept?.[`${property}Id`] : subject.values['objectId'];
  return typeof id === 'string' ? id : '';
}
