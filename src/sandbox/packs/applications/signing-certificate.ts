import { createHash } from 'node:crypto';
import { property } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import type { Operate } from '../../typed/pack/pack.ts';

const threeYearsMs = 3 * 365 * 86_400_000;

/**
 * A key pair to sign and verify with, and the password of the private key: they share one identifier. There is no real
 * key.
 */
export const addTokenSigningCertificate: Operate = ({ on, parameters, ground }) => {
  const name = String(parameters['displayName'] ?? '');
  if (on === undefined || !name.startsWith('CN='))
    return badRequest("The display name of a certificate begins with 'CN='.");
  const end = parameters['endDateTime'];
  const thumbprint = createHash('sha1').update(`${on.id} ${ground.ids.uuid()}`).digest('hex').toUpperCase();
  const customKeyIdentifier = Buffer.from(thumbprint, 'hex').toString('base64');
  const common = {
    customKeyIdentifier,
    displayName: name,
    startDateTime: ground.now,
    endDateTime: typeof end === 'string' ? end : timestampOf(ground.nowMs + threeYearsMs),
  };
  const keyId = ground.ids.uuid();
  const credential = (usage: 'Sign' | 'Verify', id: string) => ({
    ...common,
    keyId: id,
    key: null,
    type: usage === 'Sign' ? 'X509CertAndPassword' : 'AsymmetricX509Cert',
    usage,
  });
  const before = property(on.values, 'keyCredentials');
  const keys = [credential('Sign', ground.ids.uuid()), credential('Verify', keyId)];
  ground.change(on, { keyCredentials: [...(Array.isArray(before) ? before : []), ...keys] });
  const key = Buffer.from(`the sandbox has no key ${thumbprint}`).toString('base64');
  return { value: { ...credential('Verify', keyId), key, thumbprint } };
};
