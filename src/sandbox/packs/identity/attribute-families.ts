import { isJsonObject, type Json } from '../../../json/json.ts';
import { badRequest } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { Ground } from '../../typed/pack/ground.ts';
import type { Facts, Pack, Write } from '../../typed/pack/pack.ts';
import { rights } from './rights.ts';

/** Additions of a tenant to the schema of its objects. Facts from the pages of Graph's v1.0 reference (2026-08). */

const applications = 'Application Administrator, Cloud Application Administrator';

/** One type for each kind of value, and a Boolean is neither a list nor one of given values. */
function definitionFault({ kind, entity, given, ground }: Write): GraphResponse | undefined {
  const { values } = entity;
  const isFree = kind === 'update' && ground.fresh(entity)?.values['usePreDefinedValuesOnly'] === false;
  if (isFree && given('usePreDefinedValuesOnly') === true)
    return badRequest("'usePreDefinedValuesOnly' can be changed to false only.");
  const isBoolean = String(values['type']).toLowerCase() === 'boolean';
  return isBoolean && (values['isCollection'] === true || values['usePreDefinedValuesOnly'] === true)
    ? badRequest('An attribute of type Boolean is neither a collection nor one of predefined values.')
    : undefined;
}

/** Names begin with a letter, and contain no spaces or special characters. */
const name32 = { form: /^[A-Za-z][A-Za-z0-9]{0,31}$/, is: 'a letter, with up to 31 letters and digits behind it' };

const permanent: Facts = { never: ['delete'] };

const settingNames = (ground: Ground, templateId: Json | undefined): readonly string[] => {
  const values = ground.store.get(`groupsettingtemplates/${String(templateId).toLowerCase()}`)?.values['values'];
  return (Array.isArray(values) ? values : []).map((one) => String(isJsonObject(one) ? one['name'] : ''));
};

/** Settings are those of their template. */
function settingFault({ kind, entity, ground, given }: Write): GraphResponse | undefined {
  const values = kind === 'delete' ? undefined : given('values');
  const known = settingNames(ground, entity.values['templateId']);
  if (!Array.isArray(values) || known.length === 0) return undefined;
  const wrong = values.map((one) => (isJsonObject(one) ? String(one['name']) : '')).find((one) => !known.includes(one));
  return wrong === undefined ? undefined : badRequest(`The template has no setting '${wrong}'.`);
}

/** An extension in use can only be extended, and a deprecated one cannot be changed. */
function additionsOnly({ kind, given, entity, ground }: Write): GraphResponse | undefined {
  const before = kind === 'update' ? ground.fresh(entity)?.values : undefined;
  if (before === undefined) return undefined;
  const namesOf = (value: Json | undefined): readonly string[] =>
    (Array.isArray(value) ? value : []).map((one) => String(isJsonObject(one) ? one['name'] : one));
  const changes = ['properties', 'targetTypes'].filter((name) => given(name) !== undefined);
  const isDeprecated = before['status'] === 'Deprecated' && changes.length > 0;
  const lacks = changes.some((name) => namesOf(before[name]).some((one) => !namesOf(given(name)).includes(one)));
  return isDeprecated || lacks
    ? badRequest('Property and target types of a schema extension can be added to, until it is deprecated.')
    : undefined;
}

const dataTypes = ['Binary', 'Boolean', 'DateTime', 'Integer', 'LargeInteger', 'String'];

const schemaStates = ['InDevelopment', 'Available', 'Deprecated'];

export const attributeFamilies: readonly Pack[] = [
  {
    name: 'custom security attributes',
    access: rights({
      read: 'CustomSecAttributeDefinition.Read.All CustomSecAttributeDefinition.ReadWrite.All',
      write: 'CustomSecAttributeDefinition.ReadWrite.All',
    }),
    types: {
      attributeSet: {
        ...permanent,
        required: ['id'],
        idFrom: '{id}',
        longest: { description: 128 },
        between: { maxAttributesPerSet: [1, 500] },
        distinct: ['id'],
        atMost: 500,
        initial: { maxAttributesPerSet: null },
        like: { id: name32 },
      },
      customSecurityAttributeDefinition: {
        ...permanent,
        required: [
          ...['attributeSet', 'name', 'status', 'type'],
          ...['isCollection', 'isSearchable', 'usePreDefinedValuesOnly'],
        ],
        fixed: ['attributeSet', 'name', 'type', 'isCollection', 'isSearchable'],
        longest: { description: 128 },
        among: { status: ['Available', 'Deprecated'], type: ['Boolean', 'Integer', 'String'] },
        names: { attributeSet: ['directory/attributesets'] },
        idFrom: '{attributeSet}_{name}',
        distinct: ['attributeSet', 'name'],
        atMost: 500,
        like: { name: name32 },
        check: definitionFault,
      },
      allowedValue: {
        ...permanent,
        required: ['id', 'isActive'],
        idFrom: '{id}',
        longest: { id: 64 },
        distinct: ['id'],
        atMost: 100,
      },
    },
  },
  {
    name: 'extensions',
    access: rights({
      read: 'User.Read Application.Read.All Application.ReadWrite.All Directory.Read.All',
      write: 'Application.ReadWrite.All Directory.ReadWrite.All',
    }),
    types: {
      schemaExtension: {
        required: ['id', 'targetTypes', 'properties'],
        fixed: ['id'],
        among: { status: schemaStates },
        standing: schemaStates
          .slice(1)
          .map((status) => ({ where: { status }, reason: `A schema extension that is ${status} cannot be deleted.` })),
        // A name of a verified domain precedes it, or a prefix that the service chooses.
        idFrom: ({ id }, uuid) => (String(id).includes('_') ? String(id) : `ext${uuid().slice(0, 8)}_${String(id)}`),
        check: additionsOnly,
      },
      extensionProperty: {
        access: rights({
          read: 'Application.Read.All Application.ReadWrite.All Directory.Read.All',
          write: 'Application.ReadWrite.All',
          writers: applications,
        }),
        never: ['update'],
        standing: [{ where: { isSyncedFromOnPremises: true }, reason: 'A synced property cannot be deleted.' }],
        required: ['name', 'dataType', 'targetObjects'],
        among: {
          dataType: dataTypes,
          targetObjects: ['User', 'Group', 'AdministrativeUnit', 'Application', 'Device', 'Organization'],
        },
        initial: { isMultiValued: false, deletedDateTime: null },
        created: ({ entity, ground }) => {
          const owner = ground.store.get(entity.path.split('/').slice(0, 2).join('/'));
          const sent = String(entity.values['dataType']).toLowerCase();
          const appId = String(owner?.values['appId']).replaceAll('-', '');
          ground.change(entity, {
            name: `extension_${appId}_${String(entity.values['name'])}`,
            dataType: dataTypes.find((one) => one.toLowerCase() === sent) ?? null,
            appDisplayName: owner?.values['displayName'] ?? null,
          });
        },
      },
    },
  },
  {
    name: 'settings of groups',
    access: rights({
      read: 'GroupSettings.Read.All GroupSettings.ReadWrite.All Directory.Read.All Directory.ReadWrite.All Group.Read.All Group.ReadWrite.All',
      write: 'GroupSettings.ReadWrite.All Directory.ReadWrite.All Group.ReadWrite.All',
      writers: 'Groups Administrator, Directory Writers, User Administrator, Authentication Policy Administrator',
    }),
    types: {
      groupSettingTemplate: { never: ['create', 'update', 'delete'] },
      groupSetting: {
        required: ['templateId', 'values'],
        fixed: ['templateId', 'displayName'],
        names: { templateId: ['groupsettingtemplates'] },
        distinct: ['templateId'],
        check: settingFault,
        created: ({ entity, ground }) => {
          const template = ground.store.get(
            `groupsettingtemplates/${String(entity.values['templateId']).toLowerCase()}`,
          );
          const displayName = template?.values['displayName'] ?? entity.values['displayName'] ?? null;
          ground.change(entity, { displayName });
        },
      },
    },
  },
];
