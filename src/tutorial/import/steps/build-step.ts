import { defined } from '../../../defined.ts';
import { positionAt } from '../../../diagnostics/source.ts';
import type { StepDocument } from '../../../format/scenario/print-scenario.ts';
import { batchFaults, urlsOutsideVersion } from '../../../http/json-batch.ts';
import { isBatchUrl } from '../../../http/plain-path.ts';
import { documentedDigest } from '../../page/block-digest.ts';
import type { PageRequest } from '../../page/page.ts';
import { capturePath } from '../import-capture-path.ts';
import { type Guess, likely, unsure } from '../links/guess.ts';
import type { Path } from '../links/leaves.ts';
import type { LinkedSteps } from '../links/link-requests.ts';
import type { Building, BuiltResponse } from './building.ts';
import { creationOf, namesIn } from './step-creation.ts';
import { expectedOf, pollingOf } from './step-expectation.ts';
import { labelsOf } from './step-labels.ts';

/** A step of the document, what was guessed in it, and the responses that a recording gives. */
export type BuiltStep = {
  readonly document: StepDocument;
  readonly guesses: readonly { readonly path: Path; readonly guess: Guess }[];
  readonly responses: readonly BuiltResponse[];
};

export function buildStep(index: number, building: Building): BuiltStep | undefined {
  const { page, steps, ids, linked, actorOf } = building;
  const step = steps[index];
  const id = ids[index];
  if (step === undefined || id === undefined) return undefined;
  const guesses: { path: Path; guess: Guess }[] = step.guesses.map((guess) => ({ path: [], guess }));
  const actor = actorOf(step);
  const before = steps[index - 1];
  if (actor !== undefined && actor !== (before === undefined ? 'admin' : actorOf(before))) {
    const back = unsure('the reader continues here: the page asks for a sign-in again, or does not mention it');
    guesses.push({ path: ['actor'], guess: step.actor?.guess ?? back });
  }
  const first = positionAt(page.source, step.span.start).line;
  const shown = step.shownBy ?? step.request;
  const blocks = step.kind === 'call' && shown !== undefined ? [shown, ...shown.responses] : [];
  const heading = step.heading.slice(0, 2000);
  const head = {
    id,
    ...titleOf(step.heading),
    ...defined({ actor }),
    page: {
      ...(heading === '' ? {} : { heading }),
      // Of the fence, if a request is in one.
      line: step.kind === 'call' ? first - 1 : first,
      ...(blocks.length === 0
        ? {}
        : {
            digest: documentedDigest(
              page.source,
              blocks.map(({ span }) => ({ span })),
            ),
          }),
    },
  };
  if (step.kind === 'manual') {
    return { document: { ...head, manual: { prompt: step.prompt ?? step.heading } }, guesses, responses: [] };
  }
  if (deletesUnknown(index, linked)) {
    const guess = unsure('no step creates what the page deletes here, and a scenario deletes only what it created');
    const prompt = `The page sends DELETE ${step.request?.url} here. Delete it yourself, if it is yours.`;
    return {
      document: { ...head, manual: { prompt } },
      guesses: [...guesses, { path: ['manual'], guess }],
      responses: [],
    };
  }
  const expected = expectedOf(index, building);
  const refusal =
    step.kind === 'call' && expected.status !== 400
      ? batchRefusal(step.request, linked.requests[index]?.url)
      : undefined;
  if (refusal !== undefined) {
    const prompt = `The page sends a batch here that the service refuses: ${refusal}. Correct it, and send it yourself.`;
    const guess = unsure(`the service refuses the batch of the page: ${refusal}`);
    return {
      document: { ...head, manual: { prompt } },
      guesses: [...guesses, { path: ['manual'], guess }],
      responses: [],
    };
  }
  guesses.push(...expected.guesses);
  const response = {
    status: expected.status,
    ...defined({ headers: expected.headers, body: expected.body }),
    ...expected.content,
  };
  const polling = pollingOf(index, building);
  const eventually = polling && { within: polling.within, every: polling.every };
  if (polling !== undefined) guesses.push({ path: ['eventually'], guess: polling.guess });
  if (step.kind === 'repeat') {
    const document = { ...head, repeat: ids[step.repeats ?? 0] ?? id, ...(eventually && { eventually }), response };
    return { document, guesses, responses: expected.responses };
  }
  const request = linked.requests[index];
  const exchanged = linked.exchanged[index];
  if (request === undefined || exchanged === undefined || step.request === undefined) return undefined;
  guesses.push(...request.guesses);
  if (deletesGiven(index, linked)) {
    const why = 'no step creates what is deleted here; a live run asks for `--allow deletes-existing`';
    guesses.push({ path: ['request', 'url'], guess: unsure(why) });
  }
  if (step.request.body?.kind === 'other' && request.content === undefined) {
    guesses.push({ path: ['request'], guess: unsure(`the page’s body is left out: ${step.request.body.why}`) });
  }
  const labels = labelsOf(exchanged);
  for (const { label, why } of labels) guesses.push({ path: ['labels'], guess: likely(`${label}: ${why}`) });
  // First, because it may need another capture.
  const creation = creationOf(index, building, expected.status);
  const capture = capturesOf(index, building);
  guesses.push(...capture.guesses);
  if (creation?.guess !== undefined) guesses.push({ path: ['creates'], guess: creation.guess });
  const { actor: _actor, page: documented, ...named } = head;
  const document: StepDocument = {
    ...named,
    ...defined({ actor }),
    ...(labels.length === 0 ? {} : { labels: labels.map(({ label }) => label) }),
    page: documented,
    request: {
      method: step.request.method,
      url: request.url,
      ...defined({ credentials: request.credentials }),
      ...(Object.keys(request.headers).length === 0 ? {} : { headers: request.headers }),
      ...defined({ body: request.body }),
      ...(request.content !== undefined && { body: request.content.document }),
    },
    ...(eventually && { eventually }),
    response,
    ...(Object.keys(capture.paths).length === 0 ? {} : { capture: capture.paths }),
    ...(creation !== undefined && { creates: creation.creates }),
  };
  return { document, guesses, responses: expected.responses };
}

/** Why the service refuses a request as a batch, as a clause of a message. */
function batchRefusal(request: PageRequest | undefined, url = ''): string | undefined {
  if (request?.body?.kind !== 'json' || !isBatchUrl(url)) return undefined;
  const { value } = request.body;
  const [fault] = batchFaults(value);
  const [outside] = urlsOutsideVersion(value);
  return fault?.message ?? (outside && `a url begins with \`${outside.begin}\``);
}

/** A DELETE that names no id of an earlier response. */
function deletesUnknown(index: number, { exchanged, requests, linker }: LinkedSteps): boolean {
  const [path = ''] = requests[index]?.url.split('?', 1) ?? [];
  return (
    exchanged[index]?.method === 'DELETE' &&
    requests[index] !== undefined &&
    !namesIn(path).some((name) => linker.names.get(name)?.kind === 'capture')
  );
}

/** A DELETE of what an earlier response shows, and no step created. */
function deletesGiven(index: number, { exchanged, requests, linker }: LinkedSteps): boolean {
  const last = /\$\{(\w+)\}(?:'\))?$/.exec(requests[index]?.url.split('?', 1)[0] ?? '')?.[1];
  const name = linker.names.get(last ?? '');
  if (exchanged[index]?.method !== 'DELETE' || name?.kind !== 'capture') return false;
  return exchanged[name.step]?.method !== 'POST';
}

/** "Step 3: Get decisions" → "Get decisions". */
function titleOf(heading: string): { readonly title?: string } {
  const title = heading
    .replace(/^\s*(?:step|etapa|passo|шаг|步骤|第)\s*\d+\s*[步]?\s*(?:\([^)]*\))?\s*[:：.–-]?\s*/i, '')
    .replace(/^(?:\d+[.)]|(?:method|option|método|opção|方法|选项)\s*\w+\s*[:：])\s*/i, '')
    .trim();
  return title === '' ? {} : { title: title.slice(0, 2000) };
}

function capturesOf(index: number, { linked }: Building) {
  const paths: NonNullable<StepDocument['capture']> = {};
  const guesses: { path: Path; guess: Guess }[] = [];
  for (const name of linked.linker.names.values()) {
    if (name.kind !== 'capture' || name.step !== index) continue;
    if (name.header !== undefined) {
      paths[name.name] = { header: name.header, ...(name.part !== undefined && { text: name.part }) };
      continue;
    }
    const { path, byPosition } = capturePath(linked.exchanged[index]?.responseBody, name.path, (text) =>
      linked.linker.known(text, index),
    );
    paths[name.name] = path;
    if (byPosition) {
      guesses.push({
        path: ['capture', name.name],
        guess: unsure('taken by its position: nothing else reports the items apart'),
      });
    }
  }
  return { paths, guesses };
}
