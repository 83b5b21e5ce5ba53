/** Converts a documented page into a scenario and its recording, and reports its guesses. This file: the whole import. */

import { defined } from '../../defined.ts';
import { placeAt } from '../../diagnostics/place.ts';
import type { Problem } from '../../diagnostics/problem.ts';
import { positionAt } from '../../diagnostics/source.ts';
import type { DocumentComment, ScenarioDocument, StepDocument } from '../../format/scenario/print-scenario.ts';
import { needsJsonKey } from '../../format/scenario/version/content-kind.ts';
import { type RunValues, runValueEntries, type Value, type Values } from '../../format/template/values.ts';
import type { Page, PageRequest } from '../page/page.ts';
import { graphHost } from '../page/read-url.ts';
import { actorsOf } from './actors.ts';
import { type Guess, guessText } from './links/guess.ts';
import type { Name } from './links/link-names.ts';
import { type LinkedSteps, linkRequests } from './links/link-requests.ts';
import type { Link } from './links/use.ts';
import { kebab } from './nouns.ts';
import { needsOf } from './page-needs.ts';
import { type BuiltStep, buildStep } from './steps/build-step.ts';
import { type DocumentedExchange, documentedExchange } from './steps/documented-exchange.ts';
import { documentedSteps } from './steps/documented-step.ts';
import { stepId, uniqueIds } from './steps/step-ids.ts';
import type { DocumentedStep } from './steps/step-of-page.ts';

export type ImportOptions = {
  /** The run values of the recording; its time is the page's. */
  readonly run: Pick<RunValues, 'id' | 'password'>;
  /** An RFC 3339 full-date, for pages without any date. */
  readonly today: string;
  /** The keys of things in a url, by the service's own metadata. */
  readonly keysInUrl?: (url: string) => readonly string[];
  /** The page's address. */
  readonly address?: string;
};

/** The result of importing a page. */
export type Imported = {
  readonly document: ScenarioDocument;
  readonly comments: readonly DocumentComment[];
  /** The content of a recording without its version. */
  readonly recording: {
    readonly source: 'documentation';
    readonly date: string;
    readonly page?: string;
    readonly run: { readonly id: string; readonly now: string };
    readonly inputs: { readonly [name: string]: Value };
    readonly steps: { readonly [id: string]: readonly DocumentedExchange[] };
  };
  readonly links: readonly Link[];
  readonly guesses: readonly PlacedGuess[];
  /** The defects of the page. */
  readonly defects: readonly Problem[];
  /** The parts of the page that are not in the scenario. */
  readonly leftOut: readonly { readonly line: number; readonly why: string }[];
};

/** A guess, with the step that it is about and the line of the page. */
type PlacedGuess = Guess & { readonly about: string; readonly line?: number };

/** Makes scenario and recording of a page; `undefined` where it shows no request that a scenario could send. */
export function importTutorial(page: Page, options: ImportOptions): Imported | undefined {
  const { steps, leftOut } = documentedSteps(page);
  if (!steps.some(({ kind }) => kind === 'call')) return undefined;
  const linked = linkRequests(page, steps, options);
  const ids = idsOf(steps);
  const { actors, actorOf, guesses: actorGuesses } = actorsOf(page, steps, linked);
  const building = { page, steps, ids, linked, actorOf };
  const built = steps.map((_step, index) => buildStep(index, building));
  const placed = [...built.entries()].flatMap(([index, one]) => (one === undefined ? [] : [{ index, ...one }]));
  const ordered = [false, true].map((cleanup) => placed.filter(({ index }) => steps[index]?.cleanup === cleanup));
  const [documented = [], cleaning = []] = ordered;
  const inputs = [...linked.linker.names.values()].filter((name) => name.kind === 'input');
  const needs = needsOf(page);
  const isVersion2 = placed.some(
    (one) => isOfVersion2(one.document) || linked.requests[one.index]?.content !== undefined,
  );
  const written = ({ index, document: step }: Placed) =>
    isVersion2 && linked.requests[index]?.content === undefined ? withJsonBody(step) : step;
  const document: ScenarioDocument = {
    ...(isVersion2 ? { version: 2 as const } : {}),
    title: titleOf(page),
    ...defined({ tutorial: options.address, needs }),
    actors,
    ...(inputs.length === 0 ? {} : { inputs: Object.fromEntries(inputs.map((input) => [input.name, inputOf(input)])) }),
    steps: documented.map(written),
    ...(cleaning.length === 0 ? {} : { cleanup: cleaning.map(written) }),
  };
  const date = dateOf(page) ?? linked.day;
  const now = `${linked.day}T09:00:00Z`;
  const values = valuesOf(inputs, linked, { ...options.run, now });
  const comments: DocumentComment[] = [
    ...actorGuesses.map(({ path, guess }) => ({ path, text: guessText(guess) })),
    ...inputs.flatMap((input) =>
      input.guess === undefined ? [] : [{ path: ['inputs', input.name], text: guessText(input.guess) }],
    ),
    ...commentsOf('steps', documented),
    ...commentsOf('cleanup', cleaning),
  ];
  const lineOf = (index: number) => positionAt(page.source, steps[index]?.span.start ?? 0).line;
  return {
    document,
    comments,
    recording: {
      source: 'documentation',
      date,
      ...defined({ page: options.address }),
      run: { id: options.run.id, now },
      inputs: Object.fromEntries(inputs.map(({ name, value }) => [name, value])),
      steps: exchangesOf(placed, { steps, linked, values }),
    },
    links: linked.linker.links,
    guesses: [
      ...actorGuesses.map(({ path, guess }) => ({ ...guess, about: `actor ${path[1]}` })),
      ...inputs.flatMap(({ name, guess }) => (guess === undefined ? [] : [{ ...guess, about: `input ${name}` }])),
      ...placed.flatMap(({ index, document: { id }, guesses }) =>
        guesses.map(({ guess }) => ({ ...guess, about: id, line: lineOf(index) })),
      ),
    ],
    defects: [...page.problems, ...idDefects(page, steps, linked)].sort(
      (a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0),
    ),
    leftOut: leftOut.map(({ span, why }) => ({ line: positionAt(page.source, span.start).line, why })),
  };
}

/** Links and bodies that are not JSON need version 2 of the format. */
function isOfVersion2({ capture = {}, request, response = { status: 200 } }: StepDocument): boolean {
  if (/^\$\{\w+\}$/.test(request?.url ?? '') || 'type' in response) return true;
  return Object.values(capture).some((from) => typeof from !== 'string');
}

/** A JSON body that version 2 would read as another kind is written below `json`. */
function withJsonBody(step: StepDocument): StepDocument {
  const { request } = step;
  const body = request?.body;
  if (request === undefined || typeof body !== 'object' || body === null || Array.isArray(body)) return step;
  return needsJsonKey(Object.keys(body)) ? { ...step, request: { ...request, body: { json: body } } } : step;
}

function idsOf(steps: readonly DocumentedStep[]): readonly string[] {
  const unique = uniqueIds();
  return steps.map(({ kind, request, heading }) => {
    if (kind === 'manual')
      return unique(
        `by-hand-${kebab(heading).replace(/^(?:step|etapa|passo)-\d+-?/, '')}`.slice(0, 60).replace(/-+$/, ''),
      );
    const isElsewhere = request !== undefined && request.host !== graphHost;
    const id = isElsewhere ? elsewhere(request) : stepId(request?.method ?? 'GET', request?.url ?? '');
    return unique(kind === 'repeat' ? `${id}-again` : id);
  });
}

/** A request to another host: an upload, a download, or the state of an operation. */
function elsewhere({ method, url }: PageRequest): string {
  if (method === 'PUT') return 'upload';
  return /\/(?:monitor|operations?|jobs?)(?:\/|\()/i.test(url) ? 'get-operation' : 'download';
}

function titleOf({ title, source }: Page): string {
  const name = source.path.split(/[\\/]/).at(-1)?.replace(/\.md$/, '');
  return (title?.trim() || name || 'A tutorial').slice(0, 2000);
}

function inputOf({ description, value, type }: Extract<Name, { kind: 'input' }>) {
  return { description, ...(type === undefined || type === 'text' ? {} : { type }), example: value };
}

/** The front matter's own word of when the page was last true. */
function dateOf({ source }: Page): string | undefined {
  const found = /^ms\.date:\s*["']?(\d{1,2})\/(\d{1,2})\/(\d{4})/m.exec(source.text.slice(0, 4000));
  if (found === null) return undefined;
  const [, month = '', day = '', year = ''] = found;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return Number.isNaN(Date.parse(date)) ? undefined : date;
}

/** The value of every name in the recording. */
function valuesOf(inputs: readonly Name[], linked: LinkedSteps, run: RunValues): Values {
  const captures = [...linked.linker.names.values()].filter(({ kind }) => kind === 'capture');
  return new Map<string, Value>([
    ...runValueEntries(run),
    ...inputs.map(({ name, value }) => [name, value] as const),
    ...captures.map(({ name, value }) => [name, value] as const),
  ]);
}

type Placed = BuiltStep & { readonly index: number };

/** One comment above each key, with all that was guessed there; deepest keys first, so that none is lost. */
function commentsOf(part: 'steps' | 'cleanup', built: readonly Placed[]): readonly DocumentComment[] {
  return built.flatMap(({ guesses }, at) => {
    const seen = new Set<string>();
    return guesses
      .map(({ path, guess }) => ({ path: [part, at, ...path], text: guessText(guess) }))
      .filter(({ path, text }) => {
        const key = JSON.stringify([path, text]);
        const isNew = !seen.has(key);
        seen.add(key);
        return isNew;
      });
  });
}

function exchangesOf(
  built: readonly Placed[],
  {
    steps,
    linked,
    values,
  }: { readonly steps: readonly DocumentedStep[]; readonly linked: LinkedSteps; readonly values: Values },
): { readonly [id: string]: readonly DocumentedExchange[] } {
  const entries = built.flatMap(
    ({ index, document, responses }): readonly (readonly [string, readonly DocumentedExchange[]])[] => {
      const step = steps[index];
      const of = step?.repeats ?? index;
      const request = linked.requests[of];
      if (request === undefined || step?.request === undefined || responses.length === 0) return [];
      const { method } = step.request;
      return [[document.id, responses.map((response) => documentedExchange(method, request, response, values))]];
    },
  );
  return Object.fromEntries(entries);
}

function idDefects(page: Page, steps: readonly DocumentedStep[], { linker }: LinkedSteps): readonly Problem[] {
  return linker.defects.map(({ step, code, text, message }) => {
    const span = steps[step]?.span ?? { start: 0, end: 1 };
    const at = page.source.text.indexOf(text, span.start);
    const found = at === -1 || at >= span.end ? span : { start: at, end: at + text.length };
    return { code, message, at: placeAt(page.source, found), fix: 'correct the page' };
  });
}
