import { type Guarded, refused } from './guarded.ts';

/** Refuses an environment in which a false server would not be noticed. */
export function checkEnvironment(environment: { readonly [name: string]: string | undefined }): Guarded<object> {
  return environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
    ? refused(
        '`NODE_TLS_REJECT_UNAUTHORIZED=0` is set: certificates would not be checked',
        'unset it; to trust a certificate authority of your own, name its file in `NODE_EXTRA_CA_CERTS`',
      )
    : { ok: true };
}
