import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closure } from './closure.ts';

type Graph = readonly (readonly number[])[];

/** Who points to whom, cycles and self-references included. */
const graphs: fc.Arbitrary<Graph> = fc
  .integer({ min: 1, max: 12 })
  .chain((size) =>
    fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 5 }), { minLength: size, maxLength: size }),
  );

/** By multiplying reachability until nothing is new: slow, and plainly right. */
function naiveClosure(graph: Graph, start: number): ReadonlySet<number> {
  let reached = new Set(graph[start]);
  for (;;) {
    const next = new Set([...reached, ...[...reached].flatMap((node) => graph[node] ?? [])]);
    if (next.size === reached.size) break;
    reached = next;
  }
  reached.delete(start);
  return reached;
}

describe('closure', () => {
  test('reaches exactly what a naive closure reaches, each once, whatever the cycles', () => {
    fc.assert(
      fc.property(graphs, fc.nat({ max: 11 }), (graph, wanted) => {
        const start = wanted % graph.length;
        const found = closure(String(start), (id) => (graph[Number(id)] ?? []).map(String));
        expect(new Set(found.map(Number))).toEqual(naiveClosure(graph, start));
        expect(new Set(found).size).toBe(found.length);
      }),
    );
  });

  test('lists what is near before what is far', () => {
    const next: { readonly [id: string]: readonly string[] } = { a: ['b', 'c'], b: ['d'], c: ['a', 'e'], d: ['c'] };
    expect(closure('a', (id) => next[id] ?? [])).toEqual(['b', 'c', 'd', 'e']);
  });
});
