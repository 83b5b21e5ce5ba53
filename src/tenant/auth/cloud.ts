/** The auth room: how actors sign in, and where. This file: the clouds of Microsoft Graph and their authorities. */
import { failure, type Problem, type Result, success } from '../../diagnostics/problem.ts';
import { suggestion } from '../../diagnostics/suggest.ts';
import { type CloudName, cloudNames, clouds } from '../../http/clouds.ts';
import { usualPrefix } from './setting-names.ts';

export type CloudVariables = { readonly [name: string]: string | undefined };

/** The origins of Graph and of the authority that issues its tokens. */
export type Cloud = {
  readonly name: CloudName;
  /** Scheme, host and port of Graph. */
  readonly graphOrigin: string;
  /** Scheme, host and port of the authority. */
  readonly authority: string;
  /** The resource whose `/.default` is requested. */
  readonly resource: string;
};

/** Graph's own id as an application: an audience that means it in every cloud. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';

/** The cloud of a tenant in a tenants file, and the prefix of its settings. */
export type CloudChoice = { readonly name?: CloudName | undefined; readonly prefix?: string | undefined };

/**
 * The chosen cloud, else the one of the environment: `REPLAY_CLOUD`, and for `custom` `REPLAY_GRAPH_ORIGIN` and
 * `REPLAY_AUTHORITY`, or with the prefix of the tenant in place of `REPLAY`. Problems: `bad-setting`.
 */
export function readCloud(environment: CloudVariables, choice: CloudChoice = {}): Result<Cloud> {
  const { name: chosen, prefix = usualPrefix } = choice;
  if (chosen === 'custom') return customCloud(environment, ownOrigins(environment, prefix));
  if (chosen !== undefined) return success({ name: chosen, ...clouds[chosen], resource: clouds[chosen].graphOrigin });
  const given = environment['REPLAY_CLOUD'] ?? '';
  const name = given === '' ? 'global' : cloudNames.find((one) => one === given);
  if (name === undefined) {
    return failure([setting(`\`REPLAY_CLOUD=${given}\` is not a cloud`, suggestion(given, cloudNames))]);
  }
  if (name === 'custom') return customCloud(environment, ownOrigins(environment, prefix));
  const stray = ['REPLAY_GRAPH_ORIGIN', 'REPLAY_AUTHORITY'].filter((one) => (environment[one] ?? '') !== '');
  if (stray.length > 0) {
    const fix = 'set `REPLAY_CLOUD=custom` to use it, or remove it';
    return failure(stray.map((one) => setting(`\`${one}\` is not used by the cloud \`${name}\``, fix)));
  }
  return success({ name, ...clouds[name], resource: clouds[name].graphOrigin });
}

const originNames = ['GRAPH_ORIGIN', 'AUTHORITY'] as const;

/** The prefix of a tenant with its own origins; else the default prefix, if that has some. */
function ownOrigins(environment: CloudVariables, prefix: string): string {
  const named = (by: string) => originNames.some((name) => (environment[`${by}_${name}`] ?? '') !== '');
  return !named(prefix) && named(usualPrefix) ? usualPrefix : prefix;
}

function customCloud(environment: CloudVariables, prefix: string): Result<Cloud> {
  const problems: Problem[] = [];
  const origin = (which: (typeof originNames)[number]): string => {
    const name = `${prefix}_${which}`;
    const text = environment[name] ?? '';
    if (isOrigin(text)) return new URL(text).origin;
    const message = text === '' ? `the cloud \`custom\` needs \`${name}\`` : `\`${name}\` is not an https origin`;
    problems.push(setting(message, `write \`${name}=https://host:port\`, without path, query, user or password`));
    return '';
  };
  const [graphOrigin, authority] = [origin('GRAPH_ORIGIN'), origin('AUTHORITY')];
  const resource = environment[`${prefix}_GRAPH_RESOURCE`] ?? '';
  if (problems.length > 0) return failure(problems);
  return success({
    name: 'custom',
    graphOrigin,
    authority,
    resource: resource === '' ? graphOrigin : resource.replace(/\/$/, ''),
  });
}

/** Tokens and secrets are sent there, so it must be an https origin. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname, search, hash } = new URL(text);
  return protocol === 'https:' && [username, password, search, hash].every((part) => part === '') && pathname === '/';
}

function setting(message: string, fix: string): Problem {
  return { code: 'bad-setting', message, fix };
}
