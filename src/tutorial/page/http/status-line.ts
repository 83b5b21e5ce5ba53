/** The registered statuses (RFC 9110 and the IANA registry), with the phrase of each; 509 is one of the service's own. */
const phrases: ReadonlyMap<number, string> = new Map([
  [100, 'continue'],
  [101, 'switching protocols'],
  [102, 'processing'],
  [103, 'early hints'],
  [200, 'ok'],
  [201, 'created'],
  [202, 'accepted'],
  [203, 'non-authoritative information'],
  [204, 'no content'],
  [205, 'reset content'],
  [206, 'partial content'],
  [207, 'multi-status'],
  [208, 'already reported'],
  [226, 'im used'],
  [300, 'multiple choices'],
  [301, 'moved permanently'],
  [302, 'found'],
  [303, 'see other'],
  [304, 'not modified'],
  [305, 'use proxy'],
  [307, 'temporary redirect'],
  [308, 'permanent redirect'],
  [400, 'bad request'],
  [401, 'unauthorized'],
  [402, 'payment required'],
  [403, 'forbidden'],
  [404, 'not found'],
  [405, 'method not allowed'],
  [406, 'not acceptable'],
  [407, 'proxy authentication required'],
  [408, 'request timeout'],
  [409, 'conflict'],
  [410, 'gone'],
  [411, 'length required'],
  [412, 'precondition failed'],
  [413, 'content too large'],
  [414, 'uri too long'],
  [415, 'unsupported media type'],
  [416, 'range not satisfiable'],
  [417, 'expectation failed'],
  [421, 'misdirected request'],
  [422, 'unprocessable content'],
  [423, 'locked'],
  [424, 'failed dependency'],
  [425, 'too early'],
  [426, 'upgrade required'],
  [428, 'precondition required'],
  [429, 'too many requests'],
  [431, 'request header fields too large'],
  [451, 'unavailable for legal reasons'],
  [500, 'internal server error'],
  [501, 'not implemented'],
  [502, 'bad gateway'],
  [503, 'service unavailable'],
  [504, 'gateway timeout'],
  [505, 'http version not supported'],
  [506, 'variant also negotiates'],
  [507, 'insufficient storage'],
  [508, 'loop detected'],
  [509, 'bandwidth limit exceeded'],
  [511, 'network authentication required'],
]);

const statuses: ReadonlyMap<string, number> = new Map([...phrases].map(([status, phrase]) => [phrase, status]));

/** The status in a first line; absent if the line has an invalid one. */
export type StatusLine = { readonly status?: number; readonly fault?: string };

/** The protocol, also where it is misspelled; what follows it should be a status. */
const protocol = /^H[TP]{2,4}S?[ \t]*\/?[ \t]*\d+(?:[.,]\d*)?|^HTTP\/(?=[ \t])/i;

export const startsResponse = (line: string): boolean => /^H[TP]{2,4}S?\/\d/.test(line);

/** Reads a line as a status line; `undefined` where it is not an attempt at one. */
export function readStatusLine(line: string): StatusLine | undefined {
  const status = statusOf(line);
  if (status !== undefined) return { status, ...faultOf(status, line) };
  const start = protocol.exec(line)?.[0];
  if (start === undefined) return undefined;
  const meant = meantStatus(line.slice(start.length));
  const fault = 'the status line cannot be read';
  return { fault, ...(meant !== undefined && { status: meant }) };
}

function faultOf(status: number, line: string): { readonly fault?: string } {
  if (!phrases.has(status)) return { fault: `there is no status ${status}` };
  const phrase = /^HTTP\/\d(?:\.\d)?[ \t]+\d{3}[ \t]+(\D+)$/i.exec(line)?.[1]?.trim().toLowerCase();
  const named = phrase === undefined ? undefined : statuses.get(phrase);
  if (named === undefined || named === status) return {};
  return { fault: `the status is ${status}, and its phrase is that of ${named}` };
}

/** `20O OK` means 200: by its digits if letters replace some, otherwise by its phrase. */
function meantStatus(rest: string): number | undefined {
  const token = /^[ \t:]*(\S+)/.exec(rest)?.[1] ?? '';
  const digits = token.replace(/[Oo]/g, '0').replace(/[Il|]/g, '1').slice(0, 3);
  const number = /^[1-5]\d\d$/.test(digits) && token.length === 3 ? Number(digits) : undefined;
  if (number !== undefined && phrases.has(number)) return number;
  const words = rest
    .replace(/[^A-Za-z' -]+/g, ' ')
    .trim()
    .toLowerCase();
  return statuses.get(words) ?? statuses.get(words.replace(/^\w\s+/, ''));
}

/** `HTTP/1.1 200 OK`, and the ways pages shorten it. */
export function statusOf(line: string): number | undefined {
  const found =
    /^HTTP(?:\/\d(?:\.\d)?)?[ \t]+(\d{3})\b/i.exec(line) ??
    /^(?:HTTP[ \t]+)?(?:response[ \t]+|status[ \t]*)?(?:code|status)[ \t]*:?[ \t]*(\d{3})\b/i.exec(line) ??
    /^(\d{3})(?:[ \t]*[-:]?[ \t]*[A-Z][A-Za-z' -]{1,40})?$/.exec(line) ??
    /^[A-Z][A-Za-z' ]{1,40}?[ \t]*[-:(][ \t]*(\d{3})\)?$/.exec(line);
  const bare = ['ok', 'created', 'accepted', 'no content'].includes(line.toLowerCase());
  const status = found?.[1] === undefined ? (bare ? statuses.get(line.toLowerCase()) : undefined) : Number(found[1]);
  return status !== undefined && status >= 100 && status <= 599 ? status : undefined;
}
