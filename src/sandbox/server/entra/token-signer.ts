import { createPrivateKey, createPublicKey, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, errors, exportJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from 'jose';

/** Signs tokens, and reads them again. */
export type TokenSigner = {
  readonly issuer: string;
  /** What `jwks_uri` leads to. */
  readonly keys: { readonly keys: readonly JWK[] };
  readonly sign: (claims: JWTPayload, options: { readonly audience: string }) => Promise<string>;
  readonly read: (token: string, options: { readonly audiences: readonly string[] }) => Promise<ReadToken>;
};

export type ReadToken =
  | { readonly kind: 'claims'; readonly claims: JWTPayload }
  | { readonly kind: 'refused'; readonly why: 'expired' | 'audience' | 'malformed' | 'signature' };

/** The lifetime of a token in seconds, as in Entra. */
export const tokenLifetime = 3599;

const algorithm = 'RS256';

export type SignerOptions = {
  /** PEM text of an RSA key. */
  readonly key: string;
  readonly origin: string;
  readonly tenantId: string;
  /** Milliseconds of the real time: clients compare tokens with their clocks. */
  readonly now: () => number;
};

export async function tokenSigner({ key, origin, tenantId, now }: SignerOptions): Promise<TokenSigner> {
  const privateKey = createPrivateKey(key);
  const publicKey = createPublicKey(privateKey);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  const issuer = `${origin}/${tenantId}/v2.0`;
  return {
    issuer,
    keys: { keys: [{ ...jwk, kid, use: 'sig', alg: algorithm }] },
    sign: (claims, { audience }) => {
      const seconds = Math.floor(now() / 1000);
      return new SignJWT({ ...claims, tid: tenantId, uti: randomUUID() })
        .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(seconds)
        .setNotBefore(seconds)
        .setExpirationTime(seconds + tokenLifetime)
        .sign(privateKey);
    },
    read: async (token, { audiences }) => {
      try {
        const currentDate = new Date(now());
        const options = { issuer, audience: [...audiences], algorithms: [algorithm], currentDate };
        const { payload } = await jwtVerify(token, publicKey, options);
        return payload['tid'] === tenantId
          ? { kind: 'claims', claims: payload }
          : { kind: 'refused', why: 'malformed' };
      } catch (error) {
        return { kind: 'refused', why: reasonOf(error) };
      }
    },
  };
}

function reasonOf(error: unknown): Extract<ReadToken, { kind: 'refused' }>['why'] {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') return 'audience';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  return 'malformed';
}
