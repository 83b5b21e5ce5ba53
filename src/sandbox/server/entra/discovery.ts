import type { JsonObject } from '../../../json/json.ts';
import type { Entra } from './entra.ts';

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`. */
export function openIdConfiguration(tenantName: string, { origin, signer }: Entra): JsonObject {
  const oauth = `${origin}/${tenantName}/oauth2/v2.0`;
  return {
    issuer: signer.issuer,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    device_authorization_endpoint: `${oauth}/devicecode`,
    jwks_uri: `${origin}/${tenantName}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
    response_types_supported: ['code', 'id_token'],
    code_challenge_methods_supported: ['S256'],
    response_modes_supported: ['query', 'form_post'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    request_uri_parameter_supported: false,
    tenant_region_scope: null,
    msgraph_host: new URL(origin).host,
  };
}

/** `GET /common/discovery/instance`: this server is the only instance. */
export function instanceDiscovery({ origin, tenant }: Entra): JsonObject {
  const { host } = new URL(origin);
  return {
    tenant_discovery_endpoint: `${origin}/${tenant.id}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}
