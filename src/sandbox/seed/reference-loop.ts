import type { SeedFault } from '../packs/directory/seed/seed-references.ts';
import type { SeedObject } from './seed-objects.ts';

/** Relationships that form a hierarchy without cycles. */
const hierarchies = [
  'manager',
  'members',
  'parent',
  'parentNotebook',
  'parentSectionGroup',
  'memberOf',
  'directReports',
];

/** Cycles in a hierarchy: each one once, at the reference that closes it. */
export function loopIn(objects: readonly SeedObject[]): readonly SeedFault[] {
  return hierarchies.flatMap((name) => loopsOf(objects, name));
}

function loopsOf(objects: readonly SeedObject[], name: string): readonly SeedFault[] {
  const targets = new Map<string, readonly string[]>();
  const places = new Map<string, number>();
  for (const [index, { path, references = {} }] of objects.entries()) {
    const ids = references[name];
    if (ids === undefined) continue;
    const id = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
    targets.set(
      id,
      [ids].flat().map((one) => one.toLowerCase()),
    );
    places.set(id, index);
  }
  const done = new Set<string>();
  const faults: SeedFault[] = [];
  for (const start of targets.keys()) {
    // Depth first without recursion: a chain may be as long as the file.
    const way: { readonly id: string; next: number }[] = done.has(start) ? [] : [{ id: start, next: 0 }];
    const above = new Set(way.map(({ id }) => id));
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const target = targets.get(top.id)?.[top.next];
      top.next += 1;
      if (target === undefined) {
        done.add(top.id);
        above.delete(top.id);
        way.pop();
      } else if (above.has(target)) {
        const path = ['objects', places.get(top.id) ?? 0, 'references', name];
        faults.push({
          message: `\`${name}\` leads from \`${target}\` back to itself`,
          fix: 'remove one of these references',
          path,
        });
      } else if (!done.has(target)) {
        above.add(target);
        way.push({ id: target, next: 0 });
      }
    }
  }
  return faults;
}
