import type { Call, Scenario, Step } from '../../format/scenario/scenario.ts';
import { plain } from '../../format/scenario/yaml-plain.ts';
import type { Json } from '../../json/json.ts';
import { isJsonObject } from '../../json/json.ts';
import { prettyJson } from '../../json/pretty.ts';

/** The part of a recording that a page shows. */
type ShownExchange = {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: { readonly [name: string]: string };
    readonly body?: Json;
  };
  readonly response: {
    readonly status: number;
    readonly headers: { readonly [name: string]: string };
    readonly body?: Json;
    readonly bytes?: { readonly size: number };
  };
};

export type ShownRecording = {
  readonly run: { readonly id: string };
  readonly inputs: { readonly [name: string]: Json };
  readonly steps: { readonly [stepId: string]: readonly ShownExchange[] };
};

const origin = 'https://graph.microsoft.com';

/**
 * A scenario as a tutorial page: the requests and responses of its recording in annotated blocks, and sentences for
 * manual steps, waits and repeated requests. The marks of the run are removed from names; importing the page adds them
 * again.
 */
export function exportPage(scenario: Scenario, recording: ShownRecording): string {
  const numbers = new Map(scenario.steps.map(({ id }, index) => [id, index + 1]));
  const printing: Printing = { scenario, recording, numbers, reader: readerOf(scenario), reported: new Set() };
  const steps = scenario.steps.map((step, index) =>
    section(`## Step ${index + 1}: ${line(step.title)}`, step, printing),
  );
  const cleanup = scenario.cleanup.map((step) => section(`### ${line(step.title)}`, step, printing));
  const cleaning = cleanup.length === 0 ? [] : [`## Step ${steps.length + 1}: Clean up resources`, ...cleanup];
  return `${[`# ${line(scenario.title)}`, ...prerequisites(scenario), ...steps, ...cleaning].join('\n\n')}\n`;
}

/** The page's second person, who does not sign in; with several people and no administrator, all of them sign in. */
function readerOf({ actors }: Scenario): string {
  const [first, ...others] = actors;
  const reader = actors.find(({ name }) => name === 'admin') ?? (others.length === 0 ? first : undefined);
  return reader?.name ?? '';
}

type Printing = {
  readonly scenario: Scenario;
  readonly recording: ShownRecording;
  readonly numbers: ReadonlyMap<string, number>;
  readonly reader: string;
  /** Inputs that the page has mentioned. */
  readonly reported: Set<string>;
};

function prerequisites({ needs, actors }: Scenario): readonly string[] {
  const { licenses, roles } = needs;
  const [reader] = actors;
  const rows = [
    ...licenses.map((plan) => `+ A tenant with a ${licenseNames[plan] ?? plan} license.`),
    ...roles.map((role) => `+ An account with the *${line(role)}* role.`),
    ...(reader === undefined || reader.permissions.length === 0
      ? []
      : [
          `+ The following ${reader.context} permissions: ${reader.permissions.map((name) => `\`${name}\``).join(', ')}.`,
        ]),
  ];
  return rows.length === 0 ? [] : ['## Prerequisites', rows.join('\n')];
}

const licenseNames: { readonly [plan: string]: string } = {
  AAD_PREMIUM: 'Microsoft Entra ID P1',
  AAD_PREMIUM_P2: 'Microsoft Entra ID P2',
};

function section(heading: string, step: Step, printing: Printing): string {
  const { action, actor, eventually } = step;
  const person = actor === printing.reader ? [] : [`Sign in as ${personOf(actor)}.`];
  const waits = eventually === undefined ? [] : ['Once the **status** is as shown below, run this request.'];
  return [
    heading,
    ...person,
    ...waits,
    ...(action.kind === 'manual' ? byHand(action.prompt) : requestOf(step, printing)),
  ].join('\n\n');
}

/** One of several people of a kind, another user, or a person by name: `requestor1` is **Requestor1**. */
function personOf(actor: string): string {
  if (actor === 'second-person') return 'another user';
  const isKind = /^(?:member|owner|reviewer|approver|guest|manager)$/.test(actor);
  return isKind ? `one of the ${actor}s` : `**${actor.charAt(0).toUpperCase()}${actor.slice(1)}**`;
}

function byHand(prompt: string): readonly string[] {
  // The page has named the signed-in user before.
  return [`Open the portal. ${line(prompt).replace(/\b(?:sign|log) in (?:at|to)\b/gi, 'go to the portal at')}`];
}

function requestOf({ id, action }: Step, printing: Printing): readonly string[] {
  const { recording, numbers } = printing;
  const call = action.kind === 'manual' ? undefined : action.call;
  const exchange = recording.steps[id]?.at(-1);
  if (action.kind === 'repeat') {
    const change = changeOf(
      action.call.response.body === undefined ? undefined : (plain(action.call.response.body) as Json),
    );
    const seen =
      change === undefined ? '' : ` to see that the **${change.property}** property is now \`${change.value}\``;
    return [`Repeat Step ${numbers.get(action.of) ?? 1}${seen}.`];
  }
  if (exchange === undefined) return [];
  const unmarked = (text: string) => text.replaceAll(`-${recording.run.id}`, '').replaceAll(` ${recording.run.id}`, '');
  const { request, response } = exchange;
  const url = shownUrl(request.url);
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const body = request.body ?? wordsForBytes(call);
  const sent = [`${request.method} ${origin}${url}`, ...headers, ...bodyLines(body)];
  const actual = [
    `HTTP/1.1 ${response.status}`,
    ...headerLines(response),
    ...(response.bytes === undefined ? bodyLines(response.body) : ['', `(${response.bytes.size} bytes)`]),
  ];
  return [
    ...replacements(sent.join('\n'), printing),
    `<!-- { "blockType": "request", "name": "${id}" } -->\n${fence(unmarked(sent.join('\n')))}`,
    `<!-- { "blockType": "response", "name": "${id}" } -->\n${fence(unmarked(actual.join('\n')))}`,
  ];
}

/** Words in place of bytes that a page cannot show. */
function wordsForBytes(call: Call | undefined): string | undefined {
  const content = call?.request.content === undefined ? undefined : (plain(call.request.content) as Json);
  const base64 = isJsonObject(content) ? content.base64 : undefined;
  const words = typeof base64 === 'string' ? Buffer.from(base64, 'base64').toString('utf8') : '';
  return /^[^\u0000-\u0008\u000e-\u001f\ufffd]+$/.test(words) ? words : undefined;
}

/** As a reader writes it: blanks, and ids that end in `=`. */
function shownUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  return [path.replace(/%3D(?=%3D|\/|$)/gi, '='), ...query].join('?').replaceAll('%20', ' ');
}

/** The type of a body, and the links in its headers. */
function headerLines({ headers, body, bytes }: ShownExchange['response']): readonly string[] {
  const type = headers['content-type'] ?? 'application/json';
  const links = Object.entries(headers).filter(([name]) => /^(?:operation-)?location$/.test(name));
  return [
    ...(body === undefined && bytes === undefined ? [] : [`content-type: ${type}`]),
    ...links.map(([name, value]) => `${name}: ${value}`),
  ];
}

/** Values that the reader has to replace, announced at their first use. */
function replacements(text: string, { scenario, recording, reported }: Printing): readonly string[] {
  const rows = scenario.inputs.flatMap(({ name, description }) => {
    const value = recording.inputs[name];
    if (typeof value !== 'string' || reported.has(name) || !text.includes(value)) return [];
    reported.add(name);
    const meaning = line(description ?? `your ${name}`).replace(/[`.]/g, ' ');
    return [`+ \`${value}\` with ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`];
  });
  return rows.length === 0 ? [] : ['In this call, replace:', rows.join('\n')];
}

/** The property that a repeated request shows again, if it is a single one. */
function changeOf(expectation: Json | undefined): { readonly property: string; readonly value: string } | undefined {
  if (!isJsonObject(expectation)) return undefined;
  const list = isJsonObject(expectation.value) ? expectation.value['<contains>'] : undefined;
  const [one] = Array.isArray(list) ? list : [expectation];
  const [change, ...others] = isJsonObject(one) ? Object.entries(one) : [];
  if (change === undefined || others.length > 0 || typeof change[1] !== 'string') return undefined;
  return { property: change[0], value: change[1] };
}

function bodyLines(body: Json | undefined): readonly string[] {
  return body === undefined ? [] : ['', typeof body === 'string' ? body : prettyJson(body)];
}

const fence = (text: string): string => `\`\`\`http\n${text}\n\`\`\``;
const line = (text: string): string => text.replace(/\s+/g, ' ').trim();
