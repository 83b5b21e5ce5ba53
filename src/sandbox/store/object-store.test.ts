import { describe, expect, test } from 'vitest';
import { bin, type Entity, objectStore } from './object-store.ts';

const person = (id: string, more: Partial<Entity> = {}): Entity => ({
  id,
  type: 'user',
  path: `users/${id}`,
  values: {},
  revision: 1,
  origin: 'modeled',
  ...more,
});
const inBin = (entity: Entity): Entity => ({ ...entity, path: `${bin}/${entity.id}`, names: [] });

describe('the store of objects', () => {
  test('finds an object by its other names, which are free once it has others or is gone', () => {
    const store = objectStore();
    store.set(person('a', { names: ['a@x'] }));
    expect(store.get('users/a@x')?.id).toBe('a');
    store.set(person('a', { names: ['b@x'] }));
    expect([store.get('users/a@x'), store.get('users/b@x')?.id]).toEqual([undefined, 'a']);
    store.set(person('c', { names: ['b@x'] }));
    store.remove('users/a');
    expect(store.get('users/b@x')?.id).toBe('c');
  });

  test('forgets the links of what is removed, both ways, and of all that lived inside', () => {
    const store = objectStore();
    for (const one of [person('a'), person('b'), person('m', { path: 'users/a/messages/m' })]) store.set(one);
    store.link('users/b/manager', 'a');
    store.link('users/a/manager', 'b');
    store.link('users/a/messages/m/sender', 'b');
    store.remove('users/a');
    expect([store.links('users/b/manager'), store.linksTo('b'), store.linksTo('a')]).toEqual([[], [], []]);
    expect(store.get('users/a/messages/m')).toBeUndefined();
  });

  test('keeps the links of an id that another object has as well', () => {
    const store = objectStore();
    store.set(person('a'));
    store.set(person('a', { type: 'riskyUser', path: 'identityprotection/riskyusers/a' }));
    store.link('groups/g/members', 'a');
    store.remove('identityprotection/riskyusers/a');
    expect(store.links('groups/g/members')).toEqual(['a']);
    store.remove('users/a');
    expect(store.links('groups/g/members')).toEqual([]);
  });

  test('does not see deleted items and their links until they are back, and forgets those that are purged', () => {
    const store = objectStore();
    const [a, b] = [person('a', { names: ['a@x'] }), person('b')];
    for (const one of [a, b]) store.set(one);
    store.link('users/a/manager', 'b');
    store.link('groups/g/members', 'a');
    store.discard(a.path, inBin(a));
    expect([store.byId('a'), store.get('users/a@x'), store.links('groups/g/members'), store.linksTo('b')]).toEqual([
      undefined,
      undefined,
      [],
      [],
    ]);
    expect(store.inside(bin).map(({ id }) => id)).toEqual(['a']);
    store.undiscard('a', a);
    expect([store.get('users/a@x')?.id, store.links('groups/g/members'), store.linksTo('b')]).toEqual([
      'a',
      ['a'],
      ['users/a/manager'],
    ]);
    store.discard(a.path, inBin(a));
    store.undiscard('a', undefined);
    store.set(a);
    expect([store.links('groups/g/members'), store.links('users/a/manager'), store.inside(bin)]).toEqual([[], [], []]);
  });
});
