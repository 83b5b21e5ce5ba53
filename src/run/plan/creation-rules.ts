import type { ProblemCode } from '../../diagnostics/problem-codes.ts';
import type { Span } from '../../diagnostics/source.ts';
import { callOf } from '../../format/scenario/call-of.ts';
import type { Call, Scenario, Step } from '../../format/scenario/scenario.ts';
import { parseTemplate } from '../../format/template/parse-template.ts';
import { expressionsOf } from '../../format/template/template.ts';
import { hasGuid } from '../../guid.ts';
import { isBatchUrl } from '../../http/plain-path.ts';
import { successes } from '../../http/statuses.ts';

type Fault = { readonly code: ProblemCode; readonly message: string; readonly span: Span; readonly fix: string };

/** A DELETE, PATCH or PUT that names something the run did not create or look up. */
export function foreignWrite(scenario: Scenario, { request }: Call): Fault | undefined {
  const { method, url } = request;
  if (method !== 'DELETE' && method !== 'PATCH' && method !== 'PUT') return undefined;
  if (method === 'DELETE' && !usesCapture(scenario, url.value)) {
    return {
      code: 'foreign-delete',
      message: 'this deletes something that no step captured',
      span: url.span,
      fix: 'use a captured id: `${…}`',
    };
  }
  return hasGuid(url.value)
    ? {
        code: 'foreign-delete',
        message: `this ${method} names a literal id, which exists in one tenant only`,
        span: url.span,
        fix: 'use a captured id: `${…}`',
      }
    : undefined;
}

/** A `creates` whose deletion names something the run did not create. */
export function foreignDeletion(scenario: Scenario, { creates }: Step): Fault | undefined {
  if (creates?.kind !== 'deletable' || usesCapture(scenario, creates.delete.value)) return undefined;
  return {
    code: 'foreign-delete',
    message: 'this would delete something that no step captured',
    span: creates.delete.span,
    fix: 'use a capture of this step: `${…}`',
  };
}

/**
 * A request that creates nothing, but declares how its creation is deleted: the run would take the object that it names
 * for its own.
 */
export function idleCreation({ creates, span }: Step, { request: { method } }: Call): Fault | undefined {
  if (creates === undefined || !['GET', 'HEAD', 'DELETE'].includes(method)) return undefined;
  return {
    code: 'invalid-value',
    message: `a ${method} creates nothing`,
    span: creates.kind === 'deletable' ? creates.delete.span : span,
    fix: 'write `creates` in the step whose request creates it',
  };
}

/** A batch whose requests no guard could read. */
export function unreadBatch({ request: { url, content } }: Call): Fault | undefined {
  if (content === undefined || !isBatchUrl(url.value)) return undefined;
  const fix = 'write its `requests` below `body`';
  return { code: 'invalid-value', message: 'the body of a batch is JSON', span: content.span, fix };
}

/** A request that creates something which nothing deletes; a PUT or PATCH may do so as well. */
export function undeletedCreation(scenario: Scenario, step: Step, { request, response }: Call): Fault | undefined {
  const creates =
    response.statuses.includes(201) &&
    // A batch is answered 200, whatever its requests create.
    !isBatchUrl(request.url.value) &&
    (request.method === 'POST' || (['PUT', 'PATCH'].includes(request.method) && !isAnySuccess(response.statuses)));
  if (!creates || step.creates !== undefined) return undefined;
  const names = new Set(step.capture.map(({ name }) => name));
  const deleted = [...scenario.steps, ...scenario.cleanup].some(({ action }) => {
    const call = callOf({ action });
    return call?.request.method === 'DELETE' && namesIn(call.request.url.value).some((name) => names.has(name));
  });
  return deleted
    ? undefined
    : {
        code: 'not-deleted',
        message: `what \`${step.id}\` creates is never deleted`,
        span: step.span,
        fix: 'add `creates` with the url that deletes it, a cleanup step, or `creates: { stays: <why> }`',
      };
}

/** Whether these are the statuses of a step without `response`: each success, which does not show what was created. */
const isAnySuccess = (statuses: readonly number[]): boolean => statuses === successes;

function usesCapture(scenario: Scenario, url: string): boolean {
  const captured = new Set(
    [...scenario.steps, ...scenario.cleanup].flatMap(({ capture }) => capture.map(({ name }) => name)),
  );
  // The path names the object to delete: a query only narrows it.
  const [path = ''] = url.split('?', 1);
  return namesIn(path).some((name) => captured.has(name));
}

function namesIn(text: string): readonly string[] {
  return expressionsOf(parseTemplate(text).template).map(({ name }) => name);
}
