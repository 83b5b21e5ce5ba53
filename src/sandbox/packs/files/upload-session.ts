import { graphError } from '../../service/graph-error.ts';
import { contentOf, type SandboxRequest } from '../../service/read-request.ts';
import { type GraphResponse, noContent } from '../../service/route.ts';
import { timestampOf } from '../../service/sandbox-clock.ts';
import { invalidRange, invalidRequest, notAllowed } from './file-error.ts';
import type { FileLink, FileLinks } from './file-links.ts';

export type UploadOptions = {
  /** Commits the whole file. If that is refused, the session stays open. */
  readonly commit: (content: Buffer) => GraphResponse;
  /** The status of a fragment that is not the last one. */
  readonly progress: 200 | 202;
  /** The file is committed only by a POST. */
  readonly deferred?: boolean;
  /** The declared size of the file. */
  readonly size?: number;
};

const validSeconds = 24 * 3600;
const largestFragment = 60 * 1024 * 1024;

/** The upload of a file in fragments: https://learn.microsoft.com/graph/api/driveitem-createuploadsession. */
export function openUpload(links: FileLinks, options: UploadOptions): FileLink {
  const state: State = { parts: [], received: 0, total: options.size };
  const link: FileLink = links.make('upload', validSeconds, (request) =>
    respond(request, state, { ...options, link: () => link }),
  );
  return link;
}

type State = { readonly parts: Buffer[]; received: number; total: number | undefined };
type Session = UploadOptions & { readonly link: () => FileLink };

function respond(request: SandboxRequest, state: State, session: Session): GraphResponse {
  if (request.headers['authorization'] !== undefined) {
    return graphError(401, 'unauthenticated', 'An upload address takes no token: leave out the Authorization header.');
  }
  switch (request.method) {
    case 'GET':
      return { status: 200, body: { ...sessionBody(state, session) } };
    case 'DELETE':
      session.link().close();
      return noContent;
    case 'PUT':
      return take(request, state, session);
    case 'POST':
      return isWhole(state) ? finish(state, session) : invalidRequest('The file is not whole yet.');
    default:
      return notAllowed(request.method, ['DELETE', 'GET', 'POST', 'PUT']);
  }
}

const isWhole = ({ received, total }: State): boolean => received === total;

/** The state of a session: its expiration, and the missing bytes. */
function sessionBody({ received, total }: State, { link }: Pick<Session, 'link'>) {
  const missing = received === total ? [] : [`${received}-`];
  return { expirationDateTime: timestampOf(link().expiresMs), nextExpectedRanges: missing };
}

function take(request: SandboxRequest, state: State, session: Session): GraphResponse {
  const content = contentOf(request) ?? Buffer.alloc(0);
  const form = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '');
  if (form === null) return invalidRequest("The header 'Content-Range' is like 'bytes 0-25/128'.");
  const [first = 0, last = 0, total = 0] = form.slice(1).map(Number);
  if (last < first || last >= total) return invalidRequest('The Content-Range is not one of the file.');
  if (content.length !== last - first + 1) {
    return invalidRequest(`The Content-Range names ${last - first + 1} bytes, and the body has ${content.length}.`);
  }
  if (content.length > largestFragment)
    return graphError(413, 'requestEntityTooLarge', 'A fragment has at most 60 MiB.');
  if (state.total !== undefined && state.total !== total)
    return invalidRequest('The size of the file is another one than before.');
  if (first < state.received) return invalidRange('These bytes were received already.');
  if (first > state.received) return invalidRange(`The next byte that is expected is ${state.received}.`);
  state.parts.push(content);
  state.received = last + 1;
  state.total = total;
  if (!isWhole(state)) return { status: session.progress, body: sessionBody(state, session) };
  return session.deferred === true ? { status: 202, body: sessionBody(state, session) } : finish(state, session);
}

function finish({ parts }: State, session: Session): GraphResponse {
  const response = session.commit(Buffer.concat(parts));
  if (response.status < 300) session.link().close();
  return response;
}
