// The floor of the live bench: the same honest work and nothing else. Reads each file with positions, signs in once, sends over
// TLS, compares what is expected, and has a line on the disk before each create. `node plain-runner.js FOLDER TENANT [AT-ONCE]`
import { closeSync, fdatasync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { LineCounter, parseDocument } from 'yaml';

const [folder, tenant, atOnce = '1'] = process.argv.slice(2);
const { REPLAY_GRAPH_ORIGIN: origin, NODE_EXTRA_CA_CERTS: ca } = process.env;
const dispatcher = new Agent({ connect: { ca: readFileSync(ca) } });
const ledger = `plain-${process.pid}.jsonl`;
const file = openSync(ledger, 'wx', 0o600);
const sync = promisify(fdatasync);
const shapes = { '<uuid>': /^[0-9a-f-]{36}$/i, '<datetime>': /^\d{4}-\d\d-\d\dT/ };

const send = async (method, path, headers, body) => {
  const { statusCode, body: received } = await request(`${origin}${path}`, { method, headers, body, dispatcher });
  return { status: statusCode, text: await received.text() };
};

let token;
const signIn = async () => {
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: `${origin}/.default` });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return JSON.parse((await send('POST', `/${tenant}/oauth2/v2.0/token`, headers, form.toString())).text).access_token;
};

const filled = (value, values) => {
  if (typeof value === 'string') return value.replace(/\$\{([\w.]+)\}/g, (_, name) => values[name]);
  if (Array.isArray(value)) return value.map((item) => filled(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, values)]));
};

const same = (expected, actual) => {
  if (Object.hasOwn(shapes, expected)) return shapes[expected].test(actual);
  if (Array.isArray(expected)) {
    return expected.length === actual?.length && expected.every((item, at) => same(item, actual[at]));
  }
  if (typeof expected === 'object') return Object.keys(expected).every((name) => same(expected[name], actual?.[name]));
  return expected === actual;
};

async function replay(path) {
  const lineCounter = new LineCounter();
  const scenario = parseDocument(readFileSync(path, 'utf8'), { lineCounter }).toJS();
  const values = { 'run.id': Math.random().toString(36).slice(2, 14) };
  token ??= signIn();
  const headers = { authorization: `Bearer ${await token}`, 'content-type': 'application/json' };
  for (const { request, response: expected, capture = {} } of [...scenario.steps, ...scenario.cleanup]) {
    const body = request.body === undefined ? undefined : JSON.stringify(filled(request.body, values));
    if (request.method === 'POST') {
      writeSync(file, `${JSON.stringify({ run: values['run.id'], url: request.url })}\n`);
      await sync(file);
    }
    const { status, text } = await send(request.method, filled(request.url, values), headers, body);
    const received = text === '' ? undefined : JSON.parse(text);
    const passed = status === expected.status && same(filled(expected.body ?? {}, values), received ?? {});
    if (!passed) throw new Error(`${path}: ${status} ${text}`);
    for (const [name, at] of Object.entries(capture)) values[name] = received[at.slice(2)];
  }
  process.stdout.write(`passed ${path}\n`);
}

const paths = readdirSync(folder).map((name) => `${folder}/${name}`);
const queue = paths.values();
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    for (const path of queue) await replay(path);
  }),
);
closeSync(file);
rmSync(ledger);
await dispatcher.close();
