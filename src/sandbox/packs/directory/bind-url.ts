import { notFound } from '../../service/graph-error.ts';
import { type Reading, read, refused } from '../../service/reading.ts';
import type { DirectoryObject } from './directory.ts';
import type { SandboxDirectory } from './sandbox-directory.ts';
import { invalidRequest } from './wire/directory-errors.ts';

/** The type of object that a reference names. */
type BoundKind = DirectoryObject['kind'] | 'any';
export type BindUrl = { readonly kind: BoundKind; readonly id: string };

const kinds: { readonly [segment: string]: BoundKind } = {
  users: 'user',
  groups: 'group',
  serviceprincipals: 'servicePrincipal',
  directoryobjects: 'any',
};

// https://graph.microsoft.com/v1.0/users/{id}, /beta/users/{id}, users/{id}, and OData's users('{id}')
const form =
  /^(?:https?:\/\/[^/?#]+(?=\/))?\/?(?:(?:v1\.0|beta)\/)?(users|groups|servicePrincipals|directoryObjects)(?:\/([^/?#()]+)|\('([^/?#']+)'\))\/?$/i;

/**
 * Parses a reference: absolute (with any host, which Graph does not check either) or relative, of v1.0 or beta.
 * `undefined` if it is not one.
 */
export function parseBindUrl(text: string): BindUrl | undefined {
  const match = form.exec(text);
  const kind = kinds[match?.[1]?.toLowerCase() ?? ''];
  const id = decoded(match?.[2] ?? match?.[3] ?? '');
  return kind === undefined || id === undefined || id === '' ? undefined : { kind, id };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The object of a reference; 400 if it is not a reference, 404 if there is no such object. */
export function resolveBind(directory: SandboxDirectory, url: string, property: string): Reading<DirectoryObject> {
  const bound = parseBindUrl(url);
  if (bound === undefined) {
    return refused(
      invalidRequest(
        `Invalid value '${url}' in '${property}': expected the url of a directory object, as in /users/{id}.`,
      ),
    );
  }
  const found = bound.kind === 'user' ? userNamed(directory, bound.id) : directory.find(bound.id);
  if (found === undefined || (bound.kind !== 'any' && found.kind !== bound.kind)) return refused(notFound(bound.id));
  return read(found);
}

function userNamed(directory: SandboxDirectory, name: string): DirectoryObject | undefined {
  const user = directory.user(name);
  return user && { kind: 'user', value: user };
}

const resourceTypes = { user: 'User', group: 'Group', servicePrincipal: 'ServicePrincipal' } as const;

/** Several references; all of them, or the first refusal. */
export function resolveBinds(
  directory: SandboxDirectory,
  urls: readonly string[],
  property: string,
): Reading<readonly DirectoryObject[]> {
  const found: DirectoryObject[] = [];
  for (const url of urls) {
    const one = resolveBind(directory, url, property);
    if (!one.ok) return one;
    if (found.some(({ value }) => value.id === one.value.value.id)) {
      const kind = resourceTypes[one.value.kind];
      return refused(
        invalidRequest(
          `Object '[ResourceType=${kind},Id=${one.value.value.id}]' referenced from '[ResourceType=Group,Property=${property}]' can only be present once as an add/remove change.`,
        ),
      );
    }
    found.push(one.value);
  }
  return read(found);
}
