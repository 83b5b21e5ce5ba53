import { defined } from '../../defined.ts';
import { durationMs, parseDuration } from '../../format/template/duration.ts';
import { isJsonObject, type Json, type JsonObject, property } from '../../json/json.ts';
import { parseJson } from '../../json/parse-json.ts';
import type { Sandbox } from '../create-sandbox.ts';
import { readFaultHeader } from '../service/fault-header.ts';
import type { SandboxResponse } from '../service/fault-response.ts';
import { timestampOf } from '../service/sandbox-clock.ts';
import type { AppRegistration } from './entra/app-registration.ts';
import type { DeviceDecision } from './entra/device-codes.ts';
import type { Entra } from './entra/entra.ts';
import { json } from './entra/entra-door.ts';
import type { Stage } from './entra/sign-in-stage.ts';
import type { ServerRequest } from './server-request.ts';
import { stateDigest } from './state-digest.ts';

/** The control API of a served sandbox, below `/sandbox/`. */

export type Control = {
  readonly stage: Stage;
  readonly entra: Entra;
  readonly reset: () => void;
};

type Call = { readonly control: Control; readonly body: JsonObject; readonly name: string };
/** The error message of a call; a value is the response. */
type ControlResult = { readonly value: Json } | { readonly wrong: string };

type Endpoint = { readonly method: string; readonly path: RegExp; readonly run: (call: Call) => ControlResult };

const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: /^\/sandbox\/?()$/, run: ({ control }) => ({ value: overview(control) }) },
  { method: 'GET', path: /^\/sandbox\/clock()$/, run: ({ control }) => ({ value: clock(control.stage.current()) }) },
  { method: 'POST', path: /^\/sandbox\/clock()$/, run: moveClock },
  { method: 'GET', path: /^\/sandbox\/faults()$/, run: ({ control }) => ({ value: faults(control.stage.current()) }) },
  { method: 'POST', path: /^\/sandbox\/faults()$/, run: addFault },
  { method: 'DELETE', path: /^\/sandbox\/faults()$/, run: clearFaults },
  {
    method: 'GET',
    path: /^\/sandbox\/state()$/,
    run: ({ control }) => ({ value: { ...stateDigest(control.stage.current().world) } }),
  },
  { method: 'POST', path: /^\/sandbox\/reset()$/, run: reset },
  { method: 'GET', path: /^\/sandbox\/apps()$/, run: ({ control }) => ({ value: apps(control.entra) }) },
  { method: 'PATCH', path: /^\/sandbox\/apps\/([^/]+)$/, run: changeApp },
  { method: 'GET', path: /^\/sandbox\/device-codes()$/, run: ({ control }) => ({ value: deviceCodes(control.entra) }) },
  { method: 'PUT', path: /^\/sandbox\/device-codes()$/, run: setUnattended },
  { method: 'POST', path: /^\/sandbox\/device-codes\/([^/]+)$/, run: decideDevice },
];

export function controlResponse(request: ServerRequest, control: Control): SandboxResponse | undefined {
  if (!/^\/sandbox(?:\/|$)/.test(request.path)) return undefined;
  // Web pages cannot do this: the caller is a program of this machine.
  if (request.headers['origin'] !== undefined) return json(403, { error: 'Not for pages of the web.' });
  const here = endpoints.filter(({ path }) => path.test(request.path));
  const endpoint = here.find(({ method }) => method === request.method);
  if (here.length === 0) return json(404, { error: `There is no ${request.path}.` });
  if (endpoint === undefined) return json(405, { error: `Allowed: ${here.map(({ method }) => method).join(', ')}.` });
  const body = request.body === '' ? {} : bodyOf(request.body);
  if (body === undefined) return json(400, { error: 'The body is no JSON object.' });
  const name = decodeURIComponent(endpoint.path.exec(request.path)?.[1] ?? '');
  const result = endpoint.run({ control, body, name });
  return 'wrong' in result ? json(400, { error: result.wrong }) : json(200, result.value);
}

function bodyOf(text: string): JsonObject | undefined {
  const parsed = parseJson(text);
  return parsed.ok && isJsonObject(parsed.value) ? parsed.value : undefined;
}

function overview({ stage, entra }: Control): Json {
  const { clock: own, world } = stage.current();
  const { tenant, directory } = world;
  return {
    tenant: { id: tenant.id, displayName: tenant.displayName, domains: tenant.domains, licenses: tenant.licenses },
    now: own.timestamp(),
    users: directory.users().length,
    groups: directory.groups().length,
    apps: entra.apps.all().length,
  };
}

const clock = ({ clock: { timestamp } }: Sandbox): Json => ({ now: timestamp() });

/** `{"advance": "P1D"}` or `{"to": "2026-12-01T00:00:00Z"}`. */
function moveClock({ control, body }: Call): ControlResult {
  const sandbox = control.stage.current();
  const [advance, to] = [property(body, 'advance'), property(body, 'to')];
  const duration = typeof advance === 'string' ? parseDuration(advance) : undefined;
  const ms =
    duration !== undefined
      ? durationMs(duration)
      : typeof to === 'string'
        ? Date.parse(to) - sandbox.clock.now()
        : undefined;
  if (ms === undefined || Number.isNaN(ms)) {
    return {
      wrong: 'Write {"advance": "P1DT2H"}, in days, hours, minutes and seconds, or {"to": "2026-12-01T00:00:00Z"}.',
    };
  }
  if (ms < 0) return { wrong: `The clock moves forward only, and it is ${sandbox.clock.timestamp()}.` };
  sandbox.clock.advance(ms);
  return { value: clock(sandbox) };
}

function faults({ faults: { list, early } }: Sandbox): Json {
  return {
    // `Infinity`, every request, is `null` in JSON.
    faults: list().map(({ fault, hitsLeft }) => ({ ...fault, hitsLeft: Number.isFinite(hitsLeft) ? hitsLeft : null })),
    early: early.map((one) => ({ ...one })),
  };
}

/** `{"fault": "429;retry-after=2;method=POST;path=/groups"}`: the header's words, for requests of others. */
function addFault({ control, body }: Call): ControlResult {
  const text = property(body, 'fault');
  if (typeof text !== 'string') return { wrong: 'Write {"fault": "429;retry-after=2"}, as in the header.' };
  const read = readFaultHeader(text);
  if (!read.ok) return { wrong: `${read.message}.` };
  control.stage.current().faults.add(...read.faults);
  return { value: { added: read.faults.length } };
}

function clearFaults({ control }: Call): ControlResult {
  control.stage.current().faults.clear();
  return { value: {} };
}

function reset({ control }: Call): ControlResult {
  control.reset();
  return { value: clock(control.stage.current()) };
}

function apps({ apps: registered }: Entra): Json {
  return {
    apps: registered.all().map(({ appId, displayName, delegated, application }) => ({
      appId,
      displayName,
      delegated,
      application,
    })),
  };
}

/** `{"delegated": […], "application": […], "certificates": […], "federatedTokens": […], "secrets": […]}`; what is not named stays. */
function changeApp({ control, body, name }: Call): ControlResult {
  const app = control.entra.apps.get(name);
  if (app === undefined) return { wrong: `There is no application ${name}.` };
  const changes: { [name: string]: readonly string[] } = {};
  for (const [key, value] of Object.entries(body)) {
    if (!changeable.has(key)) return { wrong: `\`${key}\` cannot be changed; ${[...changeable].join(', ')} can.` };
    if (!isTextList(value)) return { wrong: `\`${key}\` is a list of texts.` };
    changes[key] = value;
  }
  control.entra.apps.change(app.appId, changes);
  return { value: {} };
}

const changeable: ReadonlySet<string> = new Set<keyof AppRegistration>([
  'delegated',
  'application',
  'secrets',
  'certificates',
  'federatedTokens',
]);

function isTextList(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function deviceCodes({ devices }: Entra): Json {
  return {
    unattended: { ...devices.unattended },
    waiting: devices.list().map(({ userCode, appId, scope, expiresMs }) => ({
      userCode,
      appId,
      scope,
      expires: timestampOf(expiresMs),
    })),
  };
}

function setUnattended({ control, body }: Call): ControlResult {
  const decision = deviceDecision(body);
  if (decision === undefined) return { wrong: decisionForm };
  control.entra.devices.unattended = decision;
  return { value: {} };
}

function decideDevice({ control, body, name }: Call): ControlResult {
  const decision = deviceDecision(body);
  if (decision === undefined) return { wrong: decisionForm };
  return control.entra.devices.decide(name, decision)
    ? { value: {} }
    : { wrong: `No device waits with the code ${name}.` };
}

const decisionForm =
  'Write {"decision": "approve", "user": "name@domain"}, {"decision": "decline"} or {"decision": "wait"}.';

function deviceDecision(body: JsonObject): DeviceDecision | undefined {
  const [decision, user] = [property(body, 'decision'), property(body, 'user')];
  if (decision === 'decline' || decision === 'wait') return { kind: decision };
  if (decision !== 'approve' || (user !== undefined && typeof user !== 'string')) return undefined;
  return { kind: 'approve', ...defined({ user }) };
}
