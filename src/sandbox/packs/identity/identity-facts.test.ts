import { expect, test } from 'vitest';
import { isJsonObject, type Json } from '../../../json/json.ts';
import type { TypeRules } from '../../typed/pack/pack.ts';
import { shippedModel } from '../../typed/schema/shipped-model.ts';
import { behaviorPacks } from '../behavior-packs.ts';
import { standing } from './standing-objects.ts';

const model = shippedModel();

/** What a path of properties leads to; `undefined`: a type on the way does not declare it, nor does one derived from it. */
function isDeclared(type: string, path: string): boolean {
  const [first = '', ...rest] = path.split('/');
  // What packs keep for themselves begins so.
  if (first === 'id' || first.startsWith('~')) return true;
  const found = [model.type(type), ...model.derived(type)]
    .map((one) => one?.properties.get(first.toLowerCase()))
    .find((one) => one !== undefined);
  if (found === undefined) return false;
  return rest.length === 0 || isDeclared(found.type.name, rest.join('/'));
}

const named = (rules: TypeRules): readonly string[] => {
  const { required = [], fixed = [], distinct = [], longest = {}, between = {}, among = {}, names = {} } = rules;
  const { initial = {}, standing: stands = [] } = rules;
  const wheres = stands.flatMap(({ where }) => Object.keys(where));
  return [
    ...required,
    ...fixed,
    ...distinct,
    ...[longest, between, among, names, initial].flatMap(Object.keys),
    ...wheres,
  ];
};

const rows = behaviorPacks.flatMap(({ types }) => Object.entries(types)).filter(([type]) => type !== 'synchronization');

test.each(rows)('the rules of packs for a %s use what the metadata declares', (type, rules) => {
  expect(model.type(type), type).toBeDefined();
  expect(named(rules).filter((path) => !isDeclared(type, path))).toEqual([]);
});

/** Members of enumerations, and properties, that the metadata does not have. */
function strange(type: string, value: Json): readonly string[] {
  const declared = model.type(type);
  if (Array.isArray(value)) return value.flatMap((one) => strange(type, one));
  const members = model.members(type);
  if (members !== undefined && typeof value === 'string')
    return value
      .split(',')
      .filter((one) => !members.includes(one))
      .map((one) => `${type}: ${one}`);
  if (declared === undefined || !isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => {
    const property = declared.properties.get(name.toLowerCase());
    return property === undefined ? [`${type}.${name}`] : strange(property.type.name, one);
  });
}

test.each(standing)('$path, which is there from the start, is as the metadata declares', ({ type, values }) => {
  expect(model.type(type), type).toBeDefined();
  expect(strange(type, values)).toEqual([]);
});
