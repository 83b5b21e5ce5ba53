import type { GraphVersion, Metadata } from '../../../metadata/metadata.ts';
import { type Resolved, resolvePath } from '../../../metadata/resolve-path.ts';
import { type UrlShape, urlShape } from '../../../metadata/url-shape.ts';
import { graphHost } from '../../page/read-url.ts';
import type { SamplePage, SampleRequest } from './samples.ts';

export type MetadataByVersion = { readonly [version in GraphVersion]?: Metadata };

/** A target taken apart; the host is absent where the page shows a path only. */
type SampleUrl = {
  readonly host?: string;
  readonly version?: GraphVersion;
  /** Begins with a slash, without version and query. */
  readonly path: string;
  readonly query: string;
};

export function readSampleUrl(target: string): SampleUrl {
  const text = target.replace(/[ \t]*\n[ \t]*/g, '');
  const whole = /^(?:https?:)?\/\/([^/?#]*)(.*)$/is.exec(text);
  const rooted = (whole?.[2] ?? text).replace(/^(?=[^/])/, '/');
  const [, version, rest = ''] = /^\/(v1\.0|beta)(?=[/?]|$)(.*)$/is.exec(rooted) ?? [undefined, undefined, rooted];
  const at = rest.search(/\?/);
  const lower = version?.toLowerCase();
  return {
    ...(whole?.[1] !== undefined && { host: whole[1].toLowerCase() }),
    ...((lower === 'v1.0' || lower === 'beta') && { version: lower }),
    path: at < 0 ? rest : rest.slice(0, at),
    query: at < 0 ? '' : rest.slice(at + 1),
  };
}

export const isGraph = (host: string | undefined): boolean => host === undefined || host === graphHost;

/** The version a request is made in: its own, or the page's. */
export function versionOf(url: SampleUrl, page: SamplePage): GraphVersion {
  return url.version ?? page.version ?? 'v1.0';
}

/** Read once: every sample of a page is compared with each of its signatures. */
const shapes = new WeakMap<SampleRequest, { readonly shape: UrlShape | undefined }>();

export function shapeOf(request: SampleRequest, page: SamplePage): UrlShape | undefined {
  const known = shapes.get(request) ?? { shape: readShape(request, page) };
  shapes.set(request, known);
  return known.shape;
}

/** A limit: further signatures are not read. */
const mostSignatures = 100;

/** What samples are compared with. */
export const signaturesOf = (page: SamplePage): readonly SampleRequest[] => page.signatures.slice(0, mostSignatures);

/** A placeholder may hold slashes, blanks and alternatives: it is one segment. */
function readShape(request: SampleRequest, page: SamplePage): UrlShape | undefined {
  const url = readSampleUrl(request.target.text);
  // A relative url is of the host that its header names.
  const host = url.host ?? request.headers.find(({ name }) => /^host$/i.test(name))?.value.toLowerCase();
  if (!isGraph(host)) return undefined;
  const path = url.path
    .replace(/\[[^[\]]*\]?$/, '')
    .replace(/\{[^{}]*\}/g, '{id}')
    .replace(/<[^<>]*>/g, '{id}')
    .replace(/ HTTP\/.*$/, '')
    // The reader writes the version there.
    .replace(/^\/\{id\}(?=\/)/, host === undefined && /^\/?\{version\}/i.test(url.path) ? '' : '$&')
    .trim();
  return urlShape(`/${versionOf(url, page)}${path}${url.query === '' ? '' : `?${url.query}`}`);
}

/** A placeholder for a key. */
export const isKey = (segment: string) => /^[{<(]|^\.{3}/.test(segment);

/** How a segment is compared: case, namespace and what is in parentheses do not matter. */
export function segmentName(segment: string): string {
  return segment
    .toLowerCase()
    .replace(/^(?:microsoft\.)?graph\./, '')
    .replace(/\(.*\)$/, '');
}

/** Whether a sample's path is an instance of a signature's. */
export function fits(sample: readonly string[], signature: readonly string[]): boolean {
  return sample.length === signature.length && sample.every((one, at) => fitsSegment(one, signature[at] ?? ''));
}

/** Whether a sample makes one of the documented calls. */
export function isOwn(request: SampleRequest, page: SamplePage): boolean {
  const own = shapeOf(request, page)?.segments ?? [];
  return signaturesOf(page).some((signature) => fits(own, shapeOf(signature, page)?.segments ?? []));
}

/** The target of a request's path in the metadata of its version. */
export function resolvedPath(
  request: SampleRequest,
  page: SamplePage,
  metadata: MetadataByVersion,
): Resolved | undefined {
  const known = metadata[versionOf(readSampleUrl(request.target.text), page)];
  return known && resolvePath(shapeOf(request, page)?.segments ?? [], known);
}

export function fitsSegment(sample: string, signature: string): boolean {
  return isKey(signature) || isKey(sample) || segmentName(sample) === segmentName(signature);
}
