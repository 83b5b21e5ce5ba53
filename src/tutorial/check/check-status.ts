import { memberOf } from './check-ids.ts';
import type { PageFinding } from './page-finding.ts';
import { isOwn, signaturesOf } from './samples/sample-url.ts';
import type { SamplePage, SampleRequest, SampleResponse } from './samples/samples.ts';

/** Statuses that the method, the body, or the page's own prose contradicts. */
export function checkStatuses(page: SamplePage): readonly PageFinding[] {
  return page.requests.flatMap((request) =>
    request.responses.flatMap((response) => checkOne(response, request, page).slice(0, 1)),
  );
}

function checkOne(response: SampleResponse, request: SampleRequest, page: SamplePage): readonly PageFinding[] {
  const { status, line, json, defects } = response;
  const { method, responses } = request;
  // An error sample: it has an error body, or is an alternative beside a success.
  const right = page.requests.flatMap((one) => one.responses).some((one) => (one.status ?? 400) < 400);
  const found: PageFinding[] = [];
  const add = (message: string, evidence: PageFinding['evidence'], code: string) =>
    found.push({ kind: 'status', level: 'error', code, message, evidence, span: line });
  if (status === undefined) return [];
  if (status >= 400 && isSuccess(json)) {
    add(`${status} is an error, and the body is that of a success`, 'response', 'status-contradicts-body');
  }
  if (status >= 400 && (json !== undefined || right)) return found;
  if (status === 201 && ['GET', 'DELETE', 'PATCH', 'HEAD'].includes(method)) {
    add(`${method} creates nothing, and its response is 201`, 'form', 'status-contradicts-method');
  }
  if ((status === 204 || status === 304) && json !== undefined && json.json !== undefined) {
    add(`${status} has no body, and a body is shown`, 'response', 'status-contradicts-body');
  }
  const malformed = defects.some(({ what }) => what === 'malformed-status-line');
  const named = page.statuses.filter((one) => one < 400 || one === status);
  // A redirection and where it leads are shown as two responses.
  const stated = named.length === 0 || responses.some((one) => named.includes(one.status ?? 0));
  // A read may redirect to another call; a polled operation completes later.
  const leads = status >= 300 ? method === 'GET' || !isOwn(request, page) : status === 202 && isReadLater(request);
  if (!malformed && !stated && !leads && !isAside(request, page) && page.signatures.length > 0) {
    add(
      `the page's section on its response names ${named.join(', ')}, and the sample shows ${status}`,
      'prose',
      'status-contradicts-prose',
    );
  }
  return found;
}

/** An object with an id, or a list, and nothing about an error. */
function isSuccess(json: SampleResponse['json']): boolean {
  const node = json?.json?.kind === 'json' ? json.json.node : undefined;
  if (node?.kind !== 'mapping' || node.entries.some(({ key }) => /error|code|message/i.test(key))) return false;
  return memberOf(node, 'id') !== undefined || memberOf(node, 'value')?.kind === 'sequence';
}

/** Another call than the page's own, which the page shows as well. */
function isAside(request: SampleRequest, page: SamplePage): boolean {
  const own = ({ method }: SampleRequest) => signaturesOf(page).some((signature) => signature.method === method);
  const isCall = (one: SampleRequest) => own(one) && isOwn(one, page);
  return !isCall(request) && page.requests.some(isCall);
}

/** `Prefer: respond-async` (RFC 7240, 4.1). */
function isReadLater({ headers }: SampleRequest): boolean {
  return headers.some(({ name, value }) => /^prefer$/i.test(name) && /\brespond-async\b/i.test(value));
}
