import type { Headers, Method } from '../../../src/http/message.ts';
import { binaryOf, responseBytes } from '../../../src/http/payload.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../src/json/json.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/create-sandbox.ts';
import type { Caller } from '../../../src/sandbox/service/caller.ts';

/** A response of the sandbox with all that it may be. */
export type FileReply = {
  readonly status: number;
  readonly headers: Headers;
  readonly label: string | undefined;
  readonly body: JsonObject;
  readonly code: string;
  readonly bytes: Buffer;
};

type Sent = {
  readonly json?: Json;
  readonly bytes?: Buffer;
  readonly type?: string;
  readonly headers?: Headers;
  readonly as?: Caller | undefined;
};

/** The default tenant with its drives; urls are within v1.0, or absolute and then sent without a token. */
export function fileTenant() {
  const sandbox: Sandbox = createSandbox();
  const send = (method: Method, url: string, sent: Sent = {}): FileReply => {
    const { json, bytes, type, headers = {} } = sent;
    const isAbsolute = /^https:/.test(url);
    const contentType = type ?? (json === undefined ? undefined : 'application/json');
    const caller = 'as' in sent ? sent.as : sandbox.administrator;
    const response = sandbox.handle(
      {
        method,
        url: isAbsolute ? url : `/v1.0${url}`,
        headers: { ...(contentType === undefined ? {} : { 'content-type': contentType }), ...headers },
        ...(json === undefined ? {} : { body: json }),
        ...(bytes === undefined ? {} : { bytes: binaryOf(bytes) }),
      },
      isAbsolute ? undefined : caller,
    );
    const parsed = parseJson(response.text);
    const body = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
    const error = property(body, 'error');
    const code = isJsonObject(error ?? null) ? String(property(error as JsonObject, 'code')) : '';
    return {
      status: response.status,
      headers: response.headers,
      label: response.label?.source,
      body,
      code,
      bytes: responseBytes(response),
    };
  };
  const put = (path: string, content: string | Buffer, type = 'application/octet-stream') =>
    send('PUT', path, { bytes: Buffer.from(content), type });
  const names = (path: string): readonly string[] => {
    const value = property(send('GET', path).body, 'value');
    return Array.isArray(value) ? value.map((one) => String(property(one as JsonObject, 'name'))) : [];
  };
  return { sandbox, send, put, names };
}
