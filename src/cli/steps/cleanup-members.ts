import { type Result, success } from '../../diagnostics/problem.ts';
import type { FleetTenant } from '../../tenant/fleet/read-tenants.ts';
import { chosenTenants } from '../loading/live-tenants.ts';
import type { CleanupConfig } from '../options/cleanup-config.ts';
import { type Streams, withText } from '../output/streams.ts';

/** The tenants of a file by their ids: those whose runs are finished, and those that its tags leave out. */
export type CleanupMembers = {
  readonly chosen: ReadonlyMap<string, FleetTenant>;
  readonly leftOut: ReadonlySet<string>;
};

export async function membersOf({ fleet }: CleanupConfig): Promise<Result<CleanupMembers | undefined>> {
  if (fleet === undefined) return success(undefined);
  const read = await chosenTenants(fleet);
  if (!read.ok) return read;
  const { all, chosen } = read.value;
  return success({
    chosen: new Map(chosen.map((one) => [one.id, one])),
    leftOut: new Set(all.filter((one) => !chosen.includes(one)).map(({ id }) => id)),
  });
}

/** Output about one of many tenants begins with its name. */
export function namedStreams(streams: Streams, name: string): Streams {
  return withText(streams, (text) => text.replaceAll(/^(?=.)/gm, `${name}  `));
}
