import type { Method } from '../../../../src/http/message.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../../../src/json/json.ts';
import { parseJson } from '../../../../src/json/parse-json.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../../src/sandbox/create-sandbox.ts';
import { defaultSeed } from '../../../../src/sandbox/packs/directory/seed/default-seed.ts';
import type { Caller } from '../../../../src/sandbox/service/caller.ts';
import { ids } from '../sample-tenant.ts';

/** A response of the real service that the sandbox gives alike, by its number in the list of what was observed. */
export type ObservedRow = {
  readonly no: string;
  readonly what: string;
  /** Sends what has to be there, and then the request. */
  readonly send: (tenant: ObservedTenant) => Heard;
  readonly tenant?: SandboxOptions;
  /** Of the response, what was seen: compared as a part of it. */
  readonly seen: Seen;
};

/** An error's code and message are taken out of the body. Values may be matchers. */
type Seen = {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly error?: unknown;
  readonly body?: unknown;
  readonly text?: unknown;
  readonly headers?: unknown;
  /** The names of a body's properties, or of its first item's; all of them, sorted. */
  readonly names?: unknown;
};

export type Heard = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: JsonObject;
  readonly text: string;
  readonly error: JsonObject;
  readonly code: string;
  readonly message: string;
  readonly names: readonly string[];
  readonly id: string;
  /** Items of a list. */
  readonly items: readonly JsonObject[];
};

type Sending = { readonly body?: Json; readonly as?: Caller; readonly headers?: { readonly [name: string]: string } };

export type ObservedTenant = {
  readonly sandbox: Sandbox;
  /** By the administrator; paths are within v1.0 unless they name a version. */
  readonly send: (method: Method, path: string, more?: Sending) => Heard;
  readonly create: (path: string, body: Json) => Heard;
  /** A caller who may read themselves, and nothing else. */
  readonly powerless: () => Caller;
};

export function observedTenant(options: SandboxOptions = {}): ObservedTenant {
  const sandbox = createSandbox({ now: '2026-11-22T08:30:00Z', ...options });
  const send: ObservedTenant['send'] = (method, path, { body, as = sandbox.administrator, headers = {} } = {}) => {
    const url = /^\/(?:v1\.0|beta)\//.test(path) ? path : `/v1.0${path}`;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const request = { method, url, headers: { ...type, ...headers }, ...(body === undefined ? {} : { body }) };
    return heard(sandbox.handle(request, as));
  };
  return {
    sandbox,
    send,
    create: (path, body) => {
      const said = send('POST', path, { body });
      if (said.status >= 300) throw new Error(`POST ${path}: ${said.status} ${said.text}`);
      return said;
    },
    powerless: () => sandbox.signIn(ids.admin, ['User.Read']),
  };
}

function heard({ status, headers, text }: ReturnType<Sandbox['handle']>): Heard {
  const parsed = parseJson(text);
  const body = parsed.ok && isJsonObject(parsed.value) ? parsed.value : {};
  const given = property(body, 'error');
  const error = given !== undefined && isJsonObject(given) ? given : {};
  const value = property(body, 'value');
  const items = Array.isArray(value) ? value.filter(isJsonObject) : [];
  const [code, message] = [property(error, 'code'), property(error, 'message')].map((one) => String(one ?? 'none'));
  return {
    status,
    headers,
    body,
    text,
    error,
    code: code ?? '',
    message: message ?? '',
    names: Object.keys(items[0] ?? body).sort(),
    id: String(property(body, 'id') ?? ''),
    items,
  };
}

/** The default tenant without any license. */
export const unlicensed: SandboxOptions = {
  seed: { ...defaultSeed, tenant: { ...defaultSeed.tenant, licenses: [] } },
};

/** Seven digits, as .NET's ticks have them. */
export const sevenDigits = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/;
