/**
 * The files that guard: a mistake in them deletes what belongs to another, leaves what is ours, shows a secret or gives
 * a wrong verdict. By pattern, because files move.
 */
const guards: readonly { readonly room: string; readonly files: RegExp }[] = [
  { room: 'run', files: /^src\/(?:.*\/)?run\// },
  { room: 'live', files: /^src\/(?:.*\/)?live\// },
  { room: 'redaction', files: /^src\/(?:.*\/)?redaction\// },
  { room: 'ledger', files: /^src\/(?:.*\/)?ledger\// },
  { room: 'reports', files: /^src\/report\/(?:.*\/)?write-[\w-]+\.ts$/ },
  { room: 'exit code', files: /^src\/(?:.*\/)?exit-code\.ts$/ },
];

/** What only tests use, and what has no code of its own. */
const spared = /\.test\.ts$|\/(?:sample|scripted|stateful|fixture)-[\w-]+\.ts$|\.d\.ts$/;

/** The room whose guard a file is. */
export function guardedRoom(file: string): string | undefined {
  return spared.test(file) ? undefined : guards.find(({ files }) => files.test(file))?.room;
}

/** Tests that say nothing about guards, or cost more than they say: they drive a browser or pack the whole product. */
export const sparedTests =
  /\.browser\.test\.ts$|^src\/(?:package|gallery|architecture|docs-blocks)\.test\.ts$|\/published-pages\.test\.ts$/;
