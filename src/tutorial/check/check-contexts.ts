import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { findProperty, isA, type Metadata, type TypeReference } from '../../metadata/metadata.ts';
import { resolvePath } from '../../metadata/resolve-path.ts';
import { memberOf } from './check-ids.ts';
import type { PageFinding } from './page-finding.ts';
import { type MetadataByVersion, readSampleUrl, shapeOf, versionOf } from './samples/sample-url.ts';
import type { SamplePage, SampleRequest } from './samples/samples.ts';

/** `@odata.context` names the version, and what the response is: both follow from the url. */
export function checkContexts(page: SamplePage, metadata: MetadataByVersion): readonly PageFinding[] {
  return page.requests.flatMap((request) =>
    request.responses.flatMap(({ json, status = 200 }) => {
      const node = json?.json?.kind === 'json' && status < 300 ? json.json.node : undefined;
      const context = node && memberOf(node, '@odata.context');
      if (node === undefined || context?.kind !== 'scalar' || typeof context.value !== 'string') return [];
      const message = contradiction({ context: context.value, node, request, page, metadata });
      return message === undefined
        ? []
        : [{ kind: 'context', level: 'error', ...message, span: context.span } satisfies PageFinding];
    }),
  );
}

type Shown = {
  readonly context: string;
  readonly node: YamlNode;
  readonly request: SampleRequest;
  readonly page: SamplePage;
  readonly metadata: MetadataByVersion;
};

type Contradiction = Pick<PageFinding, 'code' | 'message' | 'evidence'> & Partial<Pick<PageFinding, 'level'>>;

function contradiction(shown: Shown): Contradiction | undefined {
  const { context, node, request, page, metadata } = shown;
  const parts = /^https:\/\/graph\.microsoft\.com\/(v1\.0|beta)\/\$metadata#(.*)$/.exec(context);
  if (parts === null) return malformed(context, page);
  const [, version, rest = ''] = parts;
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
  if (rest.endsWith('/$entity') && memberOf(node, 'value')?.kind === 'sequence') {
    return {
      code: 'context-entity',
      message: 'the context announces one entity, and a collection is shown',
      evidence: 'response',
    };
  }
  const known = metadata[own];
  const segments = shapeOf(request, page)?.segments;
  if (known === undefined || segments === undefined) return undefined;
  return ofAnotherType({ rest, segments, metadata: known, method: request.method });
}

/** Another host, or (parts of the service have metadata of their own, as in `/beta/reports/$metadata`) an address that is none of a context. */
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
  readonly method: string;
};

function ofAnotherType({ rest, segments, metadata }: Compared): Contradiction | undefined {
  const announced = typeOfContext(rest, metadata);
  const resolved = resolvePath(segments, metadata);
  if (announced === undefined || resolved.kind !== 'found' || resolved.type === undefined) return undefined;
  if (resolved.suffix !== undefined || resolved.type.name.startsWith('Edm.')) return undefined;
  const { name } = resolved.type;
  // What is not an entity has a context of its own.
  if (findProperty(metadata, name, 'id') === undefined) return undefined;
  if (isA(metadata, name, announced.name) || isA(metadata, announced.name, name)) return undefined;
  const message = `the context announces ${announced.name}, and the url leads to ${name}`;
  return { code: 'context-type', message, evidence: 'metadata' };
}

/** The type a context names: by an entity set and what follows it, or by its own name. */
function typeOfContext(rest: string, metadata: Metadata): TypeReference | undefined {
  const path = rest.replace(/\/\$(?:entity|delta|ref)$/, '').replace(/\((?!')[^()]*(?:\([^()]*\)[^()]*)*\)$/, '');
  const named = /^(?:Collection\()?#?microsoft\.graph\.([\w.]+)\)?$/.exec(path)?.[1];
  if (named !== undefined) return metadata.types[named] === undefined ? undefined : { name: named, collection: false };
  if (/[{<]|\.{3}/.test(path.split('/')[0] ?? '') || path.includes('$')) return undefined;
  const segments = path.split('/').filter((one) => one !== '');
  const resolved = resolvePath(withKeys(segments, metadata), metadata);
  return resolved.kind === 'found' && metadata.types[resolved.type?.name ?? ''] !== undefined
    ? resolved.type
    : undefined;
}

/** A context may leave the key of a collection out: what follows is a name, and no key. */
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
