import { expect, test, vi } from 'vitest';
import { idSource } from '../../service/id-source.ts';
import { sandboxClock } from '../../service/sandbox-clock.ts';
import { objectStore } from '../../store/object-store.ts';
import type { World } from '../../world.ts';
import type { Pack } from './pack.ts';
import { packBook } from './pack-book.ts';

test('packs follow what changed, or the time, and nothing else', () => {
  const [store, clock] = [objectStore(), sandboxClock(0)];
  const follow = vi.fn();
  const book = packBook([{ name: 'x', access: {} as Pack['access'], types: {}, follow }], {
    store,
    ids: idSource('x'),
    world: { clock } as World,
  });
  const times = (change: () => void) => {
    follow.mockClear();
    change();
    for (let read = 0; read < 3; read++) book.follow();
    return follow.mock.calls.length;
  };
  expect(times(() => {})).toBe(1);
  expect(times(() => {})).toBe(0);
  const a = { id: 'a', type: 'user', path: 'users/a', values: {}, revision: 1, origin: 'typed' } as const;
  expect(times(() => store.set(a))).toBe(1);
  expect(times(() => void store.link('users/a/manager', 'b'))).toBe(1);
  expect(times(() => void store.unlink('users/a/manager', 'b'))).toBe(1);
  expect(times(() => store.relation('members').add('groups/g', 'a'))).toBe(1);
  expect(times(() => clock.advance(1))).toBe(1);
  expect(times(() => store.remove('users/a'))).toBe(1);
  expect(times(() => void store.get('users/a'))).toBe(0);
});
