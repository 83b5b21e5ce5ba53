import type { IdSource } from '../../service/id-source.ts';
import type { SandboxRequest } from '../../service/read-request.ts';
import { labeled, modeled } from '../../service/response-label.ts';
import type { GraphResponse } from '../../service/route.ts';
import type { SandboxClock } from '../../service/sandbox-clock.ts';
import { itemNotFound } from './file-error.ts';

type Respond = (request: SandboxRequest) => GraphResponse;

/** Addresses that grant access by themselves: downloads, upload sessions, the state of an operation. */
export type FileLinks = {
  /** Makes one, valid for this time. */
  readonly make: (kind: 'download' | 'upload' | 'monitor', seconds: number, respond: Respond) => FileLink;
  /** `undefined`: another address. */
  readonly respond: (request: SandboxRequest) => GraphResponse | undefined;
};

export type FileLink = { readonly url: string; readonly expiresMs: number; readonly close: () => void };

export function fileLinks(options: {
  readonly clock: SandboxClock;
  readonly ids: IdSource;
  readonly origin: string;
}): FileLinks {
  const { clock, ids, origin } = options;
  const open = new Map<string, { readonly expiresMs: number; readonly respond: Respond }>();
  return {
    make: (kind, seconds, respond) => {
      const path = `/${kind}/${ids.uuid()}`;
      const expiresMs = clock.now() + seconds * 1000;
      open.set(path, { expiresMs, respond });
      return { url: `${origin}${path}`, expiresMs, close: () => open.delete(path) };
    },
    respond: (request) => {
      const { pathname } = new URL(request.url, origin);
      if (!/^\/(?:download|upload|monitor)\//.test(pathname)) return undefined;
      const found = open.get(pathname);
      if (found === undefined || found.expiresMs <= clock.now()) return labeled(itemNotFound, modeled);
      const response = found.respond(request);
      return labeled(response, response.label ?? modeled);
    },
  };
}
