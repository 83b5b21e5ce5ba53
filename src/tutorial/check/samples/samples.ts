import type { Source } from '../../../diagnostics/source.ts';
import type { GraphVersion } from '../../../metadata/metadata.ts';
import { type Fragment, partOf, spanIn, trimmed } from '../../page/fragment.ts';
import { readFrontMatter } from '../../page/front-matter.ts';
import { type Block, readMarkdown } from '../../page/markdown.ts';
import { type PageAnnotation, readAnnotation } from '../../page/page-annotation.ts';
import { documentedVersion } from '../../page/read-url.ts';
import { languageOf } from '../../page/words/fence-languages.ts';
import { plainText } from '../../page/words/plain-text.ts';
import { readSampleJson, type SampleJson } from './json-nodes.ts';
import { readSampleMessages, type SampleMessage } from './sample-message.ts';

export type SampleBody = {
  readonly fragment: Fragment;
  readonly json?: SampleJson;
  readonly shortened: boolean;
  /** It shows the form of a resource, and is not a message. */
  readonly outline?: true;
};
export type SampleRequest = Extract<SampleMessage, { kind: 'request' }> & {
  readonly json?: SampleBody;
  readonly name?: string;
  readonly responses: SampleResponse[];
};
export type SampleResponse = Extract<SampleMessage, { kind: 'response' }> & {
  readonly json?: SampleBody;
  /** Its annotation declares a collection. */
  readonly collection?: true;
  /** The type that its annotation names. */
  readonly type?: string;
};

export type TableRow = {
  readonly name: string;
  readonly type: string;
  /** The possible values in its description. */
  readonly members: readonly string[];
};

/** A page as the checks see it. */
export type SamplePage = {
  readonly source: Source;
  /** `GET /users/{id}`: a documented call, without values. */
  readonly signatures: readonly SampleRequest[];
  /** Those among them under the heading of the request. */
  readonly documented: readonly SampleRequest[];
  readonly requests: readonly SampleRequest[];
  /** Responses without a request, and bodies without a message. */
  readonly loose: readonly SampleResponse[];
  readonly bodies: readonly SampleBody[];
  /** Statuses that the page's section on its response names. */
  readonly statuses: readonly number[];
  /** The section on the response declares a collection. */
  readonly collection: boolean;
  /** Its first heading in lower case; translated pages keep the heading of the original. */
  readonly title: string;
  /** It declares one object. */
  readonly single: boolean;
  /** Rows of the table of permissions: the words of each cell. */
  readonly permissions: readonly { readonly scheme: string; readonly names: Fragment }[];
  /** The rows of the page's tables of properties. */
  readonly properties: readonly TableRow[];
  /** Tables of a translated page: a name may be translated, and is ignored unless a sample has it. */
  readonly translatedRows: readonly TableRow[];
  readonly prose: string;
  readonly version?: GraphVersion;
  /** The date on the page: milliseconds since 1970. */
  readonly day?: number;
};

/** Fences of programming languages do not contain messages. */
const programs =
  /^(?:c|cpp|csharp|cs|c-sharp|javascript|js|jsx|typescript|ts|tsx|java|kotlin|swift|objc|objective-c|go|python|py|php|ruby|powershell|ps1|azurepowershell|azurepowershell-interactive|azurecli|bash|sh|shell|cmd|console|xml|html|css|yaml|yml|sql|kusto|graphql|diff|mermaid)$/;
/** A status, and no `200-series`, which is any of them. */
const statusCode = /(?<!s[eé]rie )\b([1-5]\d\d)\b(?!(?:-| )?(?:s[eé]ries?\b|сери|系列))/gi;
const shortenedWords = /shortened|truncated|abbreviated|for (?:readability|brevity|clarity)/i;

export function readSamples(source: Source): SamplePage {
  const front = readFrontMatter(source.text);
  const reader = new SampleReader(source);
  for (const block of readMarkdown(source.text, front.end)) reader.block(block);
  return reader.end(source.text.slice(0, front.end));
}

class SampleReader {
  readonly #source: Source;
  readonly #signatures: SampleRequest[] = [];
  readonly #requests: SampleRequest[] = [];
  readonly #loose: SampleResponse[] = [];
  readonly #bodies: SampleBody[] = [];
  readonly #statuses = new Set<number>();
  readonly #permissions: { scheme: string; names: Fragment }[] = [];
  readonly #properties: TableRow[] = [];
  readonly #translatedRows: TableRow[] = [];
  readonly #prose: string[] = [];
  #section = '';
  #translated = false;
  #collection = false;
  #single = false;
  #title: string | undefined;
  #tab: string | undefined;
  #annotation: PageAnnotation | undefined;
  #shortened = false;
  /** The last request is an address without a method. */
  #elsewhere = false;
  /** Text under the heading of the request, not a list in passing. */
  readonly #documented: SampleRequest[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  block(block: Block): void {
    if (block.kind === 'heading') this.#heading(block.text.text);
    else if (block.kind === 'rule') this.#tab = undefined;
    else if (block.kind === 'comment') {
      const read = readAnnotation(block.text.text);
      if (read !== undefined && read !== 'unreadable') this.#annotation = read;
    } else if (block.kind === 'prose') this.#said(block.text);
    else if (block.kind === 'code') this.#code(languageOf(block.info), block.code);
  }

  end(front: string): SamplePage {
    const version = this.#version();
    const day = Date.parse(/^ms\.date:[ \t]*["']?([\d/-]+)/m.exec(front)?.[1] ?? '');
    return {
      source: this.#source,
      signatures: this.#signatures,
      documented: this.#documented,
      requests: this.#requests,
      loose: this.#loose,
      bodies: this.#bodies,
      statuses: [...this.#statuses],
      collection: this.#collection,
      title: this.#title ?? '',
      single: this.#single && !this.#collection,
      permissions: this.#permissions,
      properties: this.#properties,
      translatedRows: this.#translatedRows,
      prose: this.#prose.join('\n'),
      ...(version !== undefined && { version }),
      ...(!Number.isNaN(day) && { day }),
    };
  }

  #heading(text: string): void {
    // A translated page keeps the heading of the original as an anchor.
    const [whole = '', anchor] = /^[ \t]*<a name="([^"<>]*)"><\/a>[ \t]*/.exec(text) ?? [];
    const shown = text.slice(whole.length);
    const tab = /^\[[^[\]]*\]\(#tab\/([\w.-]+)/.exec(shown)?.[1];
    this.#tab = tab?.toLowerCase();
    this.#translated ||= anchor !== undefined;
    this.#title ??= (anchor?.replaceAll('-', ' ') ?? plainText(shown)).toLowerCase();
    if (tab === undefined) this.#section = anchor?.replaceAll('-', ' ') ?? plainText(shown).toLowerCase();
  }

  #said(fragment: Fragment): void {
    this.#annotation = undefined;
    const { text } = fragment;
    this.#prose.push(text);
    if (shortenedWords.test(text)) this.#shortened = true;
    // The section that states the response, not the one that shows an example.
    if (/^(?:response|responses|return value)s?$/.test(this.#section) && this.#requests.length === 0) {
      if (/\b(?:a|the) (?:collection|list) of\b|\bcollection in the response body/i.test(text)) this.#collection = true;
      if (
        /\b(?:an?|the)(?: new| newly created| updated| requested)? \[[^\]]{0,200}\]\([^)]{0,200}\) object\b/i.test(text)
      )
        this.#single = true;
      for (const found of text.matchAll(statusCode)) this.#statuses.add(Number(found[1]));
    }
    if (!text.startsWith('|')) return;
    const [, first = '', second = '', ...rest] = text.split('|').map((cell) => cell.trim());
    if (/^permission|prerequisite/.test(this.#section) || /^(?:Delegated \(|Application$)/.test(first)) {
      const at = text.indexOf('|', 1);
      this.#permissions.push({
        scheme: first,
        names: { text: text.slice(at), sourceAt: (offset) => fragment.sourceAt(at + offset) },
      });
    } else if (/request body|propert|parameter/.test(this.#section)) {
      const name = plainText(first);
      if (!/^[A-Za-z]\w*$/.test(name)) return;
      const row = { name, type: plainText(second), members: membersIn(rest.join('|')) };
      (this.#translated ? this.#translatedRows : this.#properties).push(row);
    }
  }

  #code(language: string, code: Fragment): void {
    const annotation = this.#annotation;
    this.#annotation = undefined;
    if (this.#tab !== undefined && this.#tab !== 'http') return;
    if (programs.test(language) && annotation?.block !== 'request' && annotation?.block !== 'response') return;
    const messages = readSampleMessages(code);
    // An address alone is a request, too: the next response does not belong to the one before it.
    if (messages.some(({ kind }) => kind === 'request')) this.#elsewhere = false;
    else if (/^\s*https?:\/\/\S/i.test(code.text)) this.#elsewhere = true;
    const requests = messages.filter(({ kind }) => kind === 'request').length;
    const isSyntax = /^http request|syntax/.test(this.#section);
    const signature =
      annotation?.block !== 'request' &&
      requests === messages.length &&
      (requests > 1 || annotation?.block === 'ignored' || isSyntax);
    for (const message of messages) this.#message(message, { annotation, signature, isSyntax, language });
    this.#shortened = false;
  }

  #message(message: SampleMessage, { annotation, signature, isSyntax, language }: CodeContext): void {
    const shortened = this.#shortened || annotation?.truncated === true;
    const open = this.#requests.at(-1);
    if (message.kind === 'part') {
      if (/^(?:json[c5]?|http|https|)$/.test(language)) this.#bodies.push(partOfBody(message.body));
    } else if (message.kind === 'json') {
      const outline = annotation?.block === 'resource' && ({ outline: true } as const);
      const body = { ...bodyOf(message.body, shortened), ...outline };
      if (annotation?.block !== 'response' && !/^(?:json[c5]?|http|https|rest|)$/.test(language)) return;
      this.#bodies.push(body);
      const line = spanIn(message.body, 0, 1);
      if (annotation?.block !== 'response' || open === undefined) return;
      open.responses.push({ kind: 'response', headers: [], defects: [], reason: '', line, span: line, json: body });
    } else if (message.kind === 'request') {
      const json = message.body && bodyOf(message.body, shortened);
      const name = annotation?.name;
      const request = { ...message, ...(json && { json }), ...(name !== undefined && { name }), responses: [] };
      const bare = signature && message.body === undefined && !/^https?:/i.test(message.target.text);
      (bare ? this.#signatures : this.#requests).push(request);
      if (bare && isSyntax) this.#documented.push(request);
      if (json !== undefined) this.#bodies.push(json, ...partsIn(json.fragment));
    } else {
      const json = message.body && bodyOf(message.body, shortened);
      const collection = annotation?.collection === true && ({ collection: true } as const);
      const type = annotation?.type !== undefined && { type: annotation.type };
      const response = { ...message, ...(json && { json }), ...collection, ...type };
      const named = this.#requests.findLast(({ name }) => name !== undefined && name === annotation?.name);
      const request = named ?? (this.#elsewhere ? undefined : open);
      if (request === undefined) this.#loose.push(response);
      else request.responses.push(response);
      if (json !== undefined) this.#bodies.push(json);
    }
  }

  /** From the folder of a reference, the disclaimer of beta pages, or the signatures of a stable one. */
  #version(): GraphVersion | undefined {
    const stated = documentedVersion(this.#source);
    if (stated !== undefined) return stated;
    const named = this.#documented.map(({ target }) => /^\/?(v1\.0|beta)\//.exec(target.text)?.[1]);
    const [first] = named.filter((one) => one !== undefined);
    if (first === 'v1.0' || first === 'beta') return first;
    return this.#documented.length > 0 ? 'v1.0' : undefined;
  }
}

/** `The possible values are: `a`, `b`.` Only where the list is whole and each value is marked as code. */
function membersIn(description: string): readonly string[] {
  const list =
    /possible values(?: are)?[ \t]*:?[ \t]*((?:(?:,|\bor\b|\band\b|[ \t])*`[\w-]+`)+)[ \t]*\.?[ \t]*(.*)/i.exec(
      description,
    );
  if (list === null || /such as|for example|e\.g\./i.test(description)) return [];
  return [...(list[1] ?? '').matchAll(/`([\w-]+)`/g)].map(([, member = '']) => member);
}

type CodeContext = {
  readonly annotation: PageAnnotation | undefined;
  readonly signature: boolean;
  readonly isSyntax: boolean;
  readonly language: string;
};

/** Parsed as if in braces. Omitted text may follow: a comma and brackets at its end are ignored. */
function partOfBody(fragment: Fragment): SampleBody {
  const text = `{${fragment.text.replace(/[,\s]+$/, '')}}`;
  const within = { text, sourceAt: (offset: number) => fragment.sourceAt(Math.max(0, offset - 1)) };
  const json = readSampleJson(within);
  const isCut = json.kind === 'none' || json.repairs.some(({ what }) => what.endsWith('-bracket'));
  return { fragment: within, ...(!isCut && { json }), shortened: true };
}

/** The JSON that a multipart body carries. */
function partsIn(fragment: Fragment): readonly SampleBody[] {
  const { text } = fragment;
  const boundary = /^--([^\s-].{0,200}?)[ \t]*\n/.exec(text)?.[1];
  if (boundary === undefined) return [];
  const marks = [...text.matchAll(/^--(.{1,204}?)[ \t]*$/gm)].filter(
    ([, name = '']) => name.replace(/--$/, '') === boundary,
  );
  return marks.flatMap(({ 0: mark, index }, at) => {
    const [head = ''] = /^(?:[ \t]*\n|[\w-]+[ \t]*:.*\n)*/.exec(text.slice(index + mark.length)) ?? [];
    const from = index + mark.length + head.length;
    const body = bodyOf(trimmed(partOf(fragment, from, marks[at + 1]?.index ?? text.length)), true);
    return body.json === undefined ? [] : [body];
  });
}

function bodyOf(fragment: Fragment, shortened: boolean): SampleBody {
  const json = /^(?:\{|\[\s*(?:[{["\d\]-]|true|false|null|\.{3}))/.test(fragment.text)
    ? readSampleJson(fragment)
    : undefined;
  return { fragment, ...(json && { json }), shortened };
}
