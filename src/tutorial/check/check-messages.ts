import { misspellingOf } from '../../diagnostics/suggest.ts';
import { spanIn } from '../page/fragment.ts';
import type { JsonRepair } from '../page/json/json-repair.ts';
import { readTolerantJson } from '../page/json/tolerant-json.ts';
import type { FindingKind, PageFinding } from './page-finding.ts';
import type { LineDefect, SampleHeader } from './samples/sample-message.ts';
import type { SampleBody, SamplePage, SampleRequest, SampleResponse } from './samples/samples.ts';

/** Checks the form of the page's messages: JSON, header lines, status lines. */
export function checkMessages(page: SamplePage): readonly PageFinding[] {
  const requests = [...page.signatures, ...page.requests];
  const responses = [...page.loose, ...requests.flatMap((request) => request.responses)];
  const messages = [...requests, ...responses];
  const headersOf = new Map(messages.map(({ json, headers }) => [json, headers]));
  return [
    ...page.bodies.filter((body) => !isText(body, headersOf.get(body))).flatMap(checkJson),
    ...messages.flatMap((message) => [
      ...message.defects.map(lineFinding),
      ...checkContentType(message.headers, message.json),
    ]),
    ...responses.flatMap(checkReason),
  ];
}

/** A body that cannot be read as JSON, and that declares another text type. */
function isText({ json }: SampleBody, headers: readonly SampleHeader[] = []): boolean {
  if (json?.kind !== 'none') return false;
  return headers.some((header) => isType(header) && /^(?!.*json)(?:text|application)\//i.test(header.value));
}

const repairWords: { readonly [what in JsonRepair['what']]: string } = {
  'trailing-comma': 'a comma before the end of a list or an object',
  'double-comma': 'two commas in a row',
  'missing-comma': 'a comma is missing',
  comment: 'a comment in the JSON',
  ellipsis: 'an ellipsis in the JSON',
  placeholder: 'a placeholder in the JSON',
  'smart-quotes': 'typographic quotes in the JSON',
  'single-quotes': 'single quotes in the JSON',
  'missing-quote': 'a quote is missing',
  'doubled-quote': 'a doubled quote',
  'bare-key': 'a name has no quotes',
  'missing-bracket': 'a brace or bracket is not closed',
  'unopened-bracket': 'a brace is missing after the colon',
  'extra-bracket': 'a brace or bracket is closed that was not opened',
  'foreign-blank': 'a space that JSON does not allow, such as a no-break space',
  'foreign-literal': 'a literal of another language in the JSON',
  escape: 'a text holds a character that JSON escapes',
};

function checkJson({ fragment, json, outline }: SampleBody): readonly PageFinding[] {
  if (json === undefined) return [];
  const base = { kind: 'json', level: 'error', evidence: 'form' } as const;
  if (json.kind === 'none') {
    if (isSketch(fragment.text)) return [];
    return brokenParts(fragment.text, json).map(({ at, message }) => {
      const start = Math.min(at, Math.max(0, fragment.text.length - 1));
      return { ...base, code: 'json-syntax', message, span: spanIn(fragment, start, start + 1) };
    });
  }
  return distinct(
    json.repairs.filter((repair) => isDefect(repair, fragment.text) && !(outline && repair.what === 'comment')),
    fragment.text,
  ).map(({ what, start, end }) => {
    const text = fragment.text.slice(start, Math.min(end, start + 40));
    const message = what === 'foreign-literal' ? `${repairWords[what]}: \`${text}\`` : repairWords[what];
    const fix = fixOf(what, text);
    const span = spanIn(fragment, start, Math.max(end, start));
    return { ...base, code: `json-${what}`, message, span, ...(fix !== undefined && { fix }) };
  });
}

/** Where a body cannot be read: its first fault, and those in the properties after it, each read separately. */
function brokenParts(
  text: string,
  first: { readonly offset: number; readonly message: string },
): readonly { readonly at: number; readonly message: string }[] {
  const found = [{ at: first.offset, message: `the body is not JSON: ${first.message}` }];
  // Text after a complete value does not belong to it.
  if (first.message.startsWith('something follows')) return found;
  for (let from = first.offset, round = 0; round < mostParts; round += 1) {
    const end = text.indexOf('\n', from);
    const next = end < 0 ? null : /^[ \t]*"[\w@.]+"?[ \t]*:/m.exec(text.slice(end));
    if (next === null) break;
    const start = end + next.index;
    const part = readTolerantJson(`{${text.slice(start)}`);
    const stop = part.ok ? text.length : start + part.offset - 1;
    const before = part.ok ? part : readTolerantJson(`{${text.slice(start, text.lastIndexOf('\n', stop) + 1)}`);
    const repairs = before.ok ? before.repairs.filter(({ what }) => !/bracket$/.test(what)) : [];
    // The value ends inside a larger one, to which the following comma belongs.
    const isLast = ({ what, end: at }: JsonRepair) =>
      what !== 'trailing-comma' || /^\s*[}\]]/.test(text.slice(start + at - 1, start + at + 200));
    for (const repair of distinct(
      repairs.filter((one) => isDefect(one, `{${text.slice(start)}`) && isLast(one)),
      text.slice(start),
    ))
      found.push({ at: start + repair.start - 1, message: repairWords[repair.what] });
    if (!part.ok && !part.message.startsWith('something follows'))
      found.push({ at: stop, message: `the body is not JSON: ${part.message}` });
    from = Math.max(stop, end + 1);
  }
  // Faults close to another fault are consequences of it.
  const lineOf = (at: number) => text.slice(0, at).split('\n').length;
  return found.filter(({ at }, index) => index === 0 || lineOf(at) - lineOf(found[index - 1]?.at ?? 0) > 3);
}

const mostParts = 8;

const literals: { readonly [word: string]: string } = { True: 'true', False: 'false', None: 'null', nil: 'null' };

/** Faults with exactly one correction; others need a person. */
function fixOf(what: JsonRepair['what'], text: string): string | undefined {
  if (what === 'trailing-comma' || what === 'double-comma') return '';
  if (what === 'missing-comma') return ',';
  return what === 'foreign-literal' && Object.hasOwn(literals, text) ? literals[text] : undefined;
}

/** Ellipses and placeholders are allowed by convention; so is a comment in place of omitted content. */
function isDefect({ what, start, end }: JsonRepair, text: string): boolean {
  if (what === 'ellipsis' || what === 'placeholder') return false;
  return what !== 'comment' || !/\.{3}|…|more|other|omitted|removed|remaining/i.test(text.slice(start, end));
}

/** Defects of how a whole body is written: single quotes bring quotes that JSON would escape. */
const ofWholeBody: { readonly [what in JsonRepair['what']]?: string } = {
  'single-quotes': 'quotes',
  'smart-quotes': 'quotes',
  escape: 'quotes',
  'bare-key': 'keys',
  'foreign-blank': 'blanks',
};

/** A fault of a whole body is one finding, and so is the same fault on adjacent lines. */
function distinct(repairs: readonly JsonRepair[], text: string): readonly JsonRepair[] {
  const last = new Map<string, number>();
  let [at, line] = [0, 1];
  return repairs
    .toSorted((one, other) => one.start - other.start)
    .filter(({ what, start }) => {
      const whole = ofWholeBody[what];
      for (; at < start; at += 1) if (text[at] === '\n') line += 1;
      const before = last.get(whole ?? what);
      last.set(whole ?? what, line);
      return before === undefined || (whole === undefined && line - before > 3);
    });
}

/** `{property: type}`, an object's outline: it shows a form, and no values. */
function isSketch(text: string): boolean {
  return /^\{[\s.…]*\}$|^\{[\w |-]+\}$/.test(text);
}

const lineWords: { readonly [what in LineDefect['what']]: string } = {
  'blank-before-headers': 'a blank line precedes the headers, which would be sent as the body',
  'no-blank-before-body': 'the body is directly below, and headers end with a blank line',
  'malformed-header': 'the line is not a header: it needs the form `Name: value`',
  'malformed-request-line': 'this is not a method',
  'malformed-status-line': 'the line is not a status line: it needs the form `HTTP/1.1 200 OK`',
};

const lineCodes: { readonly [what in LineDefect['what']]: string } = {
  'blank-before-headers': 'header-blank-line',
  'no-blank-before-body': 'header-no-blank-line',
  'malformed-header': 'header-malformed',
  'malformed-request-line': 'method-malformed',
  'malformed-status-line': 'status-line-malformed',
};

const lineKinds: { readonly [what in LineDefect['what']]: FindingKind } = {
  'blank-before-headers': 'header',
  'no-blank-before-body': 'header',
  'malformed-header': 'header',
  'malformed-request-line': 'method',
  'malformed-status-line': 'status-line',
};

function lineFinding({ what, text, span }: LineDefect): PageFinding {
  const message = `${lineWords[what]}: \`${text.slice(0, 80)}\``;
  const spaced = what === 'malformed-header' ? /^([\w-]+)[ \t]+:[ \t]*(.*)$/.exec(text) : null;
  const fix = spaced === null ? undefined : `${spaced[1]}: ${spaced[2]}`;
  return {
    kind: lineKinds[what],
    // Every client accepts it as it is intended.
    level: what === 'no-blank-before-body' ? 'note' : 'error',
    code: lineCodes[what],
    message,
    evidence: 'form',
    span,
    ...(fix !== undefined && { fix }),
  };
}

/** The registered top-level types (RFC 6838, 4.2; IANA media types). */
const mediaType =
  /^(?:application|audio|example|font|haptics|image|message|model|multipart|text|video|x-[\w-]+|\*)\/[\w.+*-]+$/;

const isType = ({ name }: SampleHeader) => name.toLowerCase() === 'content-type';

function checkContentType(headers: readonly SampleHeader[], body: SampleBody | undefined): readonly PageFinding[] {
  return headers.flatMap((header): readonly PageFinding[] => {
    const base = { kind: 'header', level: 'error', evidence: 'form', span: header.span } as const;
    const near =
      header.name.length > 5
        ? misspellingOf(header.name, ['Content-Type', 'Content-Length', 'Authorization'])
        : undefined;
    if (near !== undefined) {
      return [{ ...base, code: 'header-misspelled', message: `\`${header.name}\` is a misspelling of \`${near}\`` }];
    }
    if (/^host$/i.test(header.name) && /[/]/.test(header.value)) {
      return [
        { ...base, code: 'header-host', message: `\`${header.value}\` is not a host: it has no scheme and no path` },
      ];
    }
    if (!isType(header)) return [];
    const type = header.value.split(';')[0]?.trim().toLowerCase() ?? '';
    if (type === '' || /[{<]|\.{3}/.test(type)) return [];
    const meant = misspellingOf(type, ['application/json']);
    if (!mediaType.test(type) || meant !== undefined) {
      return [{ ...base, code: 'header-content-type', message: `\`${header.value}\` is not a content type` }];
    }
    const json = body?.json?.kind === 'json' && body.json.node.kind === 'mapping' && body.json.node.entries.length > 0;
    const other =
      /^(?:text\/(?:plain|html|xml|csv)|image\/.*|application\/(?:xml|x-www-form-urlencoded|octet-stream|pdf))$/;
    const markup = body !== undefined && /^<(?:\?xml|!DOCTYPE|html)\b/i.test(body.fragment.text);
    if (json && other.test(type)) {
      return [
        { ...base, code: 'header-contradicts-body', message: `the body is JSON, and its content type is \`${type}\`` },
      ];
    }
    if (markup && /json/.test(type)) {
      return [
        {
          ...base,
          code: 'header-contradicts-body',
          message: `the body is markup, and its content type is \`${type}\``,
        },
      ];
    }
    return [];
  });
}

const reasons: ReadonlyMap<number, string> = new Map([
  [200, 'OK'],
  [201, 'Created'],
  [202, 'Accepted'],
  [204, 'No Content'],
  [206, 'Partial Content'],
  [207, 'Multi-Status'],
  [301, 'Moved Permanently'],
  [302, 'Found'],
  [303, 'See Other'],
  [304, 'Not Modified'],
  [400, 'Bad Request'],
  [401, 'Unauthorized'],
  [403, 'Forbidden'],
  [404, 'Not Found'],
  [405, 'Method Not Allowed'],
  [409, 'Conflict'],
  [410, 'Gone'],
  [412, 'Precondition Failed'],
  [413, 'Payload Too Large'],
  [415, 'Unsupported Media Type'],
  [422, 'Unprocessable Entity'],
  [423, 'Locked'],
  [429, 'Too Many Requests'],
  [500, 'Internal Server Error'],
  [501, 'Not Implemented'],
  [503, 'Service Unavailable'],
  [504, 'Gateway Timeout'],
  [507, 'Insufficient Storage'],
]);

/** The reason of another status, or a misspelled one. */
function checkReason({ status, reason, line, defects }: SampleResponse): readonly PageFinding[] {
  if (status === undefined || reason === '' || defects.some(({ what }) => what === 'malformed-status-line')) return [];
  const own = reasons.get(status);
  const words = reason.replace(/[.\s]+$/, '');
  if (own === undefined || own.toLowerCase() === words.toLowerCase()) return [];
  const base = { kind: 'status-line', evidence: 'form', span: line } as const;
  const other = [...reasons].find(([, one]) => one.toLowerCase() === words.toLowerCase());
  const misspelled = misspellingOf(words, [own]) !== undefined;
  const message = `${status} is \`${own}\`, but here is \`${words.slice(0, 40)}\``;
  if (other === undefined && !misspelled) return [{ ...base, level: 'style', code: 'status-line-reason', message }];
  return [
    {
      ...base,
      level: 'error',
      code: 'status-line-reason',
      message,
      ...(misspelled && { fix: `HTTP/1.1 ${status} ${own}` }),
    },
  ];
}

/** Whether the page shows a whole response body. */
export function isWhole({ json }: SampleRequest | SampleResponse): boolean {
  return json?.json?.kind === 'json' && !json.json.repairs.some(({ what }) => what === 'ellipsis');
}
