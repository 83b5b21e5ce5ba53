import type { Span } from '../../diagnostics/source.ts';
import { type Compilation, complain } from './compilation.ts';
import { allowsAbsence, type Expected, type ExpectedContent } from './expected.ts';

/** Statuses whose responses have no body: RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5. */
const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

type ExpectedTogether = {
  readonly statuses: readonly number[];
  readonly headers: readonly { readonly name: string; readonly expected: Expected }[];
  readonly body?: Expected;
  readonly content: readonly ExpectedContent[];
};

/** Reports expectations that each can match, but that no response can match together. */
export function checkTogether({ statuses, headers, body, content }: ExpectedTogether, compilation: Compilation): void {
  const never = (message: string, span: Span, fix: string) =>
    complain(compilation, { code: 'invalid-value', message, span, fix });
  const wanted = [...(body === undefined ? [] : [{ key: 'body', expected: body }]), ...content].find(wantsBody);
  if (statuses.length > 0 && statuses.every((status) => bodiless.has(status)) && wanted !== undefined)
    never(`a response with ${statuses.join(' or ')} has no body`, wanted.expected.span, `remove \`${wanted.key}\``);
  const type = content.find(({ key }) => key === 'type')?.expected;
  const header = headers.find(({ name }) => name === 'content-type')?.expected;
  const [stated, named] = [mediaType(type), mediaType(header)];
  if (type !== undefined && stated !== undefined && named !== undefined && stated !== named)
    never(`\`type\` and the header \`content-type\` differ`, type.span, 'keep one of them');
  if (body === undefined || !isStructure(body)) return;
  const csv = content.find(({ key }) => key === 'columns' || key === 'rows')?.expected;
  if (csv !== undefined) never('`body` is JSON, and no JSON is `csv`', csv.span, 'keep one of them');
  else if (type !== undefined && stated !== undefined && !/[/+]json$/.test(stated))
    never(`\`body\` is JSON, and the type \`${stated}\` is not`, type.span, 'expect `text` or `csv`, or another type');
}

function wantsBody({ key, expected }: { readonly key: string; readonly expected: Expected }): boolean {
  if (allowsAbsence(expected) || expected.kind === 'template') return false;
  if (expected.kind === 'matcher') return key !== 'size' && key !== 'text';
  return expected.kind !== 'literal' || (expected.value !== '' && Number(expected.value) !== 0);
}

const isStructure = ({ kind }: Expected): boolean => kind !== 'literal' && kind !== 'template' && kind !== 'matcher';

/** Without its parameters, in lower case. */
function mediaType(expected: Expected | undefined): string | undefined {
  return expected?.kind === 'literal' ? String(expected.value).split(';', 1)[0]?.trim().toLowerCase() : undefined;
}
