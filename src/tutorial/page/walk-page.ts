import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Source, Span } from '../../diagnostics/source.ts';
import type { DraftItem, RequestDraft } from './draft.ts';
import { type Fragment, partOf, spanIn } from './fragment.ts';
import { findHidden } from './hidden-characters.ts';
import { readHead, startsWithHeader } from './http/message-head.ts';
import { beginsWithRequest, type HttpBlock, readHttpBlocks } from './http-block.ts';
import { InstructionReader } from './instructions.ts';
import type { Block } from './markdown.ts';
import type { Heading } from './page.ts';
import { type PageAnnotation, readAnnotation } from './page-annotation.ts';
import { Pairing, type ShownResponse } from './pairing.ts';
import { isHttpLanguage, languageOf, mayShowHttp } from './words/fence-languages.ts';
import { type HeadingWord, wordOfHeading } from './words/heading-words.ts';
import { plainText } from './words/plain-text.ts';

export type Walk = {
  readonly headings: readonly Heading[];
  readonly items: readonly DraftItem[];
  /** What is below a heading such as "Prerequisites". */
  readonly prerequisites: readonly Fragment[];
  readonly prose: readonly Fragment[];
  readonly problems: readonly Problem[];
};

/** Goes through a page's blocks in order, and decides which sentence, annotation and response belong to which request. */
export function walkPage(source: Source, blocks: readonly Block[]): Walk {
  const walk = new PageWalk(source);
  for (const block of blocks) walk.block(block);
  return walk.end();
}

class PageWalk {
  readonly #source: Source;
  readonly #headings: Heading[] = [];
  readonly #items: DraftItem[] = [];
  readonly #pairing = new Pairing();
  readonly #prerequisites: Fragment[] = [];
  readonly #prose: Fragment[] = [];
  readonly #problems: Problem[] = [];
  readonly #instructions = new InstructionReader();
  #title = '';
  #step: { readonly text: string; readonly span: Span } | undefined;
  #section: HeadingWord['kind'] = 'other';
  #inPrerequisites = 0;
  #tab: string | undefined;
  #annotation: { readonly value: PageAnnotation; readonly span: Span } | undefined;
  /** Sentences since the last code block or step. */
  #said: Fragment[] = [];

  constructor(source: Source) {
    this.#source = source;
  }

  block(block: Block): void {
    switch (block.kind) {
      case 'heading':
        this.#heading(block.text, block.depth, block.span);
        break;
      case 'rule':
        this.#tab = undefined;
        break;
      case 'comment':
        this.#comment(block.text, block.span);
        break;
      case 'prose':
        this.#sentence(block.text, block.item);
        break;
      case 'unclosed':
        this.#unclosed(block.what, block.span);
        break;
      case 'code':
        this.#code(block.info, block.code, block.span);
        break;
      default:
        block satisfies never;
    }
  }

  end(): Walk {
    this.#dropAnnotation();
    return {
      headings: this.#headings,
      items: this.#items,
      prerequisites: this.#prerequisites,
      prose: this.#prose,
      problems: this.#problems,
    };
  }

  #heading(raw: Fragment, depth: number, span: Span): void {
    // Translations put an anchor before each heading.
    const bare = raw.text.replace(/^<a [^<>]*><\/a>\s*/, '');
    const tab = /^\[[^[\]]*\]\(#tab\/([\w.-]+)(?:\/[\w.,-]+)?\)$/.exec(bare)?.[1];
    if (tab !== undefined) {
      this.#tab = tab.toLowerCase();
      return;
    }
    this.#tab = undefined;
    const text = plainText(raw.text);
    this.#headings.push({ depth, text, span });
    const word = wordOfHeading(text);
    this.#section = word.kind;
    this.#pairing.interrupt();
    if (depth === 1 && this.#title === '') this.#title = text;
    if (word.kind === 'prerequisites') this.#inPrerequisites = depth;
    else if (this.#inPrerequisites > 0 && depth <= this.#inPrerequisites) this.#inPrerequisites = 0;
    if (word.step === undefined) return;
    this.#dropAnnotation();
    if (word.kind === 'response') return;
    this.#step = { text: word.step, span };
    this.#said = [];
    this.#pairing.beginStep();
  }

  #comment(text: Fragment, span: Span): void {
    const value = readAnnotation(text.text);
    if (value === undefined) return;
    if (value === 'unreadable') {
      this.#problem('page-annotation', 'the annotation cannot be read', span, 'Make it one JSON object.');
      return;
    }
    if (value.block === 'other') return;
    this.#dropAnnotation();
    this.#annotation = { value, span };
  }

  #sentence(paragraph: Fragment, item: boolean): void {
    const mark = /^\[!\w{2,20}\]\s*|^\[!.*|^:::.*/.exec(paragraph.text)?.[0] ?? '';
    const raw = partOf(paragraph, mark.length);
    if (raw.text === '' || this.#inOtherTab()) return;
    this.#prose.push(raw);
    this.#pairing.say(raw);
    if (this.#inPrerequisites > 0) {
      this.#prerequisites.push(raw);
      return;
    }
    this.#said.push(raw);
    const step = this.#step?.text ?? this.#title;
    const found = this.#instructions.read(raw, item, step);
    this.#items.push(...found.map((instruction) => ({ kind: 'instruction' as const, instruction })));
  }

  #code(info: string, code: Fragment, span: Span): void {
    const language = languageOf(info);
    const annotation = this.#annotation?.value;
    this.#annotation = undefined;
    if (this.#inOtherTab()) {
      this.#skipTab(language, readHttpBlocks(code), span);
      return;
    }
    const isAnnounced = annotation?.block === 'request' || annotation?.block === 'response';
    if (mayShowHttp(language) || isAnnounced || beginsWithRequest(code.text)) {
      this.#hidden(code);
      for (const block of readHttpBlocks(code)) this.#message(block, { language, annotation });
    }
    this.#instructions.endList();
    this.#said = [];
  }

  #inOtherTab(): boolean {
    return this.#tab !== undefined && this.#tab !== 'http';
  }

  /** A request in another tab repeats it in another language; an HTTP request there would be lost silently. */
  #skipTab(language: string, blocks: readonly HttpBlock[], span: Span): void {
    if (!isHttpLanguage(language) || !blocks.some(({ kind }) => kind === 'request')) return;
    const message = `a request is in the tab \`${this.#tab}\`, and only the tab \`http\` is read`;
    this.#problem('page-unused', message, span, 'Name the tab `http`, or show the request outside of tabs.');
  }

  #message(block: HttpBlock, context: CodeContext): void {
    if (block.kind === 'request' || block.kind === 'response') {
      for (const { code, message, span, fix } of block.faults) this.#problem(code, message, span, fix);
    }
    switch (block.kind) {
      case 'request':
        this.#request(block, context.annotation);
        break;
      case 'response':
        this.#response({ ...block, sure: true }, context);
        break;
      case 'json':
        if (context.annotation?.block === 'response' || !this.#pairing.takeBody(block.body)) {
          this.#response({ headers: [], ...block, sure: false }, context);
        }
        break;
      case 'other':
        this.#other(block, context);
        break;
      default:
        block satisfies never;
    }
  }

  #request(block: HttpBlock & { readonly kind: 'request' }, annotation: PageAnnotation | undefined): void {
    const step = this.#step;
    const draft: RequestDraft = {
      ...(annotation?.name !== undefined && { name: annotation.name }),
      step: step?.text ?? this.#title,
      ...(step && { headingSpan: step.span }),
      ...(this.#tab !== undefined && { tab: this.#tab }),
      ignored: annotation?.block === 'ignored',
      sampleKeys: annotation?.keys ?? [],
      method: block.method,
      target: block.target,
      headers: block.headers,
      body: block.body,
      span: block.span,
      before: this.#said,
      after: [],
      responses: [],
    };
    this.#items.push({ kind: 'request', draft });
    this.#pairing.request(draft);
    this.#said = [];
  }

  #response(shown: ShownResponse, { annotation, language }: CodeContext): void {
    const announced = this.#section === 'response';
    if (this.#pairing.respond(shown, { annotation, announced, language })) return;
    if (annotation?.block === 'ignored') return;
    const what = shown.sure ? 'a response comes before any request' : 'a block of JSON belongs to no request';
    this.#unused(what, shown.span);
  }

  #other(block: HttpBlock & { readonly kind: 'other' }, context: CodeContext): void {
    const { annotation, language } = context;
    const expected = annotation?.block === 'response' || (this.#section === 'response' && this.#pairing.isOpen);
    if (annotation?.block === 'request') {
      const fix = 'Begin the block with the method and the url, as in `GET /v1.0/me`.';
      this.#problem('page-request', 'the annotation announces a request that cannot be read', block.span, fix);
    } else if (expected && block.text.text !== '') {
      const head = startsWithHeader(block.text.text) ? readHead(block.text, 0) : { headers: [], body: block.text };
      this.#response({ ...head, span: block.span, sure: true }, context);
    } else if (isHttpLanguage(language) && block.text.text !== '' && annotation?.block !== 'ignored') {
      this.#unused('a block of HTTP is neither a request nor a response', block.span);
    }
  }

  #hidden(code: Fragment): void {
    const found = findHidden(code.text);
    if (found === undefined) return;
    const span = spanIn(partOf(code, found.offset, found.offset + 1));
    const message = `the block holds the hidden character ${found.name}`;
    this.#problem('page-hidden-character', message, span, 'Remove it from the page: it would be sent.');
  }

  #dropAnnotation(): void {
    const left = this.#annotation;
    this.#annotation = undefined;
    if (left === undefined || left.value.block === 'ignored') return;
    const message = `the annotation announces a ${left.value.block} that does not follow`;
    this.#problem('page-annotation', message, left.span, 'Put it right above its code block, or remove it.');
  }

  #unclosed(what: string, span: Span): void {
    this.#problem('page-unclosed', `a ${what} is opened here and never closed`, span, 'Close it.');
  }

  #unused(message: string, span: Span): void {
    this.#problem('page-unused', message, span, 'Nothing, if it only illustrates; otherwise annotate it on the page.');
  }

  #problem(code: ProblemCode, message: string, span: Span, fix: string): void {
    this.#problems.push({ code, message, at: placeAt(this.#source, span), fix });
  }
}

type CodeContext = { readonly language: string; readonly annotation: PageAnnotation | undefined };
