import type { Span } from '../../diagnostics/source.ts';
import { misspellingOf } from '../../diagnostics/suggest.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { findProperty, isA, type Metadata, own } from '../../metadata/metadata.ts';
import { type Resolved, resolvePath } from '../../metadata/resolve-path.ts';
import { memberOf } from './check-ids.ts';
import type { PageFinding } from './page-finding.ts';
import { type MetadataByVersion, readSampleUrl, shapeOf, versionOf } from './samples/sample-url.ts';
import type { SamplePage, SampleRequest, SampleResponse } from './samples/samples.ts';

/** `@odata.context` names the version, and what the response is: both follow from the url. */
export function checkContexts(page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  return [
    ...[...page.loose.map(succeeded), ...aloneIn(page)].flatMap((node) => checkLoose(node, page)),
    ...page.requests.flatMap((request) =>
      request.responses.flatMap((response) => {
        const node = succeeded(response);
        return contextsIn(node).flatMap(({ context, span, whole }) => {
          const message = contradiction({ context, whole, request, page, metadata });
          return message === undefined ? [] : [{ ...base, ...message, span }];
        });
      }),
    ),
  ];
}

const base = { kind: 'context', level: 'error' } as const;

/** Bodies without a message. */
function aloneIn({ requests, loose, bodies }: SamplePage): readonly YamlNode[] {
  const messages = [...loose, ...requests, ...requests.flatMap(({ responses }) => responses)];
  const held = new Set(messages.map(({ json }) => json));
  return bodies.flatMap((body) => (!held.has(body) && body.json?.kind === 'json' ? [body.json.node] : []));
}

/** Contexts without a request have the version of the page. */
function checkLoose(node: YamlNode | undefined, page: SamplePage): readonly PageFinding[] {
  return contextsIn(node).flatMap(({ context, span }) => {
    const version = parts.exec(context)?.[1];
    if (version === undefined || page.version === undefined || version === page.version) return [];
    const message = `the context is of ${version}, and the page documents ${page.version}`;
    return [{ ...base, code: 'context-version', message, evidence: 'signature', span }];
  });
}

function succeeded({ json, status = 200 }: SampleResponse): YamlNode | undefined {
  return json?.json?.kind === 'json' && status < 300 ? json.json.node : undefined;
}

/** A context and its place; `whole` is the body, where the context is the body's own. */
type Context = { readonly context: string; readonly span: Span; readonly whole: YamlNode | undefined };

/** Those of a body, of the objects in it and of its properties. */
function contextsIn(node: YamlNode | undefined, isWhole = true): readonly Context[] {
  if (node?.kind === 'sequence') return node.items.flatMap((item) => contextsIn(item, false));
  if (node?.kind !== 'mapping') return [];
  return node.entries.flatMap(({ key, value }) => {
    const isContext = key.endsWith('@odata.context') && value.kind === 'scalar' && typeof value.value === 'string';
    if (!isContext) return contextsIn(value, false);
    const whole = isWhole && key === '@odata.context' ? node : undefined;
    return [{ context: String(value.value), span: value.span, whole }];
  });
}

const parts = /^https:\/\/graph\.microsoft\.com\/(v1\.0|beta)\/\$metadata#(.*)$/;

type Shown = {
  readonly context: string;
  readonly whole: YamlNode | undefined;
  readonly request: SampleRequest;
  readonly page: SamplePage;
  readonly metadata: MetadataByVersion;
};

type Contradiction = Pick<PageFinding, 'code' | 'message' | 'evidence'> & Partial<Pick<PageFinding, 'level'>>;

function contradiction(shown: Shown): Contradiction | undefined {
  const { context, whole, request, page, metadata } = shown;
  const written = parts.exec(context);
  if (written === null) return malformed(context, page);
  const [, version, rest = ''] = written;
  const url = readSampleUrl(request.target.text);
  const own = versionOf(url, page);
  // A sample of another version than its page is one finding, at its url.
  const explained = page.version !== undefined && url.version !== undefined && url.version !== page.version;
  if (version !== own && !explained && (url.version !== undefined || page.version !== undefined)) {
    return {
      code: 'context-version',
      message: `the context is of ${version}, and the request of ${own}`,
      evidence: 'response',
    };
  }
  if (whole === undefined) return undefined;
  if (rest.endsWith('/$entity') && memberOf(whole, 'value')?.kind === 'sequence') {
    return {
      code: 'context-entity',
      message: 'the context is that of one entity, and the body is a collection',
      evidence: 'response',
    };
  }
  const segments = shapeOf(request, page)?.segments;
  if (segments === undefined) return undefined;
  const known = metadata[own];
  if (known !== undefined) return misspelled(rest, known) ?? ofAnotherType({ rest, segments, metadata: known });
  // What both versions have, leads to the same type in both.
  const stable = metadata['v1.0'];
  return stable && ofAnotherType({ rest, segments, metadata: stable });
}

/**
 * The address of another host, or one that is not a context (parts of the service have their own metadata, as in
 * `/beta/reports/$metadata`).
 */
function malformed(context: string, { prose }: SamplePage): Contradiction | undefined {
  const host = /^https?:\/\/([^/]+)\//.exec(context)?.[1]?.toLowerCase();
  const message = `the context is not an address of the service's metadata: \`${context.slice(0, 80)}\``;
  if (
    host === 'graph.microsoft.com' &&
    !/[{<]|\.{3}|…|^https:\/\/[^/]+\/(?:v1\.0|beta)\/(?:[\w/]+\/)?\$metadata#/i.test(context)
  ) {
    return { code: 'context-malformed', message, evidence: 'form' };
  }
  if (host === undefined || !/graph|microsoft|office|outlook/.test(host) || /\.(?:us|de|cn)$/.test(host))
    return undefined;
  if (host === 'graph.microsoft.com') return undefined;
  const named = prose.toLowerCase().includes(host);
  return { code: 'context-host', message, evidence: named ? 'prose' : 'form', ...(named && { level: 'note' }) };
}

type Compared = {
  readonly rest: string;
  readonly segments: readonly string[];
  readonly metadata: Metadata;
};

function ofAnotherType({ rest, segments, metadata }: Compared): Contradiction | undefined {
  const announced = announcedBy(rest, metadata);
  const resolved = resolvePath(segments, metadata);
  if (announced.kind !== 'found' || resolved.kind !== 'found' || resolved.type === undefined) return undefined;
  if (resolved.suffix !== undefined || resolved.type.name.startsWith('Edm.')) return undefined;
  const { name } = resolved.type;
  // An object that is not an entity has its own form of context.
  if (findProperty(metadata, name, 'id') === undefined) return undefined;
  const { name: other } = announced.type ?? resolved.type;
  if (own(metadata.types, other) === undefined) return undefined;
  if (isA(metadata, name, other) || isA(metadata, other, name)) return undefined;
  const message = `the context announces ${other}, and the url leads to ${name}`;
  return { code: 'context-type', message, evidence: 'metadata' };
}

/** Many contexts begin within a path; one with a letter or two wrong begins nowhere. */
function misspelled(rest: string, metadata: Metadata): Contradiction | undefined {
  const announced = announcedBy(rest, metadata);
  const meant = announced.kind === 'missing' ? misspellingOf(announced.segment, announced.known) : undefined;
  if (announced.kind !== 'missing' || meant === undefined) return undefined;
  const message = `the context has \`${announced.segment}\`, a misspelling of \`${meant}\``;
  return { code: 'context-misspelled', message, evidence: 'metadata' };
}

const unknown = { kind: 'unknown', why: 'the context names no type' } as const;

/** What a context names: by an entity set and what follows it, or by its own name. */
function announcedBy(rest: string, metadata: Metadata): Resolved {
  const path = rest.replace(/\/\$(?:entity|delta|ref)$/, '').replace(/\((?!')[^()]*(?:\([^()]*\)[^()]*)*\)$/, '');
  const named = /^(?:Collection\()?#?microsoft\.graph\.([\w.]+)\)?$/.exec(path)?.[1];
  if (named !== undefined) return { kind: 'found', type: { name: named, collection: false } };
  if (/[{<]|\.{3}/.test(path.split('/')[0] ?? '') || path.includes('$')) return unknown;
  const segments = path.split('/').filter((one) => one !== '');
  return resolvePath(withKeys(segments, metadata), metadata);
}

/** A context may omit the key of a collection: then a name follows, not a key. */
function withKeys(segments: readonly string[], metadata: Metadata): readonly string[] {
  const whole: string[] = [];
  for (const segment of segments) {
    const before = resolvePath(whole, metadata);
    const type = before.kind === 'found' && before.type?.collection === true ? before.type.name : undefined;
    const found = type === undefined ? undefined : findProperty(metadata, type, segment);
    if (found !== undefined && found !== 'unknown') whole.push('{id}');
    whole.push(segment);
  }
  return whole;
}
