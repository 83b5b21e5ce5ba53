import { decoded } from '../../decoded.ts';
import type { Span } from '../../diagnostics/source.ts';
import { editDistance } from '../../diagnostics/suggest.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { guidSource } from '../../guid.ts';
import { findProperty, isA, type Metadata, typeName } from '../../metadata/metadata.ts';
import { resolvePath } from '../../metadata/resolve-path.ts';
import { type Fragment, spanIn } from '../page/fragment.ts';
import type { PageFinding } from './page-finding.ts';
import { isGraph, type MetadataByVersion, readSampleUrl, shapeOf, versionOf } from './samples/sample-url.ts';
import type { SampleBody, SamplePage, SampleRequest } from './samples/samples.ts';

const guid = new RegExp(guidSource, 'gi');
/** One, or several joined. */
const guids = new RegExp(`^${guid.source}(?:[-_]${guid.source})*$`);
const wholeGuid = new RegExp(`^${guid.source}$`, 'i');

/** Checks for ids that contradict earlier ones of the page, and for ids of another kind than the url names. */
export function checkIds(page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  return [...checkShown(page), ...checkKinds(page, metadata)];
}

function checkShown(page: SamplePage): readonly PageFinding[] {
  const known = new Set<string>();
  const found: PageFinding[] = [];
  for (const request of page.requests) {
    for (const { json } of [request, ...request.responses]) if (json !== undefined) found.push(...checkDashes(json));
    found.push(
      ...checkMisspelled(request.target, known),
      ...checkReturned(request),
      ...checkSent(request),
      ...checkEchoes(request),
      ...checkLocation(request),
    );
    for (const { json } of request.responses) {
      if (json !== undefined) found.push(...checkMalformed(json.fragment, known));
      for (const [id] of json?.fragment.text.matchAll(guid) ?? []) known.add(id.toLowerCase());
    }
  }
  return found;
}

/** The id of another object differs in more than two letters. */
function checkMisspelled(target: Fragment, known: ReadonlySet<string>): readonly PageFinding[] {
  return [...target.text.matchAll(guid)].flatMap(({ 0: id, index }) => {
    const lower = id.toLowerCase();
    if (known.has(lower)) return [];
    const meant = [...known].find((one) => differsLittle(lower, one));
    if (meant === undefined || isCounted(lower, meant)) return [];
    const message = `the id differs in a letter or two from \`${meant}\`, which an earlier response shows`;
    return [finding('id-misspelled', message, spanIn(target, index, index + id.length))];
  });
}

/** At most two letters differ, or two are swapped: all ids of this form have the same length. */
function differsLittle(one: string, other: string): boolean {
  let different = 0;
  for (let at = 0; at < one.length && different <= 2; at += 1) if (one[at] !== other[at]) different += 1;
  return different <= 2;
}

/** `…0001` and `…0002`, or ids of one repeated digit, are two things. */
function isCounted(one: string, other: string): boolean {
  const repeated = /^(.)\1+$/;
  return [one, other].some((id) => repeated.test(id.slice(0, 8)) || /0{6}|1{6}/.test(id));
}

/** An object that is read or changed by its id is returned with that id. */
function checkReturned({ method, target, headers, responses }: SampleRequest): readonly PageFinding[] {
  const { path, host } = readSampleUrl(target.text);
  if (path.includes(':/')) return [];
  const sent = decoded(path.split('/').at(-1) ?? '');
  // A request for another kind of ids gets one.
  const translated = headers.some(({ name, value }) => /^prefer$/i.test(name) && /idtype/i.test(value));
  if (!['GET', 'PATCH', 'PUT'].includes(method) || !isGraph(host) || !isOpaque(sent) || translated) return [];
  return responses.flatMap(({ json, status = 200 }) => {
    const id = idOf(json);
    if (id === undefined || status >= 300 || !isId(id.value) || isSame(sent, id.value)) return [];
    return [finding('id-contradicts-request', `the url names ${sent}, and the response is ${id.value}`, id.span)];
  });
}

/** The service returns an id that was sent. A different id may be its own, but not if only one letter differs. */
function checkSent({ method, json, responses }: SampleRequest): readonly PageFinding[] {
  const sent = idOf(json);
  if (method !== 'POST' || sent === undefined || !isOpaque(sent.value)) return [];
  return responses.flatMap(({ json: shown, status = 200 }) => {
    const id = idOf(shown);
    if (id === undefined || status >= 300 || !isMisspelled(sent.value.toLowerCase(), id.value.toLowerCase())) return [];
    return [
      finding('id-contradicts-request', `the request names ${sent.value}, and the response is ${id.value}`, id.span),
    ];
  });
}

/** The service returns a reference such as `principalId` as it was sent. */
function checkEchoes({ method, json, responses }: SampleRequest): readonly PageFinding[] {
  if (method === 'GET' || method === 'DELETE') return [];
  const sent = referencesIn(json);
  return responses.flatMap(({ json: shown, status = 200 }) =>
    [...(status >= 300 ? [] : referencesIn(shown))].flatMap(([name, { value, span }]) => {
      const own = sent.get(name)?.value;
      if (own === undefined || own.toLowerCase() === value.toLowerCase()) return [];
      const message = `the request has ${own} as \`${name}\`, and the response ${value}`;
      return [finding('id-contradicts-request', message, span)];
    }),
  );
}

/** The location of a new object is below the collection it was posted to. */
function checkLocation({ method, target, responses }: SampleRequest): readonly PageFinding[] {
  const sent = readSampleUrl(target.text);
  if (method !== 'POST' || !isGraph(sent.host)) return [];
  const own = sent.path.split('/');
  return responses.flatMap(({ headers, status = 201 }) =>
    headers.flatMap(({ name, value, span }): readonly PageFinding[] => {
      const to = readSampleUrl(value);
      const parts = to.path.split('/');
      if (!/^location$/i.test(name) || status !== 201 || !isGraph(to.host) || parts.length <= own.length) return [];
      const differing = own.flatMap((part, at) => {
        const [one, other] = [part.toLowerCase(), parts[at]?.toLowerCase() ?? ''];
        return one === other ? [] : [[one, other] as const];
      });
      const [first] = differing;
      if (differing.length !== 1 || first === undefined || !first.every((id) => guids.test(id))) return [];
      return [finding('id-contradicts-request', `the url names ${first[0]}, and the response is at ${first[1]}`, span)];
    }),
  );
}

/** The GUIDs in reference properties of a body. */
function referencesIn(
  body: SampleBody | undefined,
): ReadonlyMap<string, { readonly value: string; readonly span: Span }> {
  const node = body?.json?.kind === 'json' ? body.json.node : undefined;
  const entries = node?.kind === 'mapping' ? node.entries : [];
  return new Map(
    entries.flatMap(({ key, value }) =>
      /[a-z]Id$/.test(key) && value.kind === 'scalar' && wholeGuid.test(String(value.value))
        ? [[key, { value: String(value.value), span: value.span }] as const]
        : [],
    ),
  );
}

/** Directory objects have unique ids: the id of an application is never that of a service principal. */
function checkKinds(page: SamplePage, byVersion: MetadataByVersion): readonly PageFinding[] {
  const kinds = new Map<string, string>();
  return page.requests.flatMap((request) => {
    const metadata = byVersion[versionOf(readSampleUrl(request.target.text), page)];
    const segments = shapeOf(request, page)?.segments;
    if (metadata === undefined || segments === undefined) return [];
    const found = segments.flatMap((id, at): readonly PageFinding[] => {
      if (!wholeGuid.test(id)) return [];
      const keyed = resolvePath(segments.slice(0, at + 1), metadata);
      const wanted = keyed.kind === 'found' && keyed.keyed === true ? keyed.type?.name : undefined;
      const shown = kinds.get(id.toLowerCase());
      if (wanted === undefined || shown === undefined || !areDistinct(wanted, shown, metadata)) return [];
      const start = request.target.text.toLowerCase().indexOf(id.toLowerCase());
      const message = `by an earlier response ${id} is the id of a thing of type ${shown}, and the url asks for ${wanted}`;
      return start < 0 ? [] : [finding('id-kind', message, spanIn(request.target, start, start + id.length))];
    });
    const resolved = resolvePath(segments, metadata);
    for (const { json, status = 200 } of request.responses) {
      const node = json?.json?.kind === 'json' && status < 300 ? json.json.node : undefined;
      if (node !== undefined && resolved.kind === 'found') collectKinds(node, resolved.type?.name, { metadata, kinds });
    }
    return found;
  });
}

function areDistinct(one: string, other: string, metadata: Metadata): boolean {
  const related = isA(metadata, one, other) || isA(metadata, other, one);
  return !related && [one, other].every((name) => isA(metadata, name, 'directoryObject'));
}

type Kinds = { readonly metadata: Metadata; readonly kinds: Map<string, string> };

function collectKinds(node: YamlNode, declared: string | undefined, about: Kinds): void {
  if (node.kind === 'sequence') for (const item of node.items) collectKinds(item, declared, about);
  if (node.kind !== 'mapping') return;
  const written = memberOf(node, '@odata.type');
  const type = written?.kind === 'scalar' && typeof written.value === 'string' ? typeName(written.value) : declared;
  for (const { key, value } of node.entries) {
    const property = type === undefined ? undefined : findProperty(about.metadata, type, key);
    if (key === 'id' && type !== undefined && value.kind === 'scalar') {
      const id = String(value.value).toLowerCase();
      if (wholeGuid.test(id) && !about.kinds.has(id)) about.kinds.set(id, type);
    } else if (key === 'value') collectKinds(value, type, about);
    else if (property !== undefined && property !== 'unknown') collectKinds(value, property.type.name, about);
  }
}

/** The digits of a GUID, with its dashes at other places. */
function checkDashes({ fragment }: SampleBody): readonly PageFinding[] {
  return [...fragment.text.matchAll(/"([\da-f]+(?:-[\da-f]+){2,5})"/gi)].flatMap(({ 1: id = '', index }) => {
    const digits = id.replaceAll('-', '');
    if (digits.length !== 32 || wholeGuid.test(id) || !/[a-f]/i.test(digits)) return [];
    const span = spanIn(fragment, index + 1, index + 1 + id.length);
    return [
      { ...finding('id-malformed', `\`${id}\` has the digits of a GUID, and other dashes`, span), evidence: 'form' },
    ];
  });
}

/** A text that is nearly a GUID: too short, too long, or with a dash too few. */
function checkMalformed(body: Fragment, known: ReadonlySet<string>): readonly PageFinding[] {
  return [...body.text.matchAll(/"([0-9a-f]+(?:-[0-9a-f]+){2,5})"/gi)].flatMap(({ 1: id = '', index }) => {
    const digits = id.replaceAll('-', '').length;
    const holdsOne = new RegExp(guid.source, 'i').test(id);
    if (holdsOne || digits < 28 || digits > 36 || !/[a-f]/i.test(id)) return [];
    const span = spanIn(body, index + 1, index + 1 + id.length);
    const meant = [...known].find((one) => isMisspelled(id.toLowerCase(), one));
    if (meant === undefined)
      return [{ ...finding('id-malformed', `\`${id}\` is nearly a GUID, and none`, span), level: 'note' }];
    return [
      finding(
        'id-misspelled',
        `the id differs in a letter or two from \`${meant}\`, which an earlier response shows`,
        span,
      ),
    ];
  });
}

function idOf(body: SampleBody | undefined): { readonly value: string; readonly span: Span } | undefined {
  const id = body?.json?.kind === 'json' ? memberOf(body.json.node, 'id') : undefined;
  return id?.kind === 'scalar' && typeof id.value === 'string' ? { value: id.value, span: id.span } : undefined;
}

/** An id that a service generates: letters and digits, but not a name, an address or a path. */
function isOpaque(id: string): boolean {
  const written = /^[\w!+/:.@=-]{8,}$/.test(id) && /\d/.test(id);
  return written && !/^[A-Za-z]+[_-]?\d{1,3}$|^[^@:]+@[\w-]+(?:\.[\w-]+)+$|^\w+=[^=]|\.[a-z]{3,5}$/i.test(id);
}

const isId = (id: string) => isOpaque(id) || /^\d{4,}$/.test(id);

/** Ids that contain each other, or have the same beginning, are two forms of one id, with a version or a place. */
function isSame(sent: string, returned: string): boolean {
  const [one, other] = [sent.toLowerCase(), returned.toLowerCase()];
  if (one === other) return true;
  if (wholeGuid.test(one) && wholeGuid.test(other)) return false;
  if (isMisspelled(one, other)) return false;
  return one.includes(other) || other.includes(one) || one.slice(0, 4) === other.slice(0, 4);
}

/** One or two letters differ, are added or are missing. */
function isMisspelled(one: string, other: string): boolean {
  return one !== other && Math.abs(one.length - other.length) <= 2 && editDistance(one, other) <= 2;
}

export function memberOf(node: YamlNode, key: string): YamlNode | undefined {
  return node.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

function finding(code: string, message: string, span: Span): PageFinding {
  return { kind: 'id', level: 'error', code, message, evidence: 'response', span };
}
