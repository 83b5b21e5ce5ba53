import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importSource } from './import-page.ts';

const folders = ['../tutorial/import/pages/', '../tutorial/page/pages/'].map((name) => new URL(name, import.meta.url));
const pages = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(new URL(name, folder), 'utf8')),
);

/** A page as no one wrote it: lines of several pages cut, doubled, moved and changed. */
const damaged = fc
  .tuple(
    fc.array(fc.constantFrom(...pages), { minLength: 1, maxLength: 2 }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom('cut', 'double', 'move', 'change'), fc.nat(), fc.string()), {
      maxLength: 12,
    }),
  )
  .map(([texts, edits]) => {
    const lines = texts.join('\n\n').split('\n');
    for (const [at, edit, to, text] of edits) {
      const index = at % Math.max(1, lines.length);
      const line = lines[index] ?? '';
      if (edit === 'cut') lines.splice(index, 1);
      if (edit === 'double') lines.splice(index, 0, line);
      if (edit === 'move') lines.splice(to % (lines.length + 1), 0, ...lines.splice(index, 1));
      if (edit === 'change')
        lines[index] = line.slice(0, to % (line.length + 1)) + text + line.slice(to % (line.length + 1));
    }
    return lines.join('\n');
  });

test('whatever the page, what is written passes check and keeps its expectations on its own recording', async () => {
  await fc.assert(
    fc.asyncProperty(damaged, async (text) => {
      const outcome = await importSource(
        { path: 'page.md', text },
        { scenarioPath: 'page.scenario.yaml', today: '2026-11-22' },
      );
      if (!outcome.ok) {
        expect(outcome.problems.map(({ code }) => code)).toContain('page-no-request');
        return;
      }
      const { replayed, scenario } = outcome.value;
      expect(replayed.ok ? [] : replayed.problems, scenario.text).toEqual([]);
      if (!replayed.ok) return;
      const wrong = [...replayed.value.steps, ...replayed.value.cleanup].filter(
        ({ outcome: { kind } }) => kind !== 'passed' && kind !== 'pending',
      );
      expect(
        wrong.map(({ id, outcome: one }) => [id, one]),
        scenario.text,
      ).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
