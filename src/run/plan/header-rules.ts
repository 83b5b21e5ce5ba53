import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import { safeLine } from '../../diagnostics/safe-text.ts';

/** Headers that are set by tutorial-replay itself, by the connection or by the credentials. */
export const reservedHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'host',
  'connection',
  'keep-alive',
  'proxy-connection',
  'http2-settings',
  'content-length',
  'transfer-encoding',
  'expect',
  'te',
  'trailer',
  'upgrade',
  'client-request-id',
  // A POST would be another method than every guard takes it for.
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
]);

// RFC 9110 section 5.6.2 (token) and 5.5 (field-value, without obs-text).
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const fieldValue = /^[\t\x20-\x7e]*$/;

type Fault = {
  readonly code: ProblemCode;
  readonly message: string;
  readonly fix: string;
  readonly on: 'name' | 'value';
};

/** Why a scenario may not send a header; `undefined` where it may. Values are checked again once they are filled in. */
export function headerFault(name: string, value: string): Fault | undefined {
  if (reservedHeaders.has(name.toLowerCase())) {
    return {
      code: 'forbidden-header',
      message: `a scenario may not send \`${name}\``,
      fix: 'remove it: credentials and the connection are not part of a scenario',
      on: 'name',
    };
  }
  if (!token.test(name)) {
    const shown = name === '' ? 'an empty text' : `\`${safeLine(name)}\``;
    return {
      code: 'bad-header',
      message: `${shown} is not a header name`,
      fix: 'use letters, digits and `-`',
      on: 'name',
    };
  }
  return isFieldValue(value)
    ? undefined
    : {
        code: 'bad-header',
        message: `the value of \`${name}\` has characters that HTTP does not allow`,
        fix: 'headers are one line of ASCII text',
        on: 'value',
      };
}

export function isFieldValue(value: string): boolean {
  return fieldValue.test(value);
}
