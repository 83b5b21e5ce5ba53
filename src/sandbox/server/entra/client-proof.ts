import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import type { AppRegistration } from './app-registration.ts';
import { type EntraError, entraError } from './entra-error.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** The algorithms that Entra accepts for assertions signed with a certificate. */
const algorithms = ['RS256', 'PS256'];

export type ProofContext = {
  /** What an assertion's `aud` may be. */
  readonly audiences: readonly string[];
  readonly now: () => number;
};

/** Whether a request proves that it is from the app: by a secret, a certificate's key, or a federated token. */
export async function proveClient(
  form: URLSearchParams,
  app: AppRegistration,
  context: ProofContext,
): Promise<'proven' | 'none' | EntraError> {
  const secret = form.get('client_secret');
  if (secret !== null) return proveSecret(secret, app);
  const assertion = form.get('client_assertion');
  if (assertion === null) return 'none';
  if (form.get('client_assertion_type') !== assertionType) {
    return entraError('wrong-form', `The parameter client_assertion_type must be ${assertionType}.`);
  }
  // A workload's token is known by its text; its issuer is not checked.
  if (app.federatedTokens.some((one) => same(one, assertion.trim()))) return 'proven';
  return proveAssertion(assertion, app, context);
}

function proveSecret(secret: string, app: AppRegistration): 'proven' | EntraError {
  if (app.secrets.some((one) => same(one, secret))) return 'proven';
  if (app.expiredSecrets.some((one) => same(one, secret))) {
    return entraError(
      'expired-secret',
      `The provided client secret keys for app '${app.appId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    );
  }
  return entraError(
    'wrong-secret',
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.appId}'.`,
  );
}

async function proveAssertion(
  assertion: string,
  app: AppRegistration,
  { audiences, now }: ProofContext,
): Promise<'proven' | EntraError> {
  const read = readAssertion(assertion);
  if (read === undefined) return entraError('wrong-assertion', 'The client assertion is no signed token.');
  if (read.claims.iss !== app.appId) {
    const message = `No federated identity of the application ${app.appId} matches the assertion's issuer.`;
    return entraError('unknown-federation', message);
  }
  const certificate = app.certificates.map((text) => new X509Certificate(text)).find((one) => identifies(read, one));
  if (certificate === undefined) {
    return entraError('wrong-assertion', `The certificate is not registered with the application ${app.appId}.`);
  }
  try {
    const options = { issuer: app.appId, subject: app.appId, audience: [...audiences], algorithms };
    await jwtVerify(assertion, certificate.publicKey, {
      ...options,
      currentDate: new Date(now()),
      clockTolerance: 300,
    });
    return 'proven';
  } catch (error) {
    const isLate =
      error instanceof errors.JWTExpired || (error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf');
    return isLate
      ? entraError('assertion-time', 'The client assertion is not within its time.')
      : entraError('wrong-assertion', 'The client assertion is not signed by its certificate, or not for this tenant.');
  }
}

type ReadAssertion = { readonly thumbprints: readonly unknown[]; readonly claims: JWTPayload };

function readAssertion(assertion: string): ReadAssertion | undefined {
  try {
    const header = decodeProtectedHeader(assertion);
    return { thumbprints: [header['x5t'], header['x5t#S256'], header.kid], claims: decodeJwt(assertion) };
  } catch {
    return undefined;
  }
}

/** Certificates are named by the hash of their bytes: SHA-1 or SHA-256, in base64url, or in hex as `kid`. */
function identifies({ thumbprints }: ReadAssertion, { raw }: X509Certificate): boolean {
  return ['sha1', 'sha256'].some((algorithm) => {
    const hash = createHash(algorithm).update(raw).digest();
    return thumbprints.includes(hash.toString('base64url')) || thumbprints.includes(hash.toString('hex').toUpperCase());
  });
}

/** Compares texts in constant time. */
export function same(one: string, other: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}
