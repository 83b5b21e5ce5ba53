import { expect, test } from 'vitest';
import { findPermissions, readPermissions } from './permissions.ts';

/** The same table in both of its published forms. */
const byPermission = {
  permissions: {
    'Shelf.Read': {
      schemes: { DelegatedWork: {}, Application: {} },
      pathSets: [
        {
          schemeKeys: ['DelegatedWork', 'Application'],
          methods: ['GET'],
          paths: {
            '/mine/shelves/{id}': 'least=DelegatedWork',
            '/mine/shelves/{id}/books/borrowed(by={name})': 'AlsoRequires=Book.Read;least=DelegatedWork,Application',
          },
        },
        { schemeKeys: ['DelegatedPersonal'], methods: ['PUT'], paths: { '/mine/shelves/{id}': '' } },
      ],
    },
  },
};
const byPath = [
  {
    path: '/mine/shelves/{id}',
    method: 'GET',
    permissions: { DelegatedWork: ['Shelf.Read*'], Application: ['Shelf.Read'] },
  },
  { path: '/mine/shelves/{id}', method: 'PUT', permissions: { DelegatedPersonal: ['Shelf.Read'] } },
  {
    path: '/mine/shelves/{id}/books/borrowed(by={name})',
    method: 'GET',
    permissions: { DelegatedWork: ['Shelf.Read*'], Application: ['Shelf.Read*'] },
  },
];

const read = (value: unknown) => readPermissions({ path: 'permissions.json', text: JSON.stringify(value) });

test.each([
  ['by permission', byPermission, ['Book.Read']],
  // This form does not say what is needed beside it.
  ['by path', byPath, undefined],
])('a table %s is read', (_, form, also) => {
  const table = read(form);
  if (!table.ok) throw new Error('the table cannot be read');
  const grant = (least: boolean) => [{ permission: 'Shelf.Read', least }];
  expect(findPermissions(table.value, ['Mine', 'shelves', '${id}'])).toEqual({
    GET: { delegated: grant(true), application: grant(false) },
    // A method that only personal accounts may use is a method all the same.
    PUT: {},
  });
  expect(findPermissions(table.value, ['mine', 'shelves', '7', 'books', "microsoft.graph.borrowed(by='x')"])).toEqual({
    GET: {
      delegated: grant(true).map((one) => (also === undefined ? one : { ...one, also })),
      application: grant(true).map((one) => (also === undefined ? one : { ...one, also })),
    },
  });
  // `$ref` is not a key, and how a collection is read says nothing of its references.
  expect(findPermissions(table.value, ['mine', 'shelves', '7', '$ref'])).toBeUndefined();
  expect(findPermissions(table.value, ['mine', 'shelves', '$ref'])).toBeUndefined();
  expect(findPermissions(table.value, ['mine', 'shelves'])).toBeUndefined();
  expect(findPermissions(table.value, ['mine', 'shelves', '7', 'lamps'])).toBeUndefined();
});

test('a reference is written by what writes its collection', () => {
  const row = { path: '/shelves/{id}/owners', method: 'POST', permissions: { DelegatedWork: ['Shelf.Write*'] } };
  const table = read([row]);
  if (!table.ok) throw new Error('the table cannot be read');
  expect(findPermissions(table.value, ['shelves', '7', 'owners', '$ref'])).toHaveProperty('POST');
});

test.each([['{'], ['{}'], ['[]'], ['[1, {"path": 2}]'], ['{"permissions": {"a": 1}}']])(
  '%s is not a table, and that is said',
  (text) => {
    const table = readPermissions({ path: 'permissions.json', text });
    expect(table.ok ? [] : table.problems.map(({ code, at }) => [code, at?.file])).toEqual([
      ['permissions-invalid', 'permissions.json'],
    ]);
  },
);
