import { spanIn } from '../page/fragment.ts';
import type { PageFinding } from './page-finding.ts';
import { isGraph, type MetadataByVersion, readSampleUrl, resolvedPath, segmentName } from './samples/sample-url.ts';
import type { SamplePage, SampleRequest } from './samples/samples.ts';

/** A reference page without a sample of a documented call: the sample or the signature is wrong. */
export function checkOwnCall(page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  if (page.documented.length > mostCompared) return [];
  const samples = page.requests.filter(({ target }) => isGraph(readSampleUrl(target.text).host));
  const own = page.documented.map((one) => ({ one, parts: partsOf(one) }));
  const [sample] = samples;
  const [signature] = page.documented;
  if (sample === undefined || signature === undefined) return [];
  // A beta page may have a path that is in the v1.0 metadata.
  const both = { ...metadata, ...(metadata['v1.0'] !== undefined && { beta: metadata.beta ?? metadata['v1.0'] }) };
  const isThere = (one: SampleRequest) => resolvedPath(one, page, both)?.kind === 'found';
  const isOwn = (its: SampleRequest, parts: readonly string[]) =>
    own.some(
      (one) =>
        isSameCall(parts, one.parts) ||
        (isEndOf(parts, one.parts) && its.method === one.one.method && isThere(its) && isThere(one.one)),
    );
  if (samples.some((one) => isOwn(one, partsOf(one)))) return [];
  // A create with a key is wrong, in the sample or in the signature.
  const isKeyed = (one: SampleRequest) => one.method === 'POST' && partsOf(one).at(-1) === key;
  // So is a path that the service does not have.
  const leads = (one: SampleRequest) => resolvedPath(one, page, metadata)?.kind;
  const isOfSignature =
    (isKeyed(signature) && !isKeyed(sample)) || (leads(signature) === 'missing' && leads(sample) === 'found');
  const [wrong, other] = isOfSignature ? [signature, sample] : [sample, signature];
  const message = `the page documents \`${shown(signature)}\`, and its samples make another call: \`${shown(sample)}\``;
  const base = { kind: 'url', level: 'error', evidence: 'signature' } as const;
  return other.method === wrong.method || own.length === 1
    ? [{ ...base, code: 'url-signature', message, span: spanIn(wrong.target) }]
    : [];
}

/** A limit: further ones are not compared. */
const mostCompared = 100;
const longestPart = 200;

const shown = ({ method, target }: SampleRequest) => `${method} ${readSampleUrl(target.text).path.slice(0, 80)}`;

const key = '{}';
/** A request further below a documented path. A key and a reference are another call. */
const goesFurther = /^(?!\{\}$|\$ref$)/;

/** The names in a path and the places of its keys; the different paths to a person, a group or a file are equal. */
function partsOf({ target }: SampleRequest): readonly string[] {
  const path = readSampleUrl(target.text)
    .path.replace(/:\/.*?(?::(?=\/)|$)/, '')
    .replace(/\{[^{}]*\}|<[^<>]*>|^\/~/g, key);
  const parts = path.split('/').flatMap((part) => {
    const [, name = '', inside = ''] = /^([\w$.]+)\((.*)\)$/.exec(part) ?? [];
    if (name !== '') return [segmentName(name), ...(/^(?:'.*'|\{\})$/.test(inside) ? [key] : [])];
    if (/^(?:microsoft\.)?graph\./.test(part)) return [`cast.${segmentName(part)}`];
    return isKey(part) ? [key] : [segmentName(part)];
  });
  return parts
    .filter((part) => part !== '')
    .join('/')
    .replace(/^(?:\{\}\/)?(?:education\/)?(?:me|(?:users|groups|sites)\/(?:\{\}|root))(?=\/|$)/, '@')
    .replace(/^(?:@\/)?(?:drive|drives\/\{\})(?:\/root|\/items\/\{\})?(?=\/|$)/, '@')
    .split('/');
}

/** Texts that are not names: an id, a placeholder, a text in quotes. */
function isKey(part: string): boolean {
  return (
    part.length > longestPart ||
    /^(?:[{<('].*|\.{3}.*|[^$]*[=@:,].*|[\w-]*\d[\w-]*-[\w-]*|[\w-]*-[\w-]*\d[\w-]*|\d+|[\w-]{16,}\d[\w-]*|\w*\d{4}\w*)$/.test(
      part,
    )
  );
}

/** One path ends like the other: two paths to one object, if the service has both. */
function isEndOf(sample: readonly string[], signature: readonly string[]): boolean {
  const [short, long] = sample.length < signature.length ? [sample, signature] : [signature, sample];
  return short.every((part, at) => part === long.at(at - short.length));
}

/** The same names, or the same first and last name: pages show one of several paths. */
function isSameCall(sample: readonly string[], signature: readonly string[]): boolean {
  const goesOn = sample.length === signature.length + 1 && goesFurther.test(sample.at(-1) ?? '');
  const shown = goesOn ? sample.slice(0, -1) : sample;
  const bare = (part: string) => part.replace(/^cast\./, '');
  const fits = (one = '', its = '') => bare(one) === bare(its) || one === key || its === key;
  if (shown.length === signature.length && shown.every((one, at) => fits(one, signature[at]))) return true;
  const ways = sample[0] === signature[0] || sample[0] === '@' || signature[0] === '@';
  const name = (parts: readonly string[]) => parts.slice(parts.at(-1) === key ? -2 : -1).join('/');
  return ways && name(sample) === name(signature);
}
