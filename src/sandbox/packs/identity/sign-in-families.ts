import { isJsonObject, property } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { GraphCall } from '../../service/route.ts';
import type { Entity } from '../../store/object-store.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Operate, Pack, TypeRules, Write } from '../../typed/pack/pack.ts';
import { rights } from './rights.ts';

/** How people sign in, and which providers they come from. Facts from the pages of Graph's v1.0 reference (2026-08). */

const readOnly = { never: ['create', 'update', 'delete'] } as const;

/** Ids of methods of which a person has one of each kind; the same in every tenant. */
const phones: { readonly [type: string]: string } = {
  mobile: '3179e48a-750b-4051-897c-87b9720928f7',
  alternateMobile: 'b6332ec1-7057-4abe-9331-3d72feddfe41',
  office: 'e37fc753-ff3b-4958-9484-eaa9425c82bc',
};

/** A user's own methods need no role. */
function isOwn({ caller, path, world }: GraphCall): boolean {
  if (caller.kind === 'application') return true;
  const [, first = '', key = ''] = path.split('/');
  return first.toLowerCase() === 'me' || world.directory.user(decodeURIComponent(key))?.id === caller.userId;
}

const phoneRules: TypeRules = {
  required: ['phoneNumber', 'phoneType'],
  fixed: ['phoneType'],
  // A second mobile is deleted with the first.
  check: ({ kind, entity, ground }) => {
    const has = (phoneType: string): boolean =>
      ground
        .all(entity.path.slice(0, entity.path.lastIndexOf('/')))
        .some(({ values }) => values['phoneType'] === phoneType);
    const { phoneType } = entity.values;
    const isAlone = kind === 'create' && phoneType === 'alternateMobile' && !has('mobile');
    return isAlone || (kind === 'delete' && phoneType === 'mobile' && has('alternateMobile'))
      ? badRequest('An alternate mobile phone is registered beside a mobile phone only.')
      : undefined;
  },
  distinct: ['phoneType'],
  idFrom: ({ phoneType }) => phones[String(phoneType)] ?? String(phoneType),
  like: {
    phoneNumber: {
      form: /^\+\d{1,4} ?[\d-]{4,}(?:x\d+)?$/,
      is: 'a number behind + and the code of its country: +1 2065550123',
    },
  },
};

/** A pass can be used from its start until its lifetime is over. */
function timePass({ entity, ground }: Write): void {
  const { values } = entity;
  const startMs = Math.max(Date.parse(String(values['startDateTime'] ?? '')) || ground.nowMs, ground.nowMs);
  const minutes = Number(values['lifetimeInMinutes'] ?? 60);
  const startDateTime = values['startDateTime'] ?? ground.now;
  const usability = (isUsable: boolean, methodUsabilityReason: string) => ({ isUsable, methodUsabilityReason });
  const waits = startMs > ground.nowMs;
  const isUsableOnce = values['isUsableOnce'] ?? false;
  ground.change(entity, {
    startDateTime,
    lifetimeInMinutes: minutes,
    isUsableOnce,
    ...usability(!waits, waits ? 'NotYetValid' : 'EnabledByPolicy'),
  });
  const set = (then: Ground, isUsable: boolean, reason: string): void =>
    then.change(entity, usability(isUsable, reason));
  if (waits) ground.later(startMs - ground.nowMs, (then) => set(then, true, 'EnabledByPolicy'));
  ground.later(startMs - ground.nowMs + minutes * 60_000, (then) => set(then, false, 'Expired'));
}

/** A secret that a client writes is not shown again. */
const hide =
  (...names: readonly string[]) =>
  ({ entity, ground }: { readonly entity: Entity; readonly ground: Ground }): void => {
    const given = names.filter((name) => typeof entity.values[name] === 'string');
    if (given.length > 0) ground.change(entity, Object.fromEntries(given.map((name) => [name, '*****'])));
  };

/** A connector does not show its password. */
function maskConnector({ entity, ground }: Write): void {
  const given = entity.values['authenticationConfiguration'];
  if (property(given, 'password') !== undefined && isJsonObject(given))
    ground.change(entity, { authenticationConfiguration: { ...given, password: '******' } });
}

/** Only a choice has values to choose from. */
const choicesFault: TypeRules['check'] = ({ kind, entity: { values } }) => {
  const choices = kind === 'delete' ? undefined : values['userAttributeValues'];
  const isChoice = /Select$/i.test(String(values['userInputType']));
  return Array.isArray(choices) && choices.length > 0 && !isChoice
    ? badRequest(`'userAttributeValues' are not for an input of the type '${String(values['userInputType'])}'.`)
    : undefined;
};

const masked: TypeRules = { created: hide('clientSecret'), changed: hide('clientSecret') };

/** Identity providers that a tenant can allow. */
const providers = [
  ...['Microsoft', 'Google', 'Amazon', 'LinkedIn', 'Facebook', 'GitHub', 'Twitter', 'Weibo', 'QQ', 'WeChat'],
];

/** The order of the assignments of a flow: each of them once. */
const setOrder: Operate = ({ items, parameters, ground: { store } }) => {
  const named = property(parameters['newAssignmentOrder'], 'order');
  const order = (Array.isArray(named) ? named : []).map((id) => items.find((one) => one.id === id));
  if (order.length !== items.length || !items.every((one) => order.includes(one)))
    return badRequest('An order names each attribute assignment of the user flow once.');
  // The store lists objects as they were put there.
  for (const { path } of items) store.remove(path);
  for (const one of order) if (one !== undefined) store.set(one);
  return { status: 204 };
};

export const signInFamilies: readonly Pack[] = [
  {
    name: 'authentication methods',
    access: {
      ...rights({
        read: 'UserAuthMethod-Passkey.Read.All UserAuthenticationMethod.Read UserAuthenticationMethod.Read.All UserAuthenticationMethod.ReadWrite UserAuthenticationMethod.ReadWrite.All',
        write: 'UserAuthMethod-TAP.ReadWrite UserAuthenticationMethod.ReadWrite UserAuthenticationMethod.ReadWrite.All',
        readers: 'Authentication Administrator, Privileged Authentication Administrator, Global Reader',
        writers: 'Authentication Administrator, Privileged Authentication Administrator',
      }),
      besides: isOwn,
    },
    types: {
      authentication: readOnly,
      authenticationMethod: { never: ['update'] },
      phoneAuthenticationMethod: phoneRules,
      emailAuthenticationMethod: {
        required: ['emailAddress'],
        idFrom: () => '3ddfcfc8-9383-446f-83cc-3ab9be4be18f',
        atMost: 1,
        like: { emailAddress: { form: /^[^@\s]+@[^@\s]+\.[^@\s]+$/, is: 'an email address' } },
      },
      temporaryAccessPassAuthenticationMethod: {
        never: ['update'],
        atMost: 1,
        between: { lifetimeInMinutes: [10, 43_200] },
        created: timePass,
      },
    },
    operations: {
      'phoneAuthenticationMethod.enableSmsSignIn': ({ on, ground }) => {
        if (on?.values['phoneType'] !== 'mobile') return badRequest('Only a mobile phone can be used to sign in.');
        ground.change(on, { smsSignInState: 'ready' });
        return { status: 204 };
      },
      'phoneAuthenticationMethod.disableSmsSignIn': ({ on, ground }) => {
        if (on !== undefined) ground.change(on, { smsSignInState: 'notEnabled' });
        return { status: 204 };
      },
    },
  },
  {
    name: 'identity providers',
    access: rights({
      read: 'IdentityProvider.Read.All IdentityProvider.ReadWrite.All',
      write: 'IdentityProvider.ReadWrite.All',
      readers: 'External Identity Provider Administrator, Global Reader',
      writers: 'External Identity Provider Administrator',
    }),
    types: {
      identityProviderBase: { fixed: ['identityProviderType'] },
      builtInIdentityProvider: { never: ['create', 'update', 'delete'] },
      socialIdentityProvider: {
        ...masked,
        required: ['displayName', 'identityProviderType', 'clientId', 'clientSecret'],
        fixed: ['identityProviderType'],
        among: { identityProviderType: providers },
        distinct: ['identityProviderType'],
        idFrom: '{identityProviderType}-OAUTH',
      },
      identityProvider: {
        ...masked,
        required: ['name', 'type', 'clientId', 'clientSecret'],
        fixed: ['type'],
        among: { type: providers },
        distinct: ['type'],
        idFrom: '{type}-OAUTH',
      },
    },
  },
  {
    name: 'user flows',
    access: rights({
      read: 'IdentityUserFlow.Read.All IdentityUserFlow.ReadWrite.All',
      write: 'IdentityUserFlow.ReadWrite.All',
      readers: 'External ID User Flow Administrator, External ID User Flow Attribute Administrator, Global Reader',
      writers: 'External ID User Flow Administrator',
    }),
    operations: {
      'identityUserFlowAttributeAssignment.getOrder': ({ items }) => ({ value: { order: items.map(({ id }) => id) } }),
      'identityUserFlowAttributeAssignment.setOrder': setOrder,
    },
    types: {
      b2xIdentityUserFlow: {
        required: ['id', 'userFlowType', 'userFlowTypeVersion'],
        among: { userFlowType: ['signUpOrSignIn'] },
        fixed: ['userFlowType', 'userFlowTypeVersion'],
        idFrom: 'B2X_1_{id}',
        longest: { id: 64 },
        distinct: ['id'],
      },
      userFlowLanguageConfiguration: { fixed: ['displayName'] },
      userFlowLanguagePage: {},
      userFlowApiConnectorConfiguration: {},
      // It has the name of the attribute.
      identityUserFlowAttributeAssignment: {
        required: ['userAttribute/id', 'userInputType'],
        idFrom: '{userAttribute/id}',
        distinct: ['id'],
        check: choicesFault,
      },
      identityUserFlowAttribute: {
        access: {
          ...rights({
            read: 'IdentityUserFlow.Read.All IdentityUserFlow.ReadWrite.All',
            write: 'IdentityUserFlow.ReadWrite.All',
            writers: 'External ID User Flow Attribute Administrator',
          }),
        },
        required: ['displayName', 'dataType'],
        fixed: ['displayName', 'dataType', 'userFlowAttributeType'],
        distinct: ['displayName'],
        standing: [
          {
            where: { userFlowAttributeType: 'builtIn' },
            reason: 'A built-in attribute cannot be changed.',
            unchanged: true,
          },
        ],
      },
      identityApiConnector: {
        access: rights({
          read: 'APIConnectors.Read.All APIConnectors.ReadWrite.All',
          write: 'APIConnectors.ReadWrite.All',
        }),
        created: maskConnector,
        changed: maskConnector,
        required: ['displayName', 'targetUrl', 'authenticationConfiguration'],
        like: { targetUrl: { form: /^https:\/\//, is: 'an address with https' } },
      },
    },
  },
];
