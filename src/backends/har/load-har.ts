import * as z from 'zod/mini';
import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import { failure, firstProblems, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { readSource } from '../../diagnostics/read-source.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import { clouds } from '../../http/clouds.ts';
import type { HttpResponse } from '../../http/message.ts';
import { readContent } from '../../http/read-content.ts';
import type { Json } from '../../json/json.ts';
import { locate } from '../../json/locate.ts';
import { parseJson } from '../../json/parse-json.ts';
import { graphOrigin } from '../responder.ts';
import { type HarEntry, unescaped } from './har-entry.ts';

/** The entries of a HAR that are requests to Microsoft Graph, in the order in which they were sent. */
export type LoadedHar = {
  readonly entries: readonly HarEntry[];
  /** Requests to another host, by a link that a response of Graph contains; their urls are absolute. */
  readonly linked: readonly HarEntry[];
  /** How many others there are. */
  readonly others: number;
  /** The tokens and cookies that the browser sent anywhere: no response may show one. */
  readonly secrets: readonly string[];
};

const largestHarBytes = 256 * 1024 * 1024;

const text = z.string();
const fields = z.array(z.object({ name: text, value: text }));
/** The part of HAR 1.2 that is needed here; browsers omit and add properties. */
const schema = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        startedDateTime: z.iso.datetime({ offset: true }),
        request: z.object({
          method: text,
          url: text,
          headers: z.optional(fields),
          postData: z.optional(z.object({ text: z.optional(text) })),
        }),
        response: z.object({
          status: z.int(),
          headers: fields,
          content: z.optional(z.object({ text: z.optional(text), encoding: z.optional(text) })),
        }),
      }),
    ),
  }),
});

type RawEntry = z.infer<typeof schema>['log']['entries'][number];

/** Reads a HAR of a browser, of Graph Explorer, or of `-r har`. Problems: `har-invalid`, and those of reading a file. */
export async function loadHar(path: string): Promise<Result<LoadedHar>> {
  const source = await readSource(path, largestHarBytes);
  return source.ok ? parseHar(source.value) : source;
}

export function parseHar(source: Source): Result<LoadedHar> {
  // Browsers on Windows write a byte order mark.
  const parsed = parseJson(source.text.replace(/^\ufeff/, ' '));
  if (!parsed.ok) return failure([problem(source, { start: parsed.offset, end: parsed.offset + 1 }, parsed.message)]);
  const read = schema.safeParse(parsed.value);
  if (!read.success) {
    const { issues } = read.error;
    const shown = issues.slice(0, mostProblems).map((issue) => problemOf(source, issue));
    return failure(firstProblems(shown, mostProblems, issues.length));
  }
  const raw = read.data.log.entries;
  const entries = inTime(raw.map((entry, at) => toEntry(entry, at + 1, graphAddress(entry.request.url))));
  const links = linksOf(entries);
  const linked = inTime(raw.map((entry, at) => toEntry(entry, at + 1, linkAddress(entry.request.url, links))));
  const others = raw.length - entries.length - linked.length;
  return success({ entries, linked, others, secrets: secretsOf(raw) });
}

/** Stable: entries of the same moment keep their order. */
const inTime = (entries: readonly (HarEntry | undefined)[]): readonly HarEntry[] =>
  entries.filter((entry) => entry !== undefined).sort((a, b) => a.startedMs - b.startedMs);

/** The addresses that responses give, in headers and texts, as they are compared. */
function linksOf(entries: readonly HarEntry[]): ReadonlySet<string> {
  const texts = entries.flatMap(({ response }) => [...Object.values(response.headers), response.text]);
  const found = texts.flatMap((text) => text.replaceAll('\\u0026', '&').replaceAll('\\/', '/').match(anyLink) ?? []);
  return new Set(found.map(unescaped));
}

const anyLink = /https:\/\/[^\s"'<>\\]+/g;

function linkAddress(address: string, links: ReadonlySet<string>): URL | undefined {
  return graphAddress(address) === undefined && links.has(unescaped(address)) ? new URL(address) : undefined;
}

const mostProblems = 20;

function problemOf(source: Source, { path, message }: z.core.$ZodIssue): Problem {
  const keys = path.map((key) => (typeof key === 'number' ? key : String(key)));
  return problem(
    source,
    locate(source.text, keys) ?? { start: 0, end: 1 },
    `${keys.join('.') || 'the file'}: ${message}`,
  );
}

/** Without the excerpt of its line: archives are full of tokens. */
function problem(source: Source, span: Span, what: string): Problem {
  const at = { ...placeAt(source, { start: span.start, end: span.start + 1 }), excerpt: [] };
  const fix = 'save it again, with content: in the network view, "Save all as HAR"';
  return { code: 'har-invalid', message: `this is not an HTTP Archive 1.2: ${what}`, at, fix };
}

/** A shorter cookie is not a secret, and may occur anywhere. */
const shortestSecret = 16;
const secretHeaders: readonly string[] = ['authorization', 'cookie'];

function secretsOf(entries: readonly RawEntry[]): readonly string[] {
  const sent = entries.flatMap(({ request }) => request.headers ?? []);
  const values = sent.filter(({ name }) => secretHeaders.includes(name.toLowerCase())).map(({ value }) => value);
  const bare = values.map((value) => value.replace(/^[A-Za-z]+ /, ''));
  return [...new Set(bare.filter(({ length }) => length >= shortestSecret))];
}

function toEntry(
  { startedDateTime, request, response }: RawEntry,
  number: number,
  target: URL | undefined,
): HarEntry | undefined {
  // A preflight is a request of the browser, not of the page.
  if (target === undefined || request.method === 'OPTIONS') return undefined;
  // A request that the browser canceled or blocked has no response.
  if (response.status < 100 || response.status > 599) return undefined;
  const body = bodyOf(request.postData?.text);
  return {
    number,
    startedMs: Date.parse(startedDateTime),
    method: request.method,
    url: origins.includes(target.origin) ? target.pathname + target.search : target.href,
    ...defined({ body }),
    response: toResponse(response, target.origin),
  };
}

const origins: readonly string[] = Object.values(clouds).map((cloud) => cloud.graphOrigin);

/** Graph Explorer without an account sends through a proxy, which takes the address as `?url=`. */
function graphAddress(address: string): URL | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (origins.includes(url.origin)) return url;
  const proxied = url.searchParams.get('url') ?? '';
  const inner = URL.canParse(proxied) ? new URL(proxied) : undefined;
  return inner !== undefined && origins.includes(inner.origin) ? inner : undefined;
}

function bodyOf(sent: string | undefined): Json | undefined {
  if (sent === undefined || sent === '') return undefined;
  const parsed = parseJson(sent);
  return parsed.ok ? parsed.value : sent;
}

/** Addresses become those of the global service, whose responses recordings contain. */
function toResponse({ status, headers, content }: RawEntry['response'], origin: string): HttpResponse {
  const there = (value: string) => value.replaceAll(origin, graphOrigin);
  const written = content?.text ?? '';
  const named = headers.map(({ name, value }) => [name.toLowerCase(), there(value)] as const);
  const fields = Object.fromEntries(named);
  if (content?.encoding !== 'base64') return { status, headers: fields, text: there(written) };
  const body = readContent(Buffer.from(written, 'base64'), fields);
  return { status, headers: fields, ...body, text: there(body.text) };
}
