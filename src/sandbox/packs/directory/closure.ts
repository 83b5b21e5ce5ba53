/**
 * Everything that can be reached from a start, nearest first, each once. The start itself is not in it, even where a
 * cycle leads back.
 */
export function closure(start: string, next: (id: string) => readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const waiting = [start];
  for (const id of waiting) {
    for (const one of next(id)) {
      if (one === start || reached.has(one)) continue;
      reached.add(one);
      waiting.push(one);
    }
  }
  return [...reached];
}
