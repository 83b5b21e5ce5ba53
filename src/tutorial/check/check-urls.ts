import type { Span } from '../../diagnostics/source.ts';
import { misspellingOf } from '../../diagnostics/suggest.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { spanIn } from '../page/fragment.ts';
import type { PageFinding } from './page-finding.ts';
import {
  fits,
  fitsSegment,
  isGraph,
  type MetadataByVersion,
  readSampleUrl,
  resolvedPath,
  segmentName,
  shapeOf,
  signaturesOf,
} from './samples/sample-url.ts';
import type { SamplePage, SampleRequest } from './samples/samples.ts';

/** Urls and methods as the page alone shows them: their form, host and version, and the page's own signatures. */
export function checkUrls(page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  return [
    ...page.signatures.flatMap(({ target }) => checkForm(target.text, spanIn(target))),
    ...page.requests.flatMap((request) => checkReferences(request, page)),
    ...page.requests.flatMap((request) => {
      const form = checkForm(request.target.text, spanIn(request.target));
      return form.length > 0
        ? form
        : [...checkHost(request, page), ...checkVersion(request, page), ...checkSignature(request, page, metadata)];
    }),
  ];
}

const urlError = (
  code: string,
  message: string,
  span: Span,
  evidence: PageFinding['evidence'] = 'form',
): PageFinding => ({
  kind: 'url',
  level: 'error',
  code,
  message,
  evidence,
  span,
});

/** Beyond it no one reads the url. */
const longestPath = 2000;

function checkForm(text: string, span: Span): readonly PageFinding[] {
  const { path, host, version } = readSampleUrl(text);
  if (/^https?:(?!\/\/)|^https?:\/\/\/|^https?:\/\/https?:/i.test(text))
    return [urlError('url-malformed', 'the address has no host', span)];
  if (!isGraph(host) || path.length > longestPath) return [];
  if (/[\u2018\u2019\u201c\u201d]/.test(text)) {
    const fix = text.replace(/[\u2018\u2019]/g, "'").replace(/[\u201c\u201d]/g, '"');
    return [{ ...urlError('url-quotes', 'typographic quotes in the url', span), fix }];
  }
  const bare = path.replace(/\{[^{}]*\}|<[^<>]*>|\([^()]*(?:\([^()]*\)[^()]*)*\)|root:.*$|:\/.*$/g, 'x');
  if (/\S[ \t]+\S/.test(bare)) return [urlError('url-blank', 'a space in the path', span)];
  if (/\/\//.test(bare)) return [urlError('url-double-slash', 'two slashes follow each other in the path', span)];
  if (/[(){}<>]/.test(bare))
    return [urlError('url-unbalanced', 'a bracket of the path is not closed or not opened', span)];
  if (/[A-Za-z]\{[A-Za-z][\w -]*\}(?:\/|$)/.test(path))
    return [urlError('url-malformed', 'a slash is missing before the key', span)];
  if (/[&\\]/.test(bare)) return [urlError('url-malformed', 'the path holds a character that no path has', span)];
  if (host !== undefined && version === undefined && !/^\/(?:\{|<|\.{3})/.test(path) && path !== '/' && path !== '') {
    const instead = /^\/(v?\.?\d[\d.]*)\//i.exec(path)?.[1];
    const message =
      instead === undefined ? 'the address names the service, but no version' : `\`${instead}\` is not a version`;
    return [urlError('url-no-version', message, span)];
  }
  if (/^\/(?:v1\.0|beta)(?:\/|$)/i.test(path))
    return [urlError('url-version-twice', 'the version is written twice', span)];
  return [];
}

/** The address of a reference has the form of any address; it may be of another version. */
function checkReferences({ json }: SampleRequest, page: SamplePage): readonly PageFinding[] {
  if (json?.json?.kind !== 'json') return [];
  return referencesIn(json.json.node).flatMap(({ text, span }) => {
    const form = checkForm(text, span);
    if (form.length > 0) return form;
    const { host = '', version } = readSampleUrl(text);
    const meant = misspellingOf(host, ['graph.microsoft.com']);
    if (meant !== undefined) {
      return [urlError('url-host', `the reference is to \`${host}\`, and the service is \`${meant}\``, span)];
    }
    if (version !== 'beta' || page.version !== 'v1.0' || !isGraph(host)) return [];
    return [urlError('url-version', 'the reference is to beta, and the page documents v1.0', span, 'signature')];
  });
}

/** Addresses under `/odata/` are the service's own writing. */
type Reference = { readonly text: string; readonly span: Span };

function referencesIn(node: YamlNode): readonly Reference[] {
  if (node.kind === 'sequence') return node.items.flatMap(referencesIn);
  if (node.kind !== 'mapping') return [];
  return node.entries.flatMap(({ key, value }) => {
    if (!/@odata\.(?:id|bind)$/.test(key)) return referencesIn(value);
    const values = value.kind === 'sequence' ? value.items : [value];
    return values.flatMap((one) =>
      one.kind === 'scalar' && typeof one.value === 'string' && /^https?:(?!.*\/odata\/)/i.test(one.value)
        ? [{ text: one.value, span: one.span }]
        : [],
    );
  });
}

const nationalClouds = /^(?:graph\.microsoft\.(?:us|de)|dod-graph\.microsoft\.us|microsoftgraph\.chinacloudapi\.cn)$/;

function checkHost(request: SampleRequest, page: SamplePage): readonly PageFinding[] {
  const { host, version } = readSampleUrl(request.target.text);
  if (host === undefined || isGraph(host) || nationalClouds.test(host) || /[{<]/.test(host)) return [];
  const span = spanIn(request.target);
  const near = misspellingOf(host, ['graph.microsoft.com']) !== undefined;
  if (!host.includes('.') && host !== 'localhost') return [urlError('url-host', `\`${host}\` is not a host`, span)];
  if (!near && page.prose.toLowerCase().includes(host)) {
    const message = `the sample goes to \`${host}\`, which the prose names`;
    return [{ ...urlError('url-host', message, span, 'prose'), level: 'note' }];
  }
  const message = `the sample goes to \`${host}\`, and the service is \`graph.microsoft.com\``;
  // Urls that the service calls, and links from responses, are on other hosts on purpose.
  const meant = near || version !== undefined || /(?:^|[.-])(?:graph|ppe)[.-]/.test(host);
  return [{ ...urlError('url-host', message, span), level: meant ? 'error' : 'note' }];
}

function checkVersion(request: SampleRequest, page: SamplePage): readonly PageFinding[] {
  const { version, host } = readSampleUrl(request.target.text);
  if (version === undefined || page.version === undefined || version === page.version || !isGraph(host)) return [];
  const message = `the sample calls ${version}, and the page documents ${page.version}`;
  return [urlError('url-version', message, spanIn(request.target), 'signature')];
}

/** A sample of another method, or with a misspelled segment, than each signature of the page. */
function checkSignature(request: SampleRequest, page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  const own = shapeOf(request, page)?.segments;
  if (own === undefined) return [];
  const all = signaturesOf(page).flatMap((signature) => {
    const segments = shapeOf(signature, page)?.segments;
    return segments === undefined ? [] : [{ method: signature.method, segments, signature }];
  });
  const same = all.filter(({ segments }) => fits(own, segments));
  if (same.length > 0)
    return checkMethodOf(
      request,
      same.map(({ signature }) => signature),
      page,
    );
  for (const { segments, signature } of all) {
    const other = own
      .map((one, at) => [one, segments[at] ?? ''] as const)
      .filter(([one, its]) => !fitsSegment(one, its));
    const [first] = other;
    if (segments.length !== own.length || other.length !== 1 || first === undefined) continue;
    if (misspellingOf(segmentName(first[0]), [segmentName(first[1])]) === undefined) continue;
    // Where the service has the sample's path and not the signature's, the signature is wrong.
    const led = [request, signature].map((one) => resolvedPath(one, page, metadata)?.kind);
    if (led[0] === 'found' && led[1] === 'missing') return [];
    const message = `the sample has \`${first[0]}\` where the page's signature has \`${first[1]}\``;
    return [urlError('url-signature', message, spanIn(request.target), 'signature')];
  }
  return [];
}

/** The names of requests in headings of the reference. */
const named: { readonly [verb: string]: readonly string[] } = {
  list: ['GET'],
  get: ['GET'],
  update: ['PATCH', 'PUT'],
  delete: ['DELETE'],
};

function checkMethodOf(
  request: SampleRequest,
  signatures: readonly SampleRequest[],
  page: SamplePage,
): readonly PageFinding[] {
  const methods = signatures.map(({ method }) => method);
  if (methods.includes(request.method)) return [];
  // Where another sample shows the page's own call, this one is a look around.
  const own = new Set(page.signatures.map(({ method }) => method));
  if (page.requests.some(({ method }) => own.has(method))) return [];
  const message = `the sample is ${request.method}, and the page's signature is ${[...new Set(methods)].join(', ')}`;
  const [verb = ''] = page.title.split(' ');
  const meant = Object.hasOwn(named, verb) ? (named[verb] ?? []) : [];
  const [signature] = signatures;
  const isSignature = meant.includes(request.method) && !methods.some((method) => meant.includes(method));
  return [
    {
      kind: 'method',
      level: 'error',
      code: 'method-signature',
      message,
      evidence: 'signature',
      span: isSignature && signature !== undefined ? signature.methodSpan : request.methodSpan,
    },
  ];
}
