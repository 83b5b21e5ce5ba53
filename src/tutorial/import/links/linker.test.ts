import { describe, expect, test } from 'vitest';
import type { Exchanged } from './link-names.ts';
import { linkText } from './link-text.ts';
import { Linker } from './linker.ts';

const id = (digit: number) => `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${digit}`;
const group: Exchanged = { method: 'POST', url: '/v1.0/groups', body: {}, responseBody: { id: id(1) } };
const nothingKnown = { texts: new Map<string, string>(), quoted: () => undefined };

function link(
  steps: readonly Exchanged[],
  url: string,
  method = 'GET',
  meanings: readonly (readonly [string, string])[] = [],
) {
  const linker = new Linker({ steps: [...steps, { method, url }], meanings: new Map(meanings) });
  const linked = linkText(url, { step: steps.length, place: 'url' }, { linker, known: nothingKnown });
  return { linked, linker };
}

describe('an id', () => {
  test('is taken from the response that says it, anywhere', () => {
    expect(link([group], `/v1.0/groups/${id(1)}/members`).linked).toBe('/v1.0/groups/${groupId}/members');
    expect(link([group], `/v1.0/users?$filter=x/id eq '${id(1)}'`).linked).toBe(
      "/v1.0/users?$filter=x/id eq '${groupId}'",
    );
    expect(link([group], `/v1.0/a?$filter=b%27${id(1)}%27`).linked).toBe('/v1.0/a?$filter=b%27${groupId}%27');
  });

  test('stands for itself where the page’s own creation sends it, and no response says another', () => {
    const named: Exchanged = { method: 'POST', url: '/v1.0/me/extensions', body: { extensionName: 'com.contoso.a1' } };
    const schema: Exchanged = {
      method: 'POST',
      url: '/v1.0/schemaExtensions',
      body: {},
      responseBody: { id: 'ext_a' },
    };
    const url = '/v1.0/me/extensions/com.contoso.a1';
    const linked = (...steps: readonly Exchanged[]) => {
      const patch: Exchanged = { method: 'PATCH', url, keys: ['com.contoso.a1'] };
      const linker = new Linker({ steps: [...steps, patch], meanings: new Map() });
      return linkText(url, { step: steps.length, place: 'url' }, { linker, known: nothingKnown });
    };
    expect(linked(schema, named)).toBe(url);
    expect(linked(schema)).toBe('/v1.0/me/extensions/${extensionId}');
  });

  test('is not a response’s before that response arrived', () => {
    const later: Exchanged = { method: 'GET', url: `/v1.0/users/${id(2)}`, responseBody: { id: id(2) } };
    const linker = new Linker({ steps: [later], meanings: new Map() });
    expect(linkText(later.url, { step: 0, place: 'url' }, { linker, known: nothingKnown })).toBe(
      '/v1.0/users/${userId}',
    );
    expect(linker.names.get('userId')?.kind).toBe('input');
  });

  test('of two objects with the same id is that of the collection before it', () => {
    const review: Exchanged = { method: 'POST', url: '/v1.0/x/definitions', body: {}, responseBody: { id: id(3) } };
    const list: Exchanged = {
      method: 'GET',
      url: `/v1.0/x/definitions/${id(3)}/instances`,
      responseBody: { value: [{ id: id(3) }] },
    };
    expect(link([review, list], `/v1.0/x/definitions/${id(3)}/instances/${id(3)}/decisions`).linked).toBe(
      '/v1.0/x/definitions/${definitionId}/instances/${instanceId}/decisions',
    );
  });

  test('that no one shows is an input, with the page’s words for it', () => {
    const { linker } = link([], `/v1.0/users/${id(4)}`, 'GET', [[id(4), 'the id of the chief']]);
    expect(linker.names.get('userId')).toMatchObject({
      kind: 'input',
      value: id(4),
      description: 'The id of the chief',
    });
  });

  test('that Microsoft published stays', () => {
    const published = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
    expect(link([], `/v1.0/directoryRoles/${published}`).linked).toBe(`/v1.0/directoryRoles/${published}`);
  });
});

describe('a write by an id', () => {
  test('that no response shows is that of the only thing of its kind, and a defect', () => {
    const { linked, linker } = link([group], `/v1.0/groups/${id(5)}`, 'DELETE');
    expect(linked).toBe('/v1.0/groups/${groupId}');
    expect(linker.defects).toMatchObject([{ code: 'page-unknown-id', text: id(5) }]);
    expect(linker.links.at(-1)?.guess).toMatchObject({ sure: 'likely' });
  });

  test('of another kind of object is followed, and is a defect', () => {
    const policy: Exchanged = { method: 'POST', url: '/v1.0/policies', body: {}, responseBody: { id: id(6) } };
    const { linked, linker } = link([policy], `/v1.0/groups/${id(6)}`, 'DELETE');
    expect(linked).toBe('/v1.0/groups/${policyId}');
    expect(linker.defects).toMatchObject([{ code: 'page-wrong-kind' }]);
  });

  test('with another version of the service is followed, and a defect', () => {
    const { linked, linker } = link([group], `/beta/groups/${id(1)}`, 'DELETE');
    expect(linked).toBe('/beta/groups/${groupId}');
    expect(linker.defects).toMatchObject([{ code: 'page-mixed-version' }]);
  });

  test('that two things share is reported', () => {
    const { linker } = link([group, group], '/v1.0/me');
    expect(linker.defects).toMatchObject([{ code: 'page-same-id' }]);
  });
});

describe('a placeholder', () => {
  test('is what the only step of that kind creates', () => {
    expect(link([group], '/v1.0/groups/{group-id}').linked).toBe('/v1.0/groups/${groupId}');
    expect(link([group], "/v1.0/groups('groupId')").linked).toBe("/v1.0/groups('${groupId}')");
  });
  test('is an input otherwise', () => {
    const { linked, linker } = link([group], '/v1.0/me/drive/items/{drive-item-id}');
    expect(linked).toBe('/v1.0/me/drive/items/${driveItemId}');
    expect(linker.names.get('driveItemId')?.kind).toBe('input');
  });
  test.each([
    ['GET', '/v1.0/users/{id}', id(3), id(3)],
    ['PATCH', '/v1.0/me/events/{id}', 'AAMkAD1=', 'AAMkAD1='],
    // The requested object is not what a create, or another path, shows.
    ['POST', '/v1.0/users/{id}', id(3), undefined],
    ['GET', '/v1.0/users/{id}/manager', id(3), undefined],
    ['GET', '/v1.0/users/{id}', 'id-value1', undefined],
  ])('has the id that the response shows: %s %s', (method, url, shown, example) => {
    const linker = new Linker({ steps: [{ method, url, responseBody: { id: shown } }], meanings: new Map() });
    linkText(url, { step: 0, place: 'url' }, { linker, known: nothingKnown });
    const [input] = linker.names.values();
    if (example === undefined) expect(input?.value).not.toBe(shown);
    else expect(input?.value).toBe(example);
  });
  test('of two objects are two examples', () => {
    const { linker } = link([], '/v1.0/me/todo/lists/{id}/tasks/{id}');
    expect([...linker.names.values()].map(({ value }) => value)).toEqual(['sample-list-id', 'sample-task-id']);
  });
});

test('an id that the author chose is not an id of the service, even if a response repeats it', () => {
  const extension: Exchanged = {
    method: 'POST',
    url: '/v1.0/schemaExtensions',
    body: { id: 'club_books2' },
    responseBody: { id: 'club_books2' },
  };
  expect(link([extension], '/v1.0/groups?$select=club_books2').linked).toBe('/v1.0/groups?$select=club_books2');
});

test('a literal `${` of a page begins no expression', () => {
  expect(link([], '/v1.0/groups?$search=${x}').linked).toMatch(/^\/v1\.0\/groups\?\$search=\$\$\{/);
});
