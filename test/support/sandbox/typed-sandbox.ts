import type { Method } from '../../../src/http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../src/json/json.ts';
import { parseJson } from '../../../src/json/parse-json.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/create-sandbox.ts';
import type { Caller } from '../../../src/sandbox/service/caller.ts';

type Sent = {
  readonly method: Method;
  readonly path: string;
  readonly body?: Json | undefined;
  readonly headers?: { readonly [name: string]: string };
};

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
  /** Sends as another caller: a user by id or name, with all permissions or these. */
  readonly sendAs: (user: string, scopes?: readonly string[]) => (method: Method, path: string, body?: Json) => Said;
  /** Creates, and fails the test where that is refused. */
  readonly create: (path: string, body: Json) => Said;
  readonly values: (path: string) => readonly JsonObject[];
};

/** The default tenant, asked by its administrator; paths are within v1.0 unless they name a version. */
export function typedTenant(options: SandboxOptions = {}): TypedTenant {
  const sandbox = createSandbox(options);
  const sendBy = (caller: Caller, { method, path, body, headers = {} }: Sent): Said => {
    const url = /^\/(?:v1\.0|beta)\//.test(path) ? path : `/v1.0${path}`;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = { method, url, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }) };
    const { status, label, text } = sandbox.handle(request, caller);
    const parsed = parseJson(text);
    const json = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
    const error = property(json, 'error');
    const code = isJsonObject(error) ? String(property(error, 'code')) : '';
    return { status, label: label?.source, body: json, text, code, id: String(property(json, 'id') ?? '') };
  };
  const send: TypedTenant['send'] = (method, path, body, headers = {}) =>
    sendBy(sandbox.administrator, { method, path, body, headers });
  return {
    sandbox,
    send,
    sendAs: (user, scopes) => (method, path, body) => sendBy(sandbox.signIn(user, scopes), { method, path, body }),
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
