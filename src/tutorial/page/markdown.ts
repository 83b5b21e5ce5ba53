import type { Span } from '../../diagnostics/source.ts';
import { type Fragment, type FragmentLine, fragmentOf, partOf, trimmed } from './fragment.ts';
import { type Line, linesOf, type Opening, prefixOf, withoutIndent, withoutQuotes } from './markdown-line.ts';

/** A block of a page, in document order; blocks within lists and quotes count like others. */
export type Block =
  | { readonly kind: 'heading'; readonly depth: number; readonly text: Fragment; readonly span: Span }
  | { readonly kind: 'code'; readonly info: string; readonly code: Fragment; readonly span: Span }
  | { readonly kind: 'comment'; readonly text: Fragment; readonly span: Span }
  | { readonly kind: 'prose'; readonly text: Fragment; readonly item: boolean; readonly quoted: boolean }
  | { readonly kind: 'rule'; readonly span: Span }
  /** A code block or comment that is opened and not closed. */
  | { readonly kind: 'unclosed'; readonly what: 'code block' | 'comment'; readonly span: Span };

/**
 * Reads Markdown into blocks, in one pass over its lines and in linear time. It is more tolerant than CommonMark: code
 * in a list may have any indentation, and a code block without an end ends where the next one begins.
 */
export function readMarkdown(text: string, from = 0): readonly Block[] {
  const scanner = new Scanner(text);
  for (const line of linesOf(text, from)) scanner.line(line);
  return scanner.end();
}

type OpenCode = { readonly opening: Opening; readonly start: number; readonly lines: FragmentLine[]; end: number };
type OpenProse = { readonly lines: FragmentLine[]; readonly quotes: number; readonly item: boolean };

const indentedRequest = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE) +\S|^HTTP\/\d/;

class Scanner {
  readonly #text: string;
  readonly #blocks: Block[] = [];
  #code: OpenCode | undefined;
  #prose: OpenProse | undefined;
  #resumeAt = 0;
  #afterBlank = true;
  #noCommentEnds = false;

  constructor(text: string) {
    this.#text = text;
  }

  line(line: Line): void {
    if (this.#resumeAt >= line.end && this.#resumeAt > line.start) return;
    const start = Math.max(line.start, this.#resumeAt);
    if (this.#code !== undefined && this.#codeLine(this.#code, line)) return;
    this.#openLine({ start, text: this.#text.slice(start, line.end) });
  }

  end(): readonly Block[] {
    this.#endProse();
    if (this.#code !== undefined) this.#endCode(this.#code, this.#code.opening.fence !== '');
    return this.#blocks;
  }

  /** Whether the line belongs to the open code block (or closes it). */
  #codeLine(code: OpenCode, { start, end }: Line): boolean {
    const { fence, indent, quotes } = code.opening;
    const inner = withoutQuotes({ text: this.#text.slice(start, end), start }, quotes);
    if (inner === undefined) {
      this.#endCode(code, false);
      return false;
    }
    const bare = inner.text.trim();
    if (fence === '') {
      if (bare !== '' && !/^(?: {4}|\t)/.test(inner.text)) {
        this.#endCode(code, false);
        return false;
      }
    } else if (bare.startsWith(fence)) {
      const rest = bare.slice(fence.length);
      const closes = [...new Set(rest)].every((character) => character === fence[0]);
      if (closes) {
        code.end = end;
        this.#endCode(code, false);
        return true;
      }
      // A fence with a language opens a block, even if the one before it was not closed.
      if (/^[ \t]*[a-z][a-z-]*$/i.test(rest)) {
        this.#endCode(code, true);
        return false;
      }
    }
    code.lines.push(withoutIndent(inner, indent));
    code.end = end;
    return true;
  }

  #endCode({ opening, start, lines, end }: OpenCode, unclosed: boolean): void {
    this.#code = undefined;
    const span = { start, end };
    if (unclosed) this.#blocks.push({ kind: 'unclosed', what: 'code block', span: { start, end: opening.end } });
    const code = lines.length === 0 ? [{ text: '', start: opening.end }] : lines;
    this.#blocks.push({ kind: 'code', info: opening.info, code: fragmentOf(code), span });
  }

  #openLine(line: FragmentLine): void {
    const { rest, quotes, item, opening } = prefixOf(line);
    const bare = rest.text.trim();
    const afterBlank = this.#afterBlank;
    this.#afterBlank = bare === '';
    if (opening !== undefined) {
      this.#endProse();
      const start = rest.start + rest.text.search(/\S/);
      this.#code = { opening, start, lines: [], end: opening.end };
    } else if (bare === '') this.#endProse();
    else if (this.#comment(rest)) return;
    else if (this.#underline(bare, rest) || this.#rule(bare, rest) || this.#heading(rest)) return;
    else if (afterBlank && /^(?: {4}|\t)/.test(line.text) && indentedRequest.test(bare)) this.#indentedCode(line);
    else this.#paragraph(rest, quotes, item);
  }

  #indentedCode(line: FragmentLine): void {
    this.#endProse();
    const end = line.start + line.text.length;
    const indent = line.text.replace(/\t/g, '    ').search(/\S/);
    const opening = { fence: '', info: '', indent, quotes: 0, end };
    this.#code = { opening, start: line.start, lines: [withoutIndent(line, indent)], end };
  }

  #paragraph(rest: FragmentLine, quotes: number, item: boolean): void {
    const open = this.#prose;
    const row = rest.text.startsWith('|');
    if (open === undefined || item || row || open.quotes !== quotes) {
      this.#endProse();
      this.#prose = { lines: [rest], quotes, item };
    } else open.lines.push(rest);
  }

  /** A comment anywhere in the line; the text before it is prose, and the text after it is a separate line. */
  #comment(rest: FragmentLine): boolean {
    const at = rest.text.indexOf('<!--');
    if (at === -1 || (at > 0 && (this.#noCommentEnds || inCode(rest.text, at)))) return false;
    const start = rest.start + at;
    const close = this.#noCommentEnds ? -1 : this.#text.indexOf('-->', start + 4);
    if (close === -1) {
      this.#noCommentEnds = true;
      if (at > 0) return false;
      this.#endProse();
      this.#blocks.push({ kind: 'unclosed', what: 'comment', span: { start, end: start + 4 } });
      this.#resumeAt = this.#text.length + 1;
      return true;
    }
    if (rest.text.slice(0, at).trim() !== '')
      this.#paragraph({ text: rest.text.slice(0, at), start: rest.start }, 0, false);
    this.#endProse();
    const text = partOf({ text: this.#text, sourceAt: (offset) => offset }, start + 4, close);
    this.#blocks.push({ kind: 'comment', text: trimmed(text), span: { start, end: close + 3 } });
    this.#resumeAt = close + 3;
    this.#afterBlank = true;
    const lineEnd = rest.start + rest.text.length;
    if (this.#resumeAt < lineEnd)
      this.#openLine({ text: this.#text.slice(this.#resumeAt, lineEnd), start: this.#resumeAt });
    return true;
  }

  /** `=====` below a line of text makes a heading of it; so do dashes, of which three alone end tabs instead. */
  #underline(bare: string, rest: FragmentLine): boolean {
    const only = this.#prose?.lines.length === 1 ? this.#prose.lines[0] : undefined;
    if (only === undefined || !/^(?:=+|-{4,})$/.test(bare) || only.text.startsWith('[!')) return false;
    this.#prose = undefined;
    const span = { start: only.start, end: rest.start + rest.text.length };
    this.#blocks.push({
      kind: 'heading',
      depth: bare.startsWith('=') ? 1 : 2,
      text: trimmed(fragmentOf([only])),
      span,
    });
    return true;
  }

  #rule(bare: string, rest: FragmentLine): boolean {
    if (!/^(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(bare)) return false;
    this.#endProse();
    this.#blocks.push({ kind: 'rule', span: { start: rest.start, end: rest.start + rest.text.length } });
    return true;
  }

  #heading(rest: FragmentLine): boolean {
    const marks = /^[ \t]*(#{1,6})(?=[ \t]|$)/.exec(rest.text);
    const depth = marks?.[1]?.length;
    if (marks === null || depth === undefined) return false;
    this.#endProse();
    const line = fragmentOf([rest]);
    const end = withoutClosingMarks(rest.text);
    const span = { start: rest.start, end: rest.start + rest.text.trimEnd().length };
    this.#blocks.push({
      kind: 'heading',
      depth,
      text: trimmed(partOf(line, marks[0].length, Math.max(end, marks[0].length))),
      span,
    });
    return true;
  }

  #endProse(): void {
    const open = this.#prose;
    this.#prose = undefined;
    if (open === undefined) return;
    const text = trimmed(fragmentOf(open.lines));
    this.#blocks.push({ kind: 'prose', text, item: open.item, quoted: open.quotes > 0 });
  }
}

/** The end of a heading's text: `## Text ##` may close itself. */
function withoutClosingMarks(text: string): number {
  const end = text.trimEnd().length;
  let at = end;
  while (text[at - 1] === '#') at--;
  return at < end && /[ \t]/.test(text[at - 1] ?? '') ? at : end;
}

/** Whether an odd number of backticks is before it: then it is code. */
function inCode(text: string, at: number): boolean {
  return (text.slice(0, at).split('`').length - 1) % 2 === 1;
}
