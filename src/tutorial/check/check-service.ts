import { checkBody } from '../../contract/check-body.ts';
import { type ContractCall, checkCall } from '../../contract/check-call.ts';
import type { ContractFinding } from '../../contract/contract-finding.ts';
import type { Span } from '../../diagnostics/source.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { findProperty, type Metadata, own, typeName } from '../../metadata/metadata.ts';
import { resolvePath } from '../../metadata/resolve-path.ts';
import { spanIn } from '../page/fragment.ts';
import { memberOf } from './check-ids.ts';
import { isWhole } from './check-messages.ts';
import type { FindingKind, PageFinding } from './page-finding.ts';
import { fits, isOwn, readSampleUrl, resolvedPath, shapeOf, signaturesOf, versionOf } from './samples/sample-url.ts';
import type { SamplePage, SampleRequest, SampleResponse } from './samples/samples.ts';

type Service = {
  readonly metadata: { readonly [version in 'v1.0' | 'beta']?: Metadata };
  /** The page is much older than the metadata: what only today's metadata lacks may have existed. */
  readonly old: boolean;
  /** The samples make another call than the page documents: its responses are of what it documents. */
  readonly astray: boolean;
};

/** Checks the page's signatures and samples against the metadata, as scenarios are checked. */
export function checkService(page: SamplePage, service: Service): readonly PageFinding[] {
  const seen = new Set<string>();
  return [...page.requests, ...page.signatures].flatMap((request) => {
    const found = checkRequest(request, page, service);
    // One cause, such as a segment that signature and samples share, is one finding.
    return found.filter(({ code, message }) => {
      const key = `${code} ${message}`;
      return !seen.has(key) && seen.add(key);
    });
  });
}

function checkRequest(request: SampleRequest, page: SamplePage, service: Service): readonly PageFinding[] {
  const version = versionOf(readSampleUrl(request.target.text), page);
  const own = service.metadata[version];
  const metadata = own ?? service.metadata['v1.0'];
  const url = shapeOf(request, page);
  if (metadata === undefined || url === undefined) return [];
  const bodies = request.responses.length === 0 ? [undefined] : request.responses;
  return bodies.flatMap((response, at) => {
    const call = callOf(request, response, at === 0);
    const { statuses } = call.response;
    const checked = checkCall(service.astray ? { ...call, response: { statuses } } : call, url, metadata);
    const about = { request, page, service };
    const found = checked.kind === 'unknown' ? [] : checked.findings;
    const known = own === undefined ? found.filter((one) => isPlain(one, about)) : found;
    const isFound = !service.astray && resolvePath(url.segments, metadata).kind === 'found';
    if (isFound) return known.map((finding) => pageFinding(finding, about));
    const shown = [call.body, call.response.body].flatMap((body) => checkNamed(body, metadata));
    const annotated = response === undefined ? [] : checkAnnotated(response, call.response.body, metadata);
    const plain = [...(own === undefined ? shown.filter((one) => one.plain === true) : shown), ...annotated];
    return [...known, ...unique(plain)].map((finding) => pageFinding(finding, about));
  });
}

/** If the path is unknown, the sample may name its own type. */
function checkNamed(body: YamlNode | undefined, metadata: Metadata): readonly ContractFinding[] {
  const list = body && memberOf(body, 'value');
  return (list?.kind === 'sequence' ? list.items : [body]).flatMap((one) => {
    const type = one && memberOf(one, '@odata.type');
    const name = type?.kind === 'scalar' && typeof type.value === 'string' ? typeName(type.value) : '';
    return one === undefined || own(metadata.types, name) === undefined
      ? []
      : checkBody(one, { name, collection: false }, metadata);
  });
}

/** Two findings at one place are one finding. */
function unique(findings: readonly ContractFinding[]): readonly ContractFinding[] {
  return [...new Map(findings.toReversed().map((one) => [`${one.code} ${one.span.start}`, one])).values()].toReversed();
}

/** If the path is unknown, the annotation names the type: only faults of every version are reported. */
function checkAnnotated(
  { type: annotated = '' }: SampleResponse,
  body: YamlNode | undefined,
  metadata: Metadata,
): readonly ContractFinding[] {
  const name = typeName(annotated);
  if (body?.kind !== 'mapping' || own(metadata.types, name) === undefined) return [];
  const list = findProperty(metadata, name, 'value') === undefined ? memberOf(body, 'value') : undefined;
  const found =
    list?.kind === 'sequence'
      ? checkBody(list, { name, collection: true }, metadata, 'the response')
      : checkBody(body, { name, collection: false }, metadata, 'the response');
  return found.filter(({ plain }) => plain === true);
}

/** Findings of v1.0 metadata that also apply to beta; an action only if the page itself uses another name elsewhere. */
function isPlain({ code, plain, certain }: ContractFinding, { request, page }: About): boolean {
  if (plain === true || code !== 'contract-method' || certain !== true) return plain === true;
  const segments = shapeOf(request, page)?.segments ?? [];
  return [...signaturesOf(page), ...page.requests].some(
    (other) => other.method === 'POST' && fits(segments, shapeOf(other, page)?.segments ?? []),
  );
}

/** A request is checked once; the body of an error response does not have the type. */
function callOf(request: SampleRequest, response: SampleResponse | undefined, first: boolean): ContractCall {
  const sent = first && request.json?.json?.kind === 'json' ? request.json.json.node : undefined;
  const body = response?.json?.json?.kind === 'json' ? response.json.json.node : undefined;
  // An object may have a property `error`.
  const failed = body?.kind === 'mapping' && body.entries.every(({ key }) => key === 'error' || key.startsWith('@'));
  const shown = response !== undefined && (isWhole(response) || body !== undefined) && !failed ? body : undefined;
  return {
    method: request.method,
    url: spanIn(request.target),
    ...(sent && { body: sent }),
    response: { statuses: [response?.status ?? 200], ...(shown && { body: shown }) },
  };
}

type About = { readonly request: SampleRequest; readonly page: SamplePage; readonly service: Service };

const kinds: { readonly [code in ContractFinding['code']]: FindingKind } = {
  'contract-path': 'url',
  'contract-method': 'method',
  'contract-property': 'property',
  'contract-type': 'type',
  'contract-enum': 'enum',
  'contract-permission': 'permission',
  'contract-least': 'permission',
};

function pageFinding(finding: ContractFinding, about: About): PageFinding {
  const { code, message, span, near, many } = finding;
  const kind = many === true ? 'single-vs-list' : kinds[code];
  if (finding.letterCase === true) {
    return { kind, level: 'style', code: `${kind}-letter-case`, message, evidence: 'metadata', span };
  }
  const mayHaveBeen = ['contract-path', 'contract-method', 'contract-property', 'contract-enum'].includes(code);
  const sure = near !== undefined || finding.certain === true || contradictsItself(finding, about);
  const level = mayHaveBeen && about.service.old && !sure ? 'note' : 'error';
  const fix =
    near !== undefined && code === 'contract-property' && finding.key === true ? JSON.stringify(near) : undefined;
  return {
    kind,
    level,
    code: code.replace('contract', 'metadata'),
    message,
    evidence: 'metadata',
    span,
    ...(fix !== undefined && { fix }),
  };
}

/** Neither the service nor another part of the page has it, so it never existed. */
function contradictsItself(
  { code, member, missing, span }: ContractFinding,
  { request, page, service }: About,
): boolean {
  if (code === 'contract-path') {
    const { metadata } = service;
    const lacks = (one: SampleRequest) => {
      const found = resolvedPath(one, page, metadata);
      return found?.kind === 'missing' && found.segment === missing;
    };
    return page.signatures.length > 0 && !isOwn(request, page) && !signaturesOf(page).some(lacks);
  }
  if (code === 'contract-enum') return member !== undefined && isNoneOf(member, page);
  return code === 'contract-property' && isInNoTable(span, request, page);
}

/** The page's table lists the values that are possible, and not this one. */
function isNoneOf(
  { property, value }: { readonly property: string; readonly value: string },
  page: SamplePage,
): boolean {
  const rows = page.properties.filter(({ name }) => name.toLowerCase() === property.toLowerCase());
  const lists = rows.filter(({ members }) => members.length > 1);
  return (
    lists.length > 0 && !lists.some(({ members }) => members.some((one) => one.toLowerCase() === value.toLowerCase()))
  );
}

/** The page has a table of the request body, and does not contain this name elsewhere. */
function isInNoTable({ start }: Span, { json }: SampleRequest, { properties, prose }: SamplePage): boolean {
  const node = json?.json?.kind === 'json' ? json.json.node : undefined;
  const entries = node?.kind === 'mapping' ? node.entries : [];
  const entry = entries.find(({ keySpan }) => keySpan.start === start);
  const rows = new Set(properties.map(({ name }) => name.toLowerCase()));
  if (entry === undefined || !/^\w+$/.test(entry.key) || !entries.some(({ key }) => rows.has(key.toLowerCase())))
    return false;
  return !new RegExp(`\\b${entry.key}\\b`, 'i').test(prose);
}
