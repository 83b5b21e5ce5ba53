import { defined } from '../defined.ts';
import { placeAt } from '../diagnostics/place.ts';
import type { Problem } from '../diagnostics/problem.ts';
import { callOf } from '../format/scenario/call-of.ts';
import type { Actor, Call, Scenario, Step } from '../format/scenario/scenario.ts';
import type { GraphVersion, Metadata } from '../metadata/metadata.ts';
import { type UrlShape, urlShape } from '../metadata/url-shape.ts';
import { type CheckedCall, type ContractCall, checkCall, checkMethod } from './check-call.ts';
import { checkEnough, checkLeast, type GrantedCall } from './check-permissions.ts';
import type { ContractFinding } from './contract-finding.ts';
import { findPermissions, type Permissions } from './permissions.ts';

/** The service's own documentation: its metadata by version, and its permissions. */
export type Contract = {
  readonly metadata: { readonly [version in GraphVersion]?: Metadata };
  readonly permissions?: Permissions;
};

/** The findings of a scenario against the contract, and how many calls could be checked. */
export type ContractVerdict = {
  readonly problems: readonly Problem[];
  /** How many calls there are, how many of them the metadata covers, and how many the table of permissions. */
  readonly calls: number;
  readonly byMetadata: number;
  readonly byPermissions: number;
  /** The first two segments of each path that was checked: `/v1.0/identityGovernance/accessReviews`. */
  readonly evaluated: readonly string[];
  /** Why calls were not checked. */
  readonly unknown: readonly string[];
};

/** Checks every call of a scenario. Problems: `contract-…`, at their places in it. */
export function checkScenario(scenario: Scenario, contract: Contract): ContractVerdict {
  const all = [...scenario.steps, ...scenario.cleanup].flatMap((step) => {
    const call = callOf(step);
    return call === undefined ? [] : [{ step, call, url: urlShape(call.request.url.value) }];
  });
  // A call that expects an error may be wrong on purpose.
  const calls = all.filter(({ call }) => call.response.statuses.some((status) => status < 400));
  const evaluated = calls.map((one) => ({ ...one, ...checkOne(one, contract, scenario) }));
  const findings = [
    ...evaluated.flatMap((one) => one.findings),
    ...calls.flatMap(({ step }) => checkDeletion(step, contract)),
    ...checkActors(scenario.actors, { all, evaluated }),
  ];
  return {
    problems: unique(findings.filter(({ letterCase }) => letterCase !== true)).map(({ span, code, message, fix }) => ({
      code,
      message,
      fix,
      at: placeAt(scenario.source, span),
    })),
    calls: calls.length,
    byMetadata: evaluated.filter(({ byMetadata }) => byMetadata.kind === 'checked').length,
    byPermissions: evaluated.filter(({ granted }) => granted !== undefined).length,
    evaluated: [
      ...new Set(evaluated.filter(({ byMetadata }) => byMetadata.kind === 'checked').map(({ url }) => prefix(url))),
    ],
    unknown: [
      ...new Set(evaluated.flatMap(({ byMetadata }) => (byMetadata.kind === 'unknown' ? [byMetadata.why] : []))),
    ],
  };
}

/** The url that deletes an object must support DELETE. */
function checkDeletion({ creates }: Step, { metadata }: Contract): readonly ContractFinding[] {
  if (creates?.kind !== 'deletable') return [];
  const url = urlShape(creates.delete.value);
  const known = url === undefined ? undefined : metadata[url.version];
  if (url === undefined || known === undefined) return [];
  const call: ContractCall = { method: 'DELETE', url: creates.delete.span, response: { statuses: [204] } };
  const checked = checkCall(call, url, known);
  return checked.kind === 'checked' ? checked.findings : [];
}

type StepCall = { readonly step: Step; readonly call: Call; readonly url: UrlShape | undefined };
type Evaluated = {
  readonly findings: readonly ContractFinding[];
  readonly byMetadata: CheckedCall;
  readonly granted?: GrantedCall;
};

function checkOne({ step, call, url }: StepCall, contract: Contract, { actors }: Scenario): Evaluated {
  if (url === undefined) return { findings: [], byMetadata: { kind: 'unknown', why: 'a url names no version' } };
  const metadata = contract.metadata[url.version];
  const byMetadata: CheckedCall =
    metadata === undefined
      ? { kind: 'unknown', why: `no metadata of ${url.version} is loaded` }
      : checkCall(contractCall(call), url, metadata);
  const known = contract.permissions && findPermissions(contract.permissions, url.segments);
  const actor = actors.find(({ name }) => name === step.actor);
  const granted = known === undefined || actor === undefined ? undefined : { call, actor, known };
  const found = byMetadata.kind === 'checked' ? byMetadata.findings : [];
  // A method that the metadata does not allow is reported once.
  const byTable = known === undefined || found.some(({ code }) => code === 'contract-method');
  return {
    findings: [
      ...found,
      ...(byTable ? [] : checkMethod(contractCall(call), known)),
      ...(granted === undefined ? [] : checkEnough(granted)),
    ],
    byMetadata,
    ...defined({ granted }),
  };
}

function contractCall({ request, response }: Call): ContractCall {
  const { method, url, body } = request;
  return { method, url: url.span, ...(body && { body }), response };
}

type Calls = {
  readonly all: readonly StepCall[];
  readonly evaluated: readonly (StepCall & { readonly granted?: GrantedCall })[];
};

/** If the table lacks calls of an actor, it cannot show which permissions are unneeded. */
function checkActors(actors: readonly Actor[], { all, evaluated }: Calls): readonly ContractFinding[] {
  return actors.flatMap((actor) => {
    const own = all.filter(({ step }) => step.actor === actor.name);
    const granted = evaluated.flatMap((one) => (one.granted?.actor === actor ? [one.granted] : []));
    return own.length === 0 || granted.length < own.length ? [] : checkLeast(actor, granted);
  });
}

function prefix(url: UrlShape | undefined): string {
  return url === undefined
    ? ''
    : ['', url.version, ...url.segments.slice(0, 2).filter((part) => !part.includes('${'))].join('/');
}

/** A repeated request is reported once. */
function unique(findings: readonly ContractFinding[]): readonly ContractFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, message, span }) => {
    const key = `${code} ${message} ${span.start}`;
    return !seen.has(key) && seen.add(key);
  });
}
