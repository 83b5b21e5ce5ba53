import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import type { Operation } from '../../metadata/metadata.ts';
import { contextOf } from '../odata/response-parts.ts';
import { badRequest } from '../service/graph-error.ts';
import { created, type GraphResponse, noContent, ok } from '../service/route.ts';
import { timestampOf } from '../service/sandbox-clock.ts';
import { keptSecret, passwordCredential } from '../store/client-secrets.ts';
import { changed, type Entity } from '../store/object-store.ts';
import type { ActionEffect, BegunAction } from './begun-action.ts';
import { mailEffects } from './mail-effects.ts';
import { stateEffects } from './state-effects.ts';
import { find } from './store/typed-view.ts';
import { entityWire } from './store/typed-wire.ts';
import type { TypedCall } from './typed-call.ts';
import { commitAll, drafted } from './typed-write.ts';

/** Effects of actions that the metadata does not describe, by `type.action`; only a few that take a line or two. */
const effects: { readonly [action: string]: ActionEffect } = {
  ...mailEffects,
  ...stateEffects,
  'application.addKey': addKey,
  'servicePrincipal.addKey': addKey,
  'application.removeKey': removeKey,
  'servicePrincipal.removeKey': removeKey,
  'workbook.createSession': createSession,
  'application.addPassword': addPassword,
  'servicePrincipal.addPassword': addPassword,
  'application.removePassword': removePassword,
  'servicePrincipal.removePassword': removePassword,
  'directoryObject.getByIds': getByIds,
  'applicationTemplate.instantiate': instantiate,
};

/** `undefined`: its effect is not known, and the response is what it declares. */
export function effectOf(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const { operation } = action;
  return effects[`${operation.binding?.name ?? ''}.${operation.name}`]?.(typed, action);
}

/** Whether an operation has effects. */
export const hasEffect = ({ binding, name }: Operation): boolean =>
  Object.hasOwn(effects, `${binding?.name ?? ''}.${name}`);

const targetOf = ({ on }: BegunAction): Entity | undefined => (on?.kind === 'entity' ? on.entity : undefined);

/** A secret is shown once; afterwards only its end is shown. */
function addPassword(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const target = targetOf(action);
  if (target === undefined) return undefined;
  const given = property(action.parameters, 'passwordCredential');
  const now = typed.call.world.clock.now();
  const keyId = typed.ids.uuid();
  // Short enough not to be found by a search for secrets.
  const secret = `${typed.ids.uuid().slice(0, 8)}~sandbox`;
  const made = { text: secret, keyId, nowMs: now, ...(isJsonObject(given) && { given }) };
  const stays = passwordCredential(made);
  const remembering = { ...target, kept: keptSecret(target.kept, made) };
  changed(typed.store, remembering, { passwordCredentials: [...listIn(target, 'passwordCredentials'), stays] });
  return ok({
    '@odata.context': contextOf(typed.call, 'microsoft.graph.passwordCredential', undefined),
    ...stays,
    secretText: secret,
  });
}

function removePassword(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  return removeCredential(typed, action, 'passwordCredentials');
}

type Credentials = 'keyCredentials' | 'passwordCredentials';

function removeCredential(typed: TypedCall, action: BegunAction, list: Credentials): GraphResponse | undefined {
  const target = targetOf(action);
  if (target === undefined) return undefined;
  const keyId = property(action.parameters, 'keyId');
  const before = listIn(target, list);
  const after = before.filter((one) => !isJsonObject(one) || property(one, 'keyId') !== keyId);
  const kind = list === 'keyCredentials' ? 'key' : 'password';
  if (after.length === before.length)
    return badRequest(`There is no ${kind} credential with the key id '${String(keyId)}'.`);
  changed(typed.store, target, { [list]: after });
  return noContent;
}

/** A key stays with the object; its bytes are not shown again. */
function addKey(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const target = targetOf(action);
  const given = property(action.parameters, 'keyCredential');
  if (target === undefined || !isJsonObject(given)) return undefined;
  // A certificate verifies, one with its password signs.
  const isPair = property(given, 'type') === 'X509CertAndPassword';
  const usage = isPair ? 'Sign' : 'Verify';
  if (property(given, 'usage') !== usage || isPair !== isJsonObject(property(action.parameters, 'passwordCredential')))
    return badRequest(`A key of this type has the usage '${usage}', and ${isPair ? 'a' : 'no'} password credential.`);
  const now = typed.call.world.clock.now();
  const time = (years: number): string => timestampOf(now + years * 365 * 86_400_000);
  const added: JsonObject = {
    customKeyIdentifier: null,
    displayName: null,
    endDateTime: time(1),
    startDateTime: time(0),
    ...given,
    key: null,
    keyId: typed.ids.uuid(),
  };
  changed(typed.store, target, { keyCredentials: [...listIn(target, 'keyCredentials'), added] });
  return ok({ '@odata.context': contextOf(typed.call, 'microsoft.graph.keyCredential', undefined), ...added });
}

function removeKey(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  return removeCredential(typed, action, 'keyCredentials');
}

/** A session of a workbook ends by itself; what is written in one is not kept apart. */
function createSession(typed: TypedCall, { parameters }: BegunAction): GraphResponse {
  const context = contextOf(typed.call, 'microsoft.graph.workbookSessionInfo', undefined);
  const persistChanges = property(parameters, 'persistChanges') ?? false;
  return created({ '@odata.context': context, id: `cluster=sandbox&session=${typed.ids.uuid()}`, persistChanges });
}

function listIn({ values }: Entity, name: string): readonly Json[] {
  const found = property(values, name);
  return Array.isArray(found) ? found : [];
}

function getByIds(typed: TypedCall, { parameters }: BegunAction): GraphResponse {
  const ids = property(parameters, 'ids');
  const types = property(parameters, 'types');
  if (!Array.isArray(ids) || ids.length === 0) return badRequest("The parameter 'ids' is a list of ids.");
  const wanted = Array.isArray(types) ? types.map((one) => String(one).toLowerCase()) : [];
  const found = ids.flatMap((id) => find(typed, String(id), 'directoryObject') ?? []);
  const value = found
    .filter(
      ({ type }) => wanted.length === 0 || wanted.includes('directoryobject') || wanted.includes(type.toLowerCase()),
    )
    .map((one) => entityWire(typed.model, one, 'directoryObject'));
  return ok({ '@odata.context': contextOf(typed.call, 'directoryObjects', undefined), value });
}

/** An application of the gallery becomes an application and its service principal. */
function instantiate(typed: TypedCall, action: BegunAction): GraphResponse | undefined {
  const target = targetOf(action);
  const displayName = property(action.parameters, 'displayName');
  const [application, principal] = ['application', 'servicePrincipal'].map((name) => typed.model.type(name));
  if (target === undefined || application === undefined || principal === undefined) return undefined;
  if (typeof displayName !== 'string') return badRequest("The action 'instantiate' needs the parameter 'displayName'.");
  const appRoles = ['User', 'msiam_access'].map((name) => ({
    allowedMemberTypes: ['User'],
    description: name,
    displayName: name,
    id: typed.ids.uuid(),
    isEnabled: true,
    origin: 'Application',
    value: null,
  }));
  const values = { displayName, applicationTemplateId: target.id, appRoles };
  const homePageUrl = property(target.values, 'homePageUrl') ?? null;
  const app = write(typed, application, {
    collection: 'applications',
    values: { ...values, ...ofGallery, web: { ...ofGallery.web, homePageUrl } },
  });
  const appId = property(app.values, 'appId') ?? null;
  const sp = write(typed, principal, {
    collection: 'serviceprincipals',
    values: { ...values, appId, appRoleAssignmentRequired: true, homepage: homePageUrl },
  });
  return created({
    '@odata.context': contextOf(typed.call, 'microsoft.graph.applicationServicePrincipal', undefined),
    application: entityWire(typed.model, app, 'application'),
    servicePrincipal: entityWire(typed.model, sp, 'servicePrincipal'),
  });
}

/** The properties of applications of the gallery. */
const ofGallery = {
  signInAudience: 'AzureADMyOrg',
  isFallbackPublicClient: false,
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
    requestedAccessTokenVersion: null,
  },
  web: {
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: true },
  },
};

type NewObject = { readonly collection: string; readonly values: JsonObject };

function write(
  typed: TypedCall,
  type: NonNullable<ReturnType<TypedCall['model']['type']>>,
  { collection, values }: NewObject,
): Entity {
  return commitAll(typed, drafted(typed, { type, values, inside: [], binds: [] }, { collection }));
}
