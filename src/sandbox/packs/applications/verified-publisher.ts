import { badRequest } from '../../service/graph-error.ts';
import type { Operate } from '../../typed/pack/pack.ts';

/** A publisher is verified for an application by its number in the partner network. */
export const publisherActions: { readonly [name: string]: Operate } = {
  'application.setVerifiedPublisher': ({ on, parameters, ground }) => {
    const verifiedPublisherId = String(parameters['verifiedPublisherId'] ?? '');
    if (!/^\d+$/.test(verifiedPublisherId)) return badRequest('The id of a verified publisher is a number.');
    const displayName = ground.world.tenant.displayName;
    if (on !== undefined)
      ground.change(on, { verifiedPublisher: { displayName, verifiedPublisherId, addedDateTime: ground.now } });
    return { status: 204 };
  },
  'application.unsetVerifiedPublisher': ({ on, ground }) => {
    const nothing = { displayName: null, verifiedPublisherId: null, addedDateTime: null };
    if (on !== undefined) ground.change(on, { verifiedPublisher: nothing });
    return { status: 204 };
  },
};
