import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relation } from './relation.ts';

type Command =
  | { readonly kind: 'add' | 'remove'; readonly from: string; readonly to: string }
  | { readonly kind: 'die' | 'return' | 'drop'; readonly id: string };

const names = fc.constantFrom('a', 'b', 'c', 'd');
const commands: fc.Arbitrary<readonly Command[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), from: names, to: names }),
    fc.record({ kind: fc.constantFrom('die' as const, 'return' as const, 'drop' as const), id: names }),
  ),
  { maxLength: 40 },
);

describe('relation', () => {
  test('says at any time what a plain list of links says, both ways', () => {
    fc.assert(
      fc.property(commands, (list) => {
        const dead = new Set<string>();
        const links = relation((id) => !dead.has(id));
        let plain: readonly (readonly [string, string])[] = [];
        for (const command of list) {
          switch (command.kind) {
            case 'add':
              if (links.add(command.from, command.to)) plain = [...plain, [command.from, command.to]];
              break;
            case 'remove':
              links.remove(command.from, command.to);
              plain = plain.filter(([from, to]) => from !== command.from || to !== command.to);
              break;
            case 'drop':
              links.drop(command.id);
              plain = plain.filter((link) => !link.includes(command.id));
              break;
            case 'die':
            case 'return':
              if (command.kind === 'die') dead.add(command.id);
              else dead.delete(command.id);
              links.touch(command.id);
              break;
            default:
              command satisfies never;
          }
          for (const one of ['a', 'b', 'c', 'd']) {
            expect(links.targets(one)).toEqual(
              plain.filter(([from, to]) => from === one && !dead.has(to)).map(([, to]) => to),
            );
            expect(new Set(links.sources(one))).toEqual(
              new Set(plain.filter(([from, to]) => to === one && !dead.has(from)).map(([from]) => from)),
            );
          }
        }
      }),
    );
  });

  test('adds a link once', () => {
    const links = relation(() => true);
    expect([links.add('a', 'b'), links.add('a', 'b'), links.remove('a', 'b'), links.remove('a', 'b')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});
