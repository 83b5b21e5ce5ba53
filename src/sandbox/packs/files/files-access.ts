import { type Caller, holdsOneOf } from '../../service/caller.ts';
import type { Route } from '../../service/route.ts';

const readAll = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All', 'Sites.Selected'];
const writeAll = ['Files.ReadWrite.All', 'Sites.ReadWrite.All', 'Sites.Selected'];

/** As the permission tables of drives and their items list them; `Files.Read` and the like are for one's own files. */
export const fileGrants: { readonly [kind in 'read' | 'write']: Route['permissions'] } = {
  read: { delegated: ['Files.Read', 'Files.ReadWrite', 'Files.ReadWrite.AppFolder', ...readAll], application: readAll },
  write: { delegated: ['Files.ReadWrite', 'Files.ReadWrite.AppFolder', ...writeAll], application: writeAll },
};

export function mayUse(caller: Caller, kind: 'read' | 'write', isOwn: boolean): boolean {
  const all = kind === 'read' ? readAll : writeAll;
  return holdsOneOf(caller, caller.kind === 'delegated' && isOwn ? fileGrants[kind].delegated : all);
}
