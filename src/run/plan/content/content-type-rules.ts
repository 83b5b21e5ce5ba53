import { encodingFault, isKnownCharset } from '../../../http/charset.ts';
import { charsetOf, isJsonType, parseContentType } from '../../../http/content-type.ts';
import type { Json } from '../../../json/json.ts';

export type ContentTypeFault = { readonly message: string; readonly fix: string };

/** Why a body cannot be sent under a content type; `undefined` where it can. */
export function contentTypeFault(contentType: string, body: Json): ContentTypeFault | undefined {
  const { type } = parseContentType(contentType);
  const charset = charsetOf(contentType);
  if (charset !== undefined && !isKnownCharset(charset)) {
    return { message: `\`${charset}\` is not a charset`, fix: 'write `charset=utf-8`, or leave it out' };
  }
  if (isJsonType(contentType)) return undefined;
  if (typeof body !== 'string') {
    return {
      message: `the content type \`${type}\` does not fit a body that is JSON`,
      fix: 'write the body as a text, or leave out the content type',
    };
  }
  const message = charset === undefined ? undefined : encodingFault(body, charset);
  return message === undefined ? undefined : { message, fix: 'write `charset=utf-8`' };
}
