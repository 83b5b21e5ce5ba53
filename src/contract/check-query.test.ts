import { expect, test } from 'vitest';
import { librarySource, sampleMetadata } from '../../test/support/contract/sample-contract.ts';
import { urlShape } from '../metadata/url-shape.ts';
import { checkQuery } from './check-query.ts';

const metadata = await sampleMetadata(
  librarySource.text.replace(
    '<EntityType Name="person" BaseType="graph.entity" OpenType="true"/>',
    '<EntityType Name="person" BaseType="graph.entity" OpenType="true"><Property Name="memberSince" Type="Edm.Date"/></EntityType>',
  ),
);

/** Each finding's message, and the name that was meant. */
function found(query: string, name = 'shelf'): readonly string[] {
  const url = urlShape(`/v1.0/mine/shelves?${query}`);
  if (url === undefined) throw new Error('the url has a version');
  const type = { name, collection: true };
  return checkQuery(url, { start: 0, end: 1 }, { type, metadata }).map(({ message, near }) => `${message} / ${near}`);
}

test.each([
  ['$select=id,labesl', 'shelf has no property `labesl` for $select / labels'],
  ['$orderby=heigth desc', 'shelf has no property `heigth` for $orderby / height'],
  ['$expand=keepr($select=id)', 'shelf has no property `keepr` for $expand / keeper'],
  ['$filter=heigth gt 3', 'shelf has no property `heigth` for $filter / height'],
  ["$filter=contains(lables,'a')", 'shelf has no property `lables` for $filter / labels'],
  ["$filter=labesl/any(x:x eq 'a')", 'shelf has no property `labesl` for $filter / labels'],
  ["$filter=maker/naem%20eq%20'a'", 'maker has no property `naem` for $filter / name'],
  ["$filter=not(locked eq true) and lockd eq 'height'", 'shelf has no property `lockd` for $filter / locked'],
])('a misspelled name in a query is one: %s', (query, message) => {
  expect(found(query)).toEqual([message]);
});

test('a name in a query of an open type is one only as a misspelling', () => {
  expect(found('$select=memberSicne,shoeSize,extension_memberSinc', 'person')).toEqual([
    'person has no property `memberSicne` for $select / memberSince',
  ]);
});

test.each([
  "$filter=kind eq 'heigth' and height le 3 or startswith(maker/name,'naem')",
  "$filter=labels/any(heigth:heigth eq 'a')",
  '$filter=heigh_value eq {heigth} and id eq <labesl>',
  '$filter=height eq shelv',
  '$filter=keeper/microsoft.graph.persn/memberSince gt 2020-01-01T00:00:00Z',
  '$select=*,keeper/anything&$orderby=height desc,id&$expand=books($select=titel)',
  '$expand=books/microsoft.graph.atlas/scale',
])('what a query holds besides names of the type is not checked: %s', (query) => {
  expect(found(query)).toEqual([]);
});

test('a property of a derived type is not a misspelling of another', () => {
  expect(found('$select=scale,titles', 'book')).toEqual([
    'book has no property `scale` for $select / undefined',
    'book has no property `titles` for $select / title',
  ]);
});
