import { type JsonObject, property } from '../../../../json/json.ts';
import type { TypedModel, TypedType } from '../../../typed/schema/typed-model.ts';

type Declared = { readonly base: string; readonly through: string | undefined };

/** The type of an object; for a base type, the derived type with its properties. `through`: what relates to it. */
export function shownType(model: TypedModel, { base, through }: Declared, shown: JsonObject): TypedType | undefined {
  const written = property(shown, '@odata.type');
  const named = typeof written === 'string' ? model.typeNamed(written) : undefined;
  if (named !== undefined && named.name !== 'directoryObject' && model.isA(named.name, base)) return named;
  const declared = model.type(base);
  if (declared === undefined || (!declared.abstract && base !== 'directoryObject')) return declared;
  const names = new Set(Object.keys(shown));
  if (base !== 'directoryObject') return nearest(model, base, names);
  const guess = names.has('userPrincipalName')
    ? 'user'
    : names.has('groupTypes') || names.has('mailNickname')
      ? 'group'
      : names.has('servicePrincipalType')
        ? 'servicePrincipal'
        : names.has('appId')
          ? 'application'
          : hasMembers.test(through ?? '')
            ? 'group'
            : 'user';
  return model.type(guess);
}

/** Relationships to objects that are rarely people. */
const hasMembers = /^(?:ownedObjects|createdObjects|memberOf|transitiveMemberOf)$/;

/** The concrete type of an object of which only the base type is known. */
export function concreteType(model: TypedModel, type: string, properties: JsonObject): string {
  const isBase = model.type(type)?.abstract === true;
  return isBase ? (nearest(model, type, new Set(Object.keys(properties)))?.name ?? type) : type;
}

/** Of the types derived from an abstract one, the first that has all these properties. */
function nearest(model: TypedModel, base: string, names: ReadonlySet<string>): TypedType | undefined {
  const own = model.derived(base).filter(({ abstract }) => !abstract);
  // With very many, the first one is arbitrary.
  const isFew = own.length <= 12;
  const has = ({ properties }: TypedType): boolean =>
    [...names].every((name) => name.includes('@') || properties.has(name.toLowerCase()));
  return isFew ? own.find(has) : undefined;
}
