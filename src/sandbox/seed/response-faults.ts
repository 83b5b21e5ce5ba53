import type { SeedFault } from '../packs/directory/seed/seed-references.ts';
import { segmentsOf } from '../service/route-index.ts';
import { operationAt } from '../typed/operation-path.ts';
import type { TypedModel } from '../typed/schema/typed-model.ts';
import type { SeedResponse } from './seed-objects.ts';

/** A read of a stored object cannot be a response of a seed: the object must be in `objects`. */
export function responseFault({ request }: SeedResponse, model: TypedModel): Omit<SeedFault, 'path'> | undefined {
  const { method, segments } = readSeedRequest(request);
  const found = operationAt(model, segments);
  const wanted = method === 'POST' ? 'action' : 'function';
  if (found.some(({ kind }) => kind === wanted)) return undefined;
  const fix =
    method === 'GET'
      ? 'write what it reads under `objects`'
      : 'remove it: the sandbox creates objects of all types in the metadata';
  return { message: `\`${request}\` is not ${wanted === 'action' ? 'an action' : 'a function'} of the service`, fix };
}

/** The method, the version and the segments of what a response is for. */
export function readSeedRequest(request: string): {
  readonly method: string;
  readonly version: string;
  readonly segments: readonly string[];
} {
  const [, method = '', version = '', path = ''] = /^(\w+) \/(v1\.0|beta)\/([^?#\s]*)/.exec(request) ?? [];
  return { method, version, segments: segmentsOf(path) };
}
