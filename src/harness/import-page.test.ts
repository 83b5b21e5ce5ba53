import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScenarioResult } from '../run/result.ts';
import { type ImportedPage, importPage } from './import-page.ts';

const folder = new URL('../tutorial/import/pages/', import.meta.url);
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));

async function imported(path: string): Promise<ImportedPage> {
  const outcome = await importPage(path, { scenarioPath: 'page.scenario.yaml', today: '2026-11-22' });
  if (!outcome.ok) throw new Error(outcome.problems.map(({ message }) => message).join('\n'));
  return outcome.value;
}

function outcomes({ steps, cleanup }: ScenarioResult): { readonly [kind: string]: number } {
  const counts: { [kind: string]: number } = {};
  for (const { outcome } of [...steps, ...cleanup]) counts[outcome.kind] = (counts[outcome.kind] ?? 0) + 1;
  return counts;
}

describe.each(pages)('%s', (page) => {
  const golden = (name: string, actual: string) => {
    const file = new URL(`${page.replace(/md$/, '')}${name}`, folder);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, actual);
    expect(actual).toBe(readFileSync(file, 'utf8'));
  };

  test('becomes a scenario, a recording and a summary', async () => {
    const { scenario, recording, summary } = await imported(new URL(page, folder).pathname);
    golden('yaml', scenario.text);
    golden('recording.json', recording.text);
    golden('txt', `${summary.join('\n').replaceAll(folder.pathname, '')}\n`);
  });

  test('keeps its expectations on its own recording', async () => {
    const { replayed } = await imported(new URL(page, folder).pathname);
    expect(replayed.ok ? [] : replayed.problems).toEqual([]);
    if (replayed.ok) expect(Object.keys(outcomes(replayed.value)).sort().join()).toMatch(/^passed(?:,pending)?$/);
  });
});

test('a page without a request becomes nothing', async () => {
  const outcome = await importPage(new URL('../../docs/decisions/README.md', import.meta.url).pathname, {
    scenarioPath: 'page.scenario.yaml',
    today: '2026-11-22',
  });
  expect(outcome.ok ? [] : outcome.problems.map(({ code }) => code)).toEqual(['page-no-request']);
});

test('a page that is not there is a problem', async () => {
  const outcome = await importPage('/nowhere/page.md', { scenarioPath: 'page.scenario.yaml', today: '2026-11-22' });
  expect(outcome.ok ? [] : outcome.problems.map(({ code }) => code)).toEqual(['file-unreadable']);
});
