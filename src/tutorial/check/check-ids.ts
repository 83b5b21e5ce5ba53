import type { Span } from '../../diagnostics/source.ts';
import { misspellingOf } from '../../diagnostics/suggest.ts';
import type { YamlNode } from '../../format/scenario/yaml-node.ts';
import { type Fragment, spanIn } from '../page/fragment.ts';
import type { PageFinding } from './page-finding.ts';
import { isGraph, readSampleUrl } from './sample-url.ts';
import type { SamplePage, SampleRequest } from './samples.ts';

const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const wholeGuid = new RegExp(`^${guid.source}$`, 'i');

/** Ids that contradict what the page has shown before. */
export function checkIds(page: SamplePage): readonly PageFinding[] {
  const known = new Set<string>();
  const found: PageFinding[] = [];
  for (const request of page.requests) {
    found.push(...checkMisspelled(request.target, known), ...checkReturned(request));
    for (const { json } of request.responses) {
      for (const [id] of json?.fragment.text.matchAll(guid) ?? []) known.add(id.toLowerCase());
    }
  }
  return found;
}

/** One of another thing differs in more than a letter or two. */
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

/** Two letters at most are others, or two have changed places: all ids of this form are of one length. */
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

/** What is read or changed by its id comes back with that id. */
function checkReturned({ method, target, headers, responses }: SampleRequest): readonly PageFinding[] {
  const { path, host } = readSampleUrl(target.text);
  const sent = decoded(path.split('/').at(-1) ?? '');
  // Who asks for another kind of ids gets one.
  const translated = headers.some(({ name, value }) => /^prefer$/i.test(name) && /idtype/i.test(value));
  if (!['GET', 'PATCH', 'PUT'].includes(method) || !isGraph(host) || !isOpaque(sent) || translated) return [];
  return responses.flatMap(({ json, status = 200 }) => {
    if (json?.json?.kind !== 'json' || status >= 300) return [];
    const id = memberOf(json.json.node, 'id');
    if (id?.kind !== 'scalar' || typeof id.value !== 'string' || !isId(id.value) || isSame(sent, id.value)) return [];
    return [finding('id-contradicts-request', `the url names ${sent}, and the response is ${id.value}`, id.span)];
  });
}

/** What only a service makes: a GUID, or letters and digits that are no name. */
function isOpaque(id: string): boolean {
  return (
    wholeGuid.test(id) || (/^[\w!+/-]{8,}={0,2}$/.test(id) && /\d/.test(id) && !/^[A-Za-z]+[_-]?\d{1,3}$/.test(id))
  );
}

const isId = (id: string) => isOpaque(id) || /^\d{4,}$/.test(id);

/** Ids that hold each other, or begin alike and go on otherwise, are two forms of one: they name its version or its place, too. */
function isSame(sent: string, returned: string): boolean {
  const [one, other] = [sent.toLowerCase(), returned.toLowerCase()];
  if (one === other) return true;
  if (wholeGuid.test(one) && wholeGuid.test(other)) return false;
  if (isMisspelled(one, other)) return false;
  return one.includes(other) || other.includes(one) || one.slice(0, 4) === other.slice(0, 4);
}

/** A letter or two are others, too many or too few. */
function isMisspelled(one: string, other: string): boolean {
  return misspellingOf(one, [other]) !== undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function memberOf(node: YamlNode, key: string): YamlNode | undefined {
  return node.kind === 'mapping' ? node.entries.find((entry) => entry.key === key)?.value : undefined;
}

function finding(code: string, message: string, span: Span): PageFinding {
  return { kind: 'id', level: 'error', code, message, evidence: 'response', span };
}
