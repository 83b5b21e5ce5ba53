import type { RequestDraft, ResponseDraft } from './draft.ts';
import type { Fragment } from './fragment.ts';
import type { Header } from './http/message-head.ts';
import type { PageAnnotation } from './page-annotation.ts';
import { isHttpLanguage } from './words/fence-languages.ts';

/** A response as a block shows it. */
export type ShownResponse = {
  readonly status?: number;
  readonly statusSpan?: ResponseDraft['span'];
  readonly headers: readonly Header[];
  readonly body?: Fragment;
  readonly span: ResponseDraft['span'];
  /** A status line or an annotation says that it is a response. */
  readonly sure: boolean;
};

export type ResponseContext = {
  readonly annotation: PageAnnotation | undefined;
  /** It is below a heading such as "Response". */
  readonly announced: boolean;
  readonly language: string;
};

const shortenedWords =
  /shortened|truncated|abbreviated|for (?:readability|brevity)|encurtad|abreviad|resumid|raccourci|gekürzt|缩短|縮短|截断|简洁/i;

/** Decides which response, body and sentence belong to which request, while the blocks of a page go by. */
export class Pairing {
  readonly #requests: RequestDraft[] = [];
  /** The request that responses and sentences belong to; none after a new step has begun. */
  #open: RequestDraft | undefined;
  /** The message whose body may follow in a block of its own. */
  #bodyless: RequestDraft | ResponseDraft | undefined;
  #shortened: 'no' | 'next' | 'page' = 'no';

  get isOpen(): boolean {
    return this.#open !== undefined;
  }

  beginStep(): void {
    this.#open = undefined;
  }

  /** A heading or a sentence separates a message from the block below it. */
  interrupt(): void {
    this.#bodyless = undefined;
  }

  /** Statements before the first request apply to the whole page. */
  say(paragraph: Fragment): void {
    this.interrupt();
    if (shortenedWords.test(paragraph.text)) this.#shorten(this.#requests.length === 0 ? 'page' : 'next');
    if (this.#open?.responses.length === 0) this.#open.after.push(paragraph);
  }

  request(draft: RequestDraft): void {
    this.#requests.push(draft);
    this.#open = draft;
    this.#shorten('no');
    this.#bodyless = draft.body === undefined && announcesBody(draft.method, draft.headers) ? draft : undefined;
  }

  /** JSON directly below a message that announces a body is that body. */
  takeBody(body: Fragment): boolean {
    if (this.#bodyless === undefined) return false;
    this.#bodyless.body = body;
    this.#bodyless = undefined;
    return true;
  }

  /** Whether the response has found its request: by name, otherwise the one before it. */
  respond(shown: ShownResponse, { annotation, announced, language }: ResponseContext): boolean {
    const annotated = annotation?.block === 'response';
    const named = annotation?.name === undefined ? undefined : this.#named(annotation.name);
    const request = named ?? this.#open ?? (shown.sure || annotated ? this.#requests.at(-1) : undefined);
    if (request === undefined) return false;
    // JSON below an answered request is an illustration, unless the page says that it is a response.
    const reported = shown.sure || annotated || announced || isHttpLanguage(language);
    if (!reported && request.responses.length > 0) return false;
    const response: ResponseDraft = {
      status: shown.status,
      ...(shown.statusSpan && { statusSpan: shown.statusSpan }),
      headers: shown.headers,
      body: shown.body,
      shortened: this.#shortened !== 'no' || annotation?.truncated === true,
      collection: annotation?.collection === true,
      pairedBy: annotated ? 'annotation' : announced ? 'heading' : 'order',
      span: shown.span,
    };
    request.responses.push(response);
    this.#shorten('no');
    this.#bodyless = shown.body === undefined && announcesBody('POST', shown.headers) ? response : undefined;
    return true;
  }

  #named(name: string): RequestDraft | undefined {
    return this.#requests.findLast((request) => request.name === name);
  }

  #shorten(how: 'no' | 'next' | 'page'): void {
    if (this.#shortened !== 'page') this.#shortened = how;
  }
}

function announcesBody(method: string, headers: readonly Header[]): boolean {
  const json = headers.some(({ name, value }) => name.toLowerCase() === 'content-type' && /json/i.test(value));
  return json && ['POST', 'PUT', 'PATCH'].includes(method);
}
