import { defined } from '../../defined.ts';
import { positionAt } from '../../diagnostics/source.ts';
import { callOf } from '../../format/scenario/call-of.ts';
import type { Scenario, Step } from '../../format/scenario/scenario.ts';
import type { Method } from '../../http/message.ts';
import { documentedDigest } from '../page/block-digest.ts';
import type { Page, PageRequest } from '../page/page.ts';

/** A block of a page: a request with the responses that the page shows for it, and the digest of both. */
export type RequestBlock = {
  readonly request: PageRequest;
  readonly digest: string;
  /** Of the request's fence. */
  readonly line: number;
};

/** A step that a page documents, and the block that documents it now. */
export type Match = {
  readonly step: Step;
  readonly phase: 'steps' | 'cleanup';
  /** Absent if the page no longer has such a block. */
  readonly block?: RequestBlock;
  /** `unknown`: the step was never given a digest. */
  readonly text: 'same' | 'changed' | 'unknown';
};

/** The blocks of a page, in its order. */
export function blocksOf(page: Page): readonly RequestBlock[] {
  return page.items.flatMap((item): readonly RequestBlock[] => {
    if (item.kind !== 'request') return [];
    const { request } = item;
    const digest = documentedDigest(page.source, [request, ...request.responses]);
    return [{ request, digest, line: positionAt(page.source, request.span.start).line - 1 }];
  });
}

/** Whether a block shows a request that a reader sends: to Graph, or to an address that Graph gives. */
export function isDocumented({ request: { host, ignored, signature, given, method } }: RequestBlock): boolean {
  if (given === true) return method === 'GET' || method === 'PUT';
  return (
    ignored !== true &&
    signature !== true &&
    (/(?:^|\.)graph\.microsoft\./.test(host) || host.endsWith('chinacloudapi.cn'))
  );
}

/**
 * Finds the block of each step with a `page`: by its digest anywhere on the page, otherwise by heading, method and url.
 * One block may document several steps.
 */
export function matchBlocks(scenario: Scenario, blocks: readonly RequestBlock[]): readonly Match[] {
  const documented = [
    ...scenario.steps.map((step) => ({ step, phase: 'steps' }) as const),
    ...scenario.cleanup.map((step) => ({ step, phase: 'cleanup' }) as const),
    // Manual steps, and most polling, are documented by prose: whether that has changed cannot be decided.
  ].filter(({ step }) => step.page !== undefined && (step.page.digest !== undefined || isCall(step)));
  const same = documented.map(({ step }) =>
    nearest(
      step,
      blocks.filter(({ digest }) => digest === step.page?.digest),
    ),
  );
  const known = new Set(same);
  return documented.map(({ step, phase }, at): Match => {
    const found = same[at];
    if (found !== undefined) return { step, phase, block: found, text: 'same' };
    // A block that another step has unchanged cannot be this step's.
    const block = mostAlike(
      step,
      blocks.filter((one) => !known.has(one)),
    );
    const text = step.page?.digest === undefined ? 'unknown' : 'changed';
    return { step, phase, text, ...defined({ block }) };
  });
}

function isCall({ action }: Step): boolean {
  return action.kind === 'request';
}

function nearest({ page }: Step, blocks: readonly RequestBlock[]): RequestBlock | undefined {
  const distance = ({ line }: RequestBlock) => Math.abs(line - (page?.line ?? 0));
  return blocks.toSorted((a, b) => distance(a) - distance(b))[0];
}

/** The same or a very similar request under the same heading. */
function mostAlike(step: Step, blocks: readonly RequestBlock[]): RequestBlock | undefined {
  const scores = blocks.map((block) => ({ block, score: likeness(step, block) }));
  const best = scores.toSorted((a, b) => b.score - a.score)[0];
  return best === undefined || best.score < enough ? undefined : best.block;
}

const enough = 4;

function likeness({ page, action }: Step, { request, line }: RequestBlock): number {
  const call = callOf({ action });
  const sameUrl = call !== undefined && shapeOf(call.request.url.value) === shapeOf(request.url);
  const sameMethod: boolean = call !== undefined && (call.request.method satisfies Method) === request.method;
  return (
    (sameMethod && sameUrl ? 4 : 0) +
    (page?.heading !== undefined && isSameHeading(page.heading, request.step) ? (sameMethod ? 4 : 2) : 0) +
    (page?.line === line ? 1 : 0)
  );
}

/** A url without what differs from reader to reader: ids, values, the version, the host. */
function shapeOf(url: string): string {
  const [path = ''] = url.split('?');
  return path
    .toLowerCase()
    .replace(/^\/(?:v1\.0|beta)(?=\/)/, '')
    .split('/')
    .map((segment) => (/\$\{|\{|^[0-9a-f-]{16,}$|^\d+$/.test(segment) ? '{}' : segment))
    .join('/');
}

/** Two headings that differ in letter case, marks and blanks are one. */
export function isSameHeading(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
