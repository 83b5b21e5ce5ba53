import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { placeOnDisk } from '../../diagnostics/library-path.ts';
import { makeFolder } from '../../diagnostics/make-folder.ts';
import { type DocumentForm, readDocument } from '../../format/document/read-document.ts';
import type { Against, RunEvent, RunListener } from '../../run/result.ts';
import { scenarioKey } from '../../run/tenant-events.ts';
import { writeWhole } from './rewrite-file.ts';
import type { Streams } from './streams.ts';

/** How scenarios ended in their last run in this folder, for each backend: by file, and row where there is one. */
export type Outcomes = { readonly [key: string]: string };

const schema = z.object({
  version: z.literal(1),
  folder: z.string(),
  outcomes: z.record(z.string(), z.record(z.string(), z.string())),
});

type Kept = z.infer<typeof schema>;

/** A cache: what cannot be read counts as absent, and is not reported. */
const form: DocumentForm<Kept> = { schema, version: 1, code: 'file-unreadable', fix: 'delete it' };

/** One file for each folder in which runs are made. */
function fileOf(folder: string): string {
  const name = createHash('sha256').update(resolve('.')).digest('hex').slice(0, 32);
  return join(folder, `${name}.json`);
}

async function read(folder: string): Promise<Kept | undefined> {
  try {
    const path = fileOf(folder);
    const read = readDocument({ path, text: await readFile(path, 'utf8') }, form);
    return read.ok && read.value.folder === resolve('.') ? read.value : undefined;
  } catch {
    return undefined;
  }
}

/** `undefined`: nothing has run here against that backend, or nothing was kept. */
export async function lastOutcomes(
  { lastRuns }: Pick<Streams, 'lastRuns'>,
  against: Against,
): Promise<Outcomes | undefined> {
  const kept = lastRuns === undefined ? undefined : await read(lastRuns);
  return kept?.outcomes[against];
}

/** The files that did not pass in the last run and still exist. */
export function filesNotPassed(outcomes: Outcomes): readonly string[] {
  const keys = Object.entries(outcomes).filter(([, outcome]) => outcome !== 'passed');
  const files = keys.map(([key]) => key.replace(/(\.ya?ml)#.*$/, '$1'));
  return [...new Set(files)].filter((file) => existsSync(placeOnDisk(file)));
}

/** Listens to a run, and keeps how its scenarios ended. What never started did not pass. */
export function keepOutcomes(
  plans: readonly { readonly key: string }[],
  { against, isWhole }: { readonly against: Against; readonly isWhole: boolean },
): { readonly hear: RunListener; readonly keep: (streams: Pick<Streams, 'lastRuns'>) => Promise<void> } {
  const outcomes = new Map<string, string>(plans.map(({ key }) => [key, 'not-run']));
  const hear = (event: RunEvent) => {
    if (event.kind !== 'scenario-ended') return;
    const { tenantName: _, ...scenario } = event.scenario;
    const key = scenarioKey(scenario);
    const before = outcomes.get(key);
    // In many tenants, it passes only where it passes in all of them.
    if (before === undefined || before === 'not-run' || before === 'passed') outcomes.set(key, event.scenario.outcome);
  };
  return {
    hear,
    keep: async ({ lastRuns }) => {
      if (lastRuns === undefined || outcomes.size === 0) return;
      const kept = await read(lastRuns);
      // A part of a scenario that passes does not show that the rest passes.
      const said = [...outcomes].filter(([, outcome]) => isWhole || outcome !== 'passed');
      const own = { ...kept?.outcomes[against], ...Object.fromEntries(said) };
      const next: Kept = { version: 1, folder: resolve('.'), outcomes: { ...kept?.outcomes, [against]: own } };
      // A failed write does not affect the run; nothing waits for the disk.
      try {
        makeFolder(lastRuns, 0o700);
        await writeWhole(fileOf(lastRuns), `${JSON.stringify(next, null, 2)}\n`, { replaces: 'any', synced: false });
      } catch {
        // `--failed` then reads what an earlier run kept.
      }
    },
  };
}
