import { graphError } from '../../../service/graph-error.ts';
import type { SandboxRequest } from '../../../service/read-request.ts';
import type { GraphResponse } from '../../../service/route.ts';
import type { World } from '../../../world.ts';
import { downloadOf } from './downloads.ts';

/** Answers `/downloads/{token}`: everyone who knows the address gets the file. `undefined` for any other path. */
export function downloadResponse(world: World, { method, url }: SandboxRequest): GraphResponse | undefined {
  const [, token] = /^\/downloads\/([\w-]+)$/.exec(new URL(url, world.filesOrigin).pathname) ?? [];
  if (token === undefined || method !== 'GET') return undefined;
  const download = downloadOf(world, token);
  if (download === undefined)
    return graphError(404, 'ResourceNotFound', 'There is no such download, or it has expired.');
  const { contentType, fileName, text } = download;
  // A file name that people chose has no business in a header.
  const safeName = fileName.replace(/[^\w.-]+/g, '_');
  return {
    status: 200,
    headers: { 'content-type': contentType, 'content-disposition': `attachment; filename="${safeName}"` },
    text,
  };
}
