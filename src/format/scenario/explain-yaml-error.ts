import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Span } from '../../diagnostics/source.ts';

/** What the YAML parser reports: offsets into the text, and a message for people who know YAML's grammar. */
export type YamlError = { readonly code: string; readonly message: string; readonly pos: readonly [number, number] };

export type YamlFault = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly span: Span;
  readonly fix: string;
};

export type YamlErrorContext = {
  readonly text: string;
  readonly deepest: number;
  /** The quote or bracket that is still open at an offset. */
  readonly openAt: (offset: number) => number | undefined;
};

/** After these the parser is in step with the writer again; after any other error it only guesses. */
const isolated: ReadonlySet<string> = new Set(['BAD_DQ_ESCAPE', 'BAD_SCALAR_START', 'BLOCK_AS_IMPLICIT_KEY']);

const mostShown = 20;

/** Says in words what the YAML parser found, and where a person would correct it; leaves out what follows from it. */
export function explainYamlErrors(errors: readonly YamlError[], context: YamlErrorContext): readonly YamlFault[] {
  const sorted = errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
  const exhausted = sorted.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted !== undefined) return [explain(exhausted, context)];
  const tabs = sorted.filter(({ code }) => code === 'TAB_AS_INDENT');
  const faults: YamlFault[] = [];
  const lines = new Set<number>();
  for (const error of tabs.length > 0 ? tabs : sorted) {
    const line = context.text.lastIndexOf('\n', error.pos[0] - 1);
    if (lines.has(line)) continue;
    lines.add(line);
    // A comma that is missing in a pasted body shows as a key over two lines first.
    const inFlow = sorted.find(({ code, pos }) => code === 'BLOCK_IN_FLOW' && pos[0] === error.pos[0]);
    faults.push(explain(inFlow ?? error, context));
    if (faults.length >= mostShown || (tabs.length === 0 && !isolated.has(error.code))) break;
  }
  return faults;
}

function explain({ code, message, pos: [start, end] }: YamlError, context: YamlErrorContext): YamlFault {
  const { text, deepest, openAt } = context;
  const lineEnd = /\r?\n|$/.exec(text.slice(start))?.index ?? 0;
  const rest = text.slice(start, start + lineEnd);
  const at = (length: number) => ({ start, end: start + Math.max(1, length) });
  const fault = (says: string, fix: string, span: Span = at(1)): YamlFault => ({
    code: 'yaml-syntax',
    message: says,
    span,
    fix,
  });
  const indent = Math.max(0, rest.search(/\S/));
  const indented = { start: start + indent, end: start + Math.max(indent + 1, rest.trimEnd().length) };
  const unclosed = () => {
    const open = openAt(start) ?? start;
    const mark = text[open] ?? '';
    return fault(`this \`${mark}\` is never closed`, closing(mark), { start: open, end: open + 1 });
  };
  if (start > 0 && text.startsWith('${', start - 1)) {
    if (text[start - 2] === '!')
      return fault('`!` begins a tag of YAML', 'write `not ${…}`, or put the text in quotes', {
        start: start - 2,
        end: start - 1,
      });
    const span = { start: start - 1, end: text.indexOf('}', start) + 1 || start + 1 };
    return fault('inside `{ … }` and `[ … ]`, a text with `${…}` needs quotes', 'put the whole text in quotes', span);
  }
  switch (code) {
    case 'RESOURCE_EXHAUSTION':
      return {
        ...fault(`collections are nested deeper than ${deepest} levels`, 'flatten them'),
        code: 'yaml-too-deep',
      };
    case 'BAD_ALIAS':
    case 'MULTIPLE_ANCHORS':
    case 'ALIAS_PROPS':
      return { ...fault('anchors and aliases are not part of the format', 'write the value out'), code: 'yaml-alias' };
    case 'TAB_AS_INDENT':
      return fault('a tab cannot indent', 'indent with spaces');
    case 'BAD_SCALAR_START':
      return fault(`a plain text cannot start with \`${rest.charAt(0)}\``, 'put it in quotes');
    case 'BAD_DQ_ESCAPE':
      return fault(
        `\`${rest.slice(0, 2)}\` does not start a valid YAML escape`,
        'double the backslash, or use single quotes',
        at(2),
      );
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /:(?:\s|$)/.test(rest)
        ? fault('`: ` inside a plain text begins a mapping', 'put the text in quotes', at(rest.trimEnd().length))
        : fault('the line after this value is indented too deep', 'indent it like the key of this value', at(lineEnd));
    case 'MULTILINE_IMPLICIT_KEY':
      return /^[^\s:]+:\S/.test(rest)
        ? fault('a `:` needs a space after it', 'write `key: value`', at(rest.indexOf(':') + 1))
        : fault(
            'this line is neither `key: value` nor an item',
            'add the key, or indent the text below it',
            at(lineEnd),
          );
    case 'BLOCK_IN_FLOW':
      return fault('a `,` is missing after this value', 'separate values by commas', at(rest.search(/\s|$/)));
    case 'MISSING_CHAR':
      if (message.startsWith('Missing closing')) return unclosed();
      if (message.startsWith('Sequence item')) {
        const fix = 'start it with `- `, or indent it like the keys above it';
        return fault('this line is indented like a list item', fix, indented);
      }
      if (message.startsWith('Implicit map keys')) {
        return fault('a `:` is missing after this key', 'write `key: value`', at(rest.trimEnd().length));
      }
      break;
    case 'BAD_INDENT': {
      if (message.includes('end with a')) return unclosed();
      const fix = 'keys of one mapping start at one column';
      return fault('the indentation of this line matches none of the lines before it', fix, indented);
    }
    case 'UNEXPECTED_TOKEN':
      if (/^Unexpected flow-\w+-end/.test(message))
        return fault(`this \`${rest.charAt(0)}\` closes nothing`, 'remove it');
      if (/^Unexpected , in flow/.test(message)) return fault('a value is missing before this `,`', 'remove it');
      if (/at node end$/.test(message)) {
        return fault('the value ends before this', 'if it belongs to the value, put all of that in quotes');
      }
      break;
  }
  const fix = code === 'BAD_DIRECTIVE' ? 'remove the line' : 'where a text is intended, put it in quotes';
  return fault(message.charAt(0).toLowerCase() + message.slice(1), fix, { start, end: Math.max(end, start + 1) });
}

function closing(mark: string): string {
  if (mark === '[') return 'close it with `]`, and indent what continues on a new line';
  if (mark === '{') return 'close it with `}`, and indent what continues on a new line';
  return `close it with \`${mark}\``;
}
