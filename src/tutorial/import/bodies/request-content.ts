import { parseTemplate } from '../../../format/template/parse-template.ts';
import { isJsonType, isTextType } from '../../../http/content-type.ts';
import type { Json } from '../../../json/json.ts';
import type { ContentTemplate } from '../../../run/plan/content/content-template.ts';
import type { PageRequest } from '../../page/page.ts';
import { type Guess, unsure } from '../links/guess.ts';
import { literal } from '../links/link-text.ts';
import { withoutSecrets } from '../sample-secrets.ts';
import { contentTypeOf, mediaTypeOf } from './media-type.ts';
import { partsOf } from './multipart-text.ts';

/** A body that is not JSON: as version 2 of the format writes it, and as it is sent. */
export type RequestContent = {
  readonly document: Json;
  readonly content: ContentTemplate;
  /** The content type to state, where the kind of the body brings another one. */
  readonly stated?: string;
  readonly guess?: Guess;
};

/** The content of a page's body that is not JSON; `undefined` if its type is JSON, or not stated. */
export function requestContent({ body, headers, method }: PageRequest): RequestContent | undefined {
  const type = mediaTypeOf(headers) ?? (method === 'PUT' ? 'application/octet-stream' : undefined);
  if (body?.kind !== 'other' || type === undefined || isJsonType(type) || method === 'GET' || method === 'HEAD') {
    return undefined;
  }
  const text = literal(withoutSecrets(body.text) ?? body.text);
  if (type === 'application/x-www-form-urlencoded') return form(text);
  if (type === 'multipart/form-data')
    return multipart(text, contentTypeOf(headers) ?? type) ?? bytes(text, type, headers);
  return isTextType(type) ? plain(text, type) : bytes(text, type, headers);
}

const template = (text: string) => parseTemplate(text).template;

function plain(text: string, type: string): RequestContent {
  const content = { kind: 'text', type: 'text/plain; charset=utf-8', text: template(text) } as const;
  return { document: { text }, content, stated: type };
}

function form(text: string): RequestContent {
  const fields = [...new URLSearchParams(text.replace(/\s*\n\s*/g, ''))];
  const type = 'application/x-www-form-urlencoded';
  return {
    document: { form: Object.fromEntries(fields) },
    // A name that occurs twice is one field of a mapping.
    content: {
      kind: 'form',
      type,
      fields: Object.entries(Object.fromEntries(fields)).map(([name, value]) => ({ name, value: template(value) })),
    },
  };
}

function multipart(text: string, contentType: string): RequestContent | undefined {
  const parts = partsOf(text, contentType);
  if (parts === undefined) return undefined;
  const isBinary = parts.some(({ type }) => type !== undefined && !isTextType(type));
  return {
    document: { multipart: parts.map(({ name, type, text: part }) => ({ name, text: part, ...(type && { type }) })) },
    content: {
      kind: 'multipart',
      type: 'multipart/form-data',
      parts: parts.map(({ name, type, text: part }) => ({ name, ...(type && { type }), content: template(part) })),
    },
    ...(isBinary ? { guess: noBytes('file') } : {}),
  };
}

/** A page cannot show bytes: its words stand for them, repeated to the length of a range if that is small. */
function bytes(text: string, type: string, headers: PageRequest['headers']): RequestContent {
  const range = headers.find(({ name }) => name.toLowerCase() === 'content-range')?.value;
  const [, first, last] = /^bytes (\d{1,9})-(\d{1,9})\//.exec(range ?? '') ?? [];
  const size = first === undefined ? Number.NaN : Number(last) - Number(first) + 1;
  const words = Buffer.from(text);
  const sent = size > 0 && size <= mostBytes ? Buffer.alloc(size, words) : words;
  return {
    document: { base64: sent.toString('base64'), type },
    content: { kind: 'bytes', type, bytes: sent },
    guess: noBytes('{ file: … }'),
  };
}

const mostBytes = 4_096;

const noBytes = (instead: string): Guess =>
  unsure(`the page shows no bytes, and its words for them are sent; put \`${instead}\` in their place`);
