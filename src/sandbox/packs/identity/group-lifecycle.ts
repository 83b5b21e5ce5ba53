import { badRequest, notFound } from '../../service/graph-error.ts';
import type { Operate } from '../../typed/pack/pack.ts';

/** The path of the groups that a policy is for. */
const selected = '~selected';

/** A policy of selected groups is for those that are added to it: Microsoft 365 groups. */
const selecting =
  (adds: boolean): Operate =>
  ({ on, parameters, ground }) => {
    const id = String(parameters['groupId'] ?? '').toLowerCase();
    const { store, world } = ground;
    const group = world.directory.group(id);
    if (on === undefined || group === undefined) return notFound(id);
    if (['All', 'None'].includes(String(on.values['managedGroupTypes'])))
      return badRequest("Groups can be added and removed only where 'managedGroupTypes' is Selected.");
    const place = `${on.path}/${selected}`;
    const isThere = store.links(place).includes(id);
    if (adds && isThere) return badRequest('The group is already added to the policy.');
    if (adds && store.links(place).length >= 500) return badRequest('A policy is for 500 groups at most.');
    if (adds) store.link(place, id);
    return { value: { value: adds || store.unlink(place, id) } };
  };

export const lifecycleOperations: { readonly [name: string]: Operate } = {
  'groupLifecyclePolicy.addGroup': selecting(true),
  'groupLifecyclePolicy.removeGroup': selecting(false),
};
