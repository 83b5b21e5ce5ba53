import type { StepDocument } from '../../../format/scenario/print-scenario.ts';
import { isJsonType, isTextType } from '../../../http/content-type.ts';
import type { Binary } from '../../../http/message.ts';
import { binaryOf } from '../../../http/payload.ts';
import type { PageResponse } from '../../page/page.ts';
import { literal } from '../links/link-text.ts';
import { withoutSecrets } from '../sample-secrets.ts';
import { escaped } from '../steps/escaped.ts';
import { mediaTypeOf } from './media-type.ts';

/** The expectation of a response that is not JSON, and its recording. */
export type ResponseContent = {
  readonly expected: Pick<NonNullable<StepDocument['response']>, 'type' | 'text' | 'csv' | 'size'>;
  readonly type: string;
  readonly text?: string;
  readonly bytes?: Binary;
};

/** Longer texts are those of one run, and not expected. */
const longest = 4_000;

/** `undefined` if the page shows no such response, or does not state its type. */
export function responseContent(response: PageResponse | undefined): ResponseContent | undefined {
  const type = mediaTypeOf(response?.headers ?? []);
  const body = response?.body;
  if (body?.kind !== 'other' || type === undefined || isJsonType(type)) return undefined;
  const shown = withoutSecrets(body.text) ?? body.text;
  if (!isTextType(type)) {
    return { expected: { type, size: '<integer > 0>' }, type, bytes: binaryOf(Buffer.from(shown)) };
  }
  const text = literal(shown);
  const isWhole = shown === body.text && shown.length <= longest && !/\.\.\.|…/.test(shown);
  return { expected: { type, ...(isWhole ? { text: escaped(text) } : {}) }, type, text };
}
