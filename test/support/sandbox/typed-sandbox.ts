import type { Method } from '../../../src/http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../src/json/json.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/create-sandbox.ts';

/** A response of the sandbox, as tests look at it. */
type Said = {
  readonly status: number;
  readonly label: string | undefined;
  readonly body: JsonObject;
  readonly text: string;
  readonly code: string;
  readonly id: string;
};

export type TypedTenant = {
  readonly sandbox: Sandbox;
  readonly send: (method: Method, path: string, body?: Json, headers?: { readonly [name: string]: string }) => Said;
  /** Creates, and fails the test where that is refused. */
  readonly create: (path: string, body: Json) => Said;
  readonly values: (path: string) => readonly JsonObject[];
};

/** The default tenant, asked by its administrator; paths are within v1.0 unless they name a version. */
export function typedTenant(options: SandboxOptions = {}): TypedTenant {
  const sandbox = createSandbox(options);
  const send: TypedTenant['send'] = (method, path, body, headers = {}) => {
    const url = /^\/(?:v1\.0|beta)\//.test(path) ? path : `/v1.0${path}`;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = { method, url, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }) };
    const { status, label, text } = sandbox.handle(request, sandbox.administrator);
    const parsed = parseJson(text);
    const json = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
    const error = property(json, 'error');
    const code = isJsonObject(error) ? String(property(error, 'code')) : '';
    return { status, label: label?.source, body: json, text, code, id: String(property(json, 'id') ?? '') };
  };
  return {
    sandbox,
    send,
    create: (path, body) => {
      const said = send('POST', path, body);
      if (said.status >= 300) throw new Error(`POST ${path}: ${said.status} ${said.text}`);
      return said;
    },
    values: (path) => {
      const value = property(send('GET', path).body, 'value');
      return Array.isArray(value) ? value.filter(isJsonObject) : [];
    },
  };
}
