import { defined } from '../../../defined.ts';
import type { Source, Span, Text } from '../../../diagnostics/source.ts';
import { contentKind } from '../../../format/scenario/version/content-kind.ts';
import type { YamlMapping, YamlNode } from '../../../format/scenario/yaml-node.ts';
import { entriesOf, itemsOf, valueAt } from '../../../format/scenario/yaml-plain.ts';
import { string, text } from '../../../format/scenario/yaml-scalars.ts';
import { isLiteral, type Template } from '../../../format/template/template.ts';
import { encodingFault, isKnownCharset } from '../../../http/charset.ts';
import { charsetOf, isJsonType, isTextType, parseContentType } from '../../../http/content-type.ts';
import { type BodyPieces, inFile } from '../../../http/in-file.ts';
import { mediaTypeOf } from '../../../http/media-types.ts';
import type { Binary } from '../../../http/message.ts';
import { readFileBody } from './file-body.ts';

/** A body that is not JSON, ready to be filled in; `type` is the content type unless the scenario states another one. */
export type ContentTemplate =
  | { readonly kind: 'text'; readonly type: string; readonly text: Template }
  | { readonly kind: 'form'; readonly type: string; readonly fields: readonly FormField[] }
  | { readonly kind: 'multipart'; readonly type: string; readonly parts: readonly PartTemplate[] }
  | {
      readonly kind: 'bytes';
      readonly type: string;
      readonly bytes: Buffer | Binary;
      readonly range?: string;
      /** Bytes in the scenario may take the place of those that a page cannot show. */
      readonly ofFile?: boolean;
    };

type FormField = { readonly name: string; readonly value: Template };
export type PartTemplate = {
  readonly name: string;
  readonly fileName?: string;
  readonly type?: string;
  /** A large file stays where it is. */
  readonly content: Template | Buffer | BodyPieces;
};

export type ContentContext = {
  /** The file that contains the body. */
  readonly source: Source;
  readonly template: (text: Text) => Template;
  readonly report: (message: string, span: Span, fix: string) => void;
};

/** Gives a body of version 2 its meaning, and reads its files. `undefined` where problems were reported. */
export function compileContent(node: YamlMapping, context: ContentContext): ContentTemplate | undefined {
  const content = contentOf(node, context);
  const type = valueAt(node, 'type');
  if (content === undefined || type === undefined) return content;
  const fault = kindFault(content, string(type) ?? '');
  if (fault !== undefined) context.report(fault, type.span, 'write a media type such as `text/csv; charset=utf-8`');
  return content;
}

function contentOf(node: YamlMapping, context: ContentContext): ContentTemplate | undefined {
  const kind = contentKind(node);
  const value = kind && valueAt(node, kind);
  if (kind === undefined || value === undefined) return undefined;
  switch (kind) {
    case 'text':
      if (!isScalarText(value, 'text', context)) return undefined;
      return { kind, type: textType(string(valueAt(node, 'type'))), text: context.template(text(value)) };
    case 'form':
      return { kind, type: 'application/x-www-form-urlencoded', fields: formFields(value, context) };
    case 'multipart':
      if (itemsOf(value).length === 0) context.report('`multipart` is not a list of parts', value.span, partExample);
      return { kind, type: 'multipart/form-data', parts: itemsOf(value).flatMap((part) => partOf(part, context)) };
    case 'file':
      return fileContent(node, value, context);
    case 'base64':
      return base64Content(node, value, context);
    case 'json':
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** A text is sent as UTF-8 unless its type has another charset. */
const textType = (type = 'text/plain'): string => (charsetOf(type) === undefined ? `${type}; charset=utf-8` : type);

/** RFC 9110, section 8.3.1. */
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+*-]+$/;

/** Types whose content is made by a program, unless they are XML. */
const neverText = /^(?:image|audio|video|font)\//;

/** Why a stated content type does not fit a body of a kind; `undefined` where it does. */
export function kindFault(content: ContentTemplate, contentType: string): string | undefined {
  const { type } = parseContentType(contentType);
  if (!mediaType.test(type)) return `\`${type}\` is not a media type`;
  const fits = {
    text: !isJsonType(contentType) && (isTextType(contentType) || !neverText.test(type)),
    form: type === 'application/x-www-form-urlencoded',
    multipart: type.startsWith('multipart/'),
    bytes: true,
  }[content.kind];
  if (!fits) return `the content type \`${type}\` does not fit a \`${content.kind}\` body`;
  return charsetFault(content, charsetOf(contentType));
}

/** A content type that depends on values is checked again before it is sent. */
function charsetFault(content: ContentTemplate, charset: string | undefined): string | undefined {
  if (charset === undefined) return undefined;
  if (!isKnownCharset(charset)) return `\`${charset}\` is not a charset`;
  if (content.kind !== 'text' || !isLiteral(content.text)) return undefined;
  return encodingFault(content.text.parts.join(''), charset);
}

function isScalarText(node: YamlNode, what: string, { report }: ContentContext): boolean {
  if (string(node) !== undefined) return true;
  report(`\`${what}\` is not text`, node.span, 'write a text, in quotes where YAML would read something else');
  return false;
}

function formFields(node: YamlNode, context: ContentContext): readonly FormField[] {
  if (node.kind !== 'mapping') context.report('`form` is not a mapping', node.span, 'write `form: { name: value }`');
  return entriesOf(node).map(({ key, value }) => {
    if (value.kind !== 'scalar') context.report(`the field \`${key}\` is not text`, value.span, 'write a text');
    const written = value.kind === 'scalar' ? String(value.value ?? '') : '';
    return { name: key, value: context.template({ value: written, span: value.span }) };
  });
}

const partExample = 'write `- { name: a, text: … }` or `- { name: a, file: ./a.pdf, type: application/pdf }`';

function partOf(node: YamlNode, context: ContentContext): readonly PartTemplate[] {
  const { report } = context;
  const [name, file, content] = ['name', 'file', 'text'].map((key) => valueAt(node, key));
  const stray = entriesOf(node).find(({ key }) => !['name', 'file', 'text', 'type'].includes(key));
  if (stray !== undefined) {
    report(`a part has no \`${stray.key}\``, stray.keySpan, partExample);
    return [];
  }
  const label = string(name);
  const type = string(valueAt(node, 'type'));
  if (label === undefined || (file === undefined) === (content === undefined)) {
    report('a part has a `name`, and either `text` or `file`', node.span, partExample);
    return [];
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(`${label}${type ?? ''}`)) {
    report('the name or type of a part has control characters', node.span, 'remove them');
    return [];
  }
  if (type !== undefined && !mediaType.test(parseContentType(type).type)) {
    report(`\`${type}\` is not a media type`, valueAt(node, 'type')?.span ?? node.span, partExample);
    return [];
  }
  const about = { name: label, ...defined({ type }) };
  if (content !== undefined) {
    return isScalarText(content, 'text', context) ? [{ ...about, content: context.template(text(content)) }] : [];
  }
  const bytes = fileBytes(file, context);
  if (bytes === undefined) return [];
  const fileName = (string(file) ?? '').replace(/^.*\//, '');
  return [{ ...about, fileName, type: type ?? mediaTypeOf(fileName), content: bytes }];
}

function fileBytes(node: YamlNode | undefined, context: ContentContext): Buffer | BodyPieces | undefined {
  if (node === undefined || !isScalarText(node, 'file', context)) return undefined;
  const read = readFileBody(context.source.path, string(node) ?? '');
  if (read.ok) return Buffer.isBuffer(read.content) ? read.content : read.content[inFile];
  context.report(read.message, node.span, read.fix);
  return undefined;
}

function fileContent(node: YamlMapping, value: YamlNode, context: ContentContext): ContentTemplate | undefined {
  if (!isScalarText(value, 'file', context)) return undefined;
  const range = valueAt(node, 'range');
  const wanted = range === undefined ? undefined : (string(range) ?? '');
  const read = readFileBody(context.source.path, string(value) ?? '', defined({ range: wanted }));
  if (!read.ok) {
    context.report(read.message, (read.on === 'range' ? range : undefined)?.span ?? value.span, read.fix);
    return undefined;
  }
  const type = string(valueAt(node, 'type')) ?? mediaTypeOf(string(value) ?? '');
  const content = { kind: 'bytes', type, bytes: read.content, ofFile: true } as const;
  return wanted === undefined ? content : { ...content, range: `bytes ${wanted}/${read.size}` };
}

/** Whether a text is what these bytes are written as: a cut-off one has bits that no byte has. */
const isBase64 = (written: string): boolean => Buffer.from(written, 'base64').toString('base64') === written;

function base64Content(node: YamlMapping, value: YamlNode, context: ContentContext): ContentTemplate | undefined {
  const written = (string(value) ?? '').replace(/\s+/g, '');
  if (string(value) === undefined || !isBase64(written)) {
    context.report('this is not base64', value.span, 'write it with `+`, `/` and `=` (RFC 4648 section 4)');
    return undefined;
  }
  const type = string(valueAt(node, 'type')) ?? 'application/octet-stream';
  return { kind: 'bytes', type, bytes: Buffer.from(written, 'base64') };
}
