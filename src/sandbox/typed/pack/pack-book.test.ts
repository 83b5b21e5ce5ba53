import { expect, test, vi } from 'vitest';
import { idSource } from '../../service/id-source.ts';
import { sandboxClock } from '../../service/sandbox-clock.ts';
import { objectStore } from '../../store/object-store.ts';
import type { World } from '../../world.ts';
import type { Pack } from './pack.ts';
import { packBook } from './pack-book.ts';

test('packs follow what changed of what they look at, and nothing else', () => {
  const [store, clock] = [objectStore(), sandboxClock(0)];
  const [follow, followMembers] = [vi.fn(), vi.fn()];
  const pack = { name: 'x', access: {} as Pack['access'], types: {} };
  const packs = [
    { ...pack, follow },
    { ...pack, follow: followMembers, followed: ['members'] },
  ];
  const book = packBook(packs, { store, ids: idSource('x'), world: { clock } as World });
  const times = (change: () => void) => {
    for (const one of [follow, followMembers]) one.mockClear();
    change();
    for (let read = 0; read < 3; read++) book.follow();
    return [follow, followMembers].map(({ mock }) => mock.calls.length);
  };
  expect(times(() => {})).toEqual([1, 1]);
  expect(times(() => {})).toEqual([0, 0]);
  const a = { id: 'a', type: 'user', path: 'users/a', values: {}, revision: 1, origin: 'typed' } as const;
  expect(times(() => store.set(a))).toEqual([1, 0]);
  expect(times(() => void store.link('users/a/manager', 'b'))).toEqual([1, 0]);
  expect(times(() => void store.unlink('users/a/manager', 'b'))).toEqual([1, 0]);
  expect(times(() => store.relation('members').add('groups/g', 'a'))).toEqual([1, 1]);
  expect(times(() => clock.advance(1))).toEqual([0, 0]);
  expect(times(() => store.remove('users/a'))).toEqual([1, 1]);
  expect(times(() => void store.get('users/a'))).toEqual([0, 0]);
});
