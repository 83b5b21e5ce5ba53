import { shippedFile } from './shipped-file.ts';

/**
 * The permissions of Microsoft Graph that applications can be granted: names, ids, and whether only an administrator
 * can consent.
 */
export type GraphRoles = {
  readonly scopes: readonly (readonly [name: string, id: string, by?: 'admin'])[];
  readonly roles: readonly (readonly [name: string, id: string])[];
};

let loaded: GraphRoles | undefined;

/** The list that ships with the package. Read on first use, once per process. */
export function graphRoles(): GraphRoles {
  // Written by tools/write-roles.ts alone.
  loaded ??= shippedFile('graph-roles.json.gz') as GraphRoles;
  return loaded;
}
