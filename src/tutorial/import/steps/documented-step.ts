import { defined } from '../../../defined.ts';
import type { Span } from '../../../diagnostics/source.ts';
import {
  changeIn,
  isAdministrator,
  isAlternative,
  isCleanup,
  isPrerequisites,
  nameIn,
  personIn,
  saysAfterwards,
  saysAnother,
} from '../../languages/languages.ts';
import type { Heading, Instruction, Page, PageRequest } from '../../page/page.ts';
import { type Guess, likely, unsure } from '../links/guess.ts';
import { meaningsOf } from '../meanings.ts';
import { headingsAt, inShort, isStep, sectionOf } from '../page-sections.ts';
import { chosenResponse } from './chosen-response.ts';
import { withCopies } from './copies.ts';
import { firstNameIn } from './first-name.ts';
import { reasonToLeaveOut } from './left-out.ts';
import { redirected } from './redirected.ts';
import { inRunOrder, withDeletesLast } from './run-order.ts';
import type { DocumentedPage, DocumentedStep } from './step-of-page.ts';

/** Reads the items of a page as steps: who does them, what belongs to the cleanup, what is waited for and repeated. */
export function documentedSteps(page: Page): DocumentedPage {
  const reading = new PageReading(page);
  for (const item of page.items) {
    if (item.kind === 'request') reading.request(item.request);
    else reading.instruction(item.instruction);
  }
  return {
    steps: inRunOrder(withCopies(withDeletesLast(reading.steps), meaningsOf(page))),
    leftOut: reading.leftOut,
  };
}

type Mutable<T> = { -readonly [key in keyof T]: T[key] };

class PageReading {
  readonly steps: Mutable<DocumentedStep>[] = [];
  readonly leftOut: { span: Span; why: string }[] = [];
  readonly #page: Page;
  #person:
    | { readonly name: string; readonly text: string; readonly guess: Guess; readonly section: string }
    | undefined;
  /** Written before the request that it concerns. */
  #waits: { readonly text: string; readonly section: string } | undefined;

  /** Guesses for the next request. */
  readonly #ahead: Guess[] = [];
  #times: { readonly step: string; readonly times: number } | undefined;
  /** Manual tasks after the next request. */
  #later: { readonly instruction: Instruction; readonly headings: readonly Heading[] }[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  request(request: PageRequest): void {
    const { span } = request;
    const headings = headingsAt(this.#page, span);
    const why = reasonToLeaveOut(
      request,
      headings,
      this.steps.flatMap(({ response }) => response ?? []),
    );
    if (why !== undefined) {
      this.leftOut.push({ span, why });
      return;
    }
    const cleanup = this.#isCleanup(headings, request.step);
    const { response, guesses } = chosenResponse(request);
    const actor = cleanup ? undefined : this.#actorAt(headings);
    const waits = this.#waits?.section === sectionOf(headings) ? this.#waits.text : undefined;
    this.#waits = undefined;
    this.steps.push({
      kind: 'call',
      request,
      ...defined({ response, actor, waits }),
      ...(this.#times?.step === request.step ? { times: this.#times.times } : {}),
      cleanup,
      heading: request.step,
      span,
      guesses: [...guesses, ...this.#ahead.splice(0)],
    });
    const followed = redirected(request);
    if (followed !== undefined) this.steps.push({ ...followed, cleanup, heading: request.step });
    const later = this.#later;
    this.#later = [];
    for (const one of later) this.#byHand(one.instruction, one.headings);
  }

  #comesInSection({ start }: Span, headings: readonly Heading[]): boolean {
    const section = sectionOf(headings);
    return this.#page.items.some(
      (item) =>
        item.kind === 'request' &&
        item.request.span.start > start &&
        sectionOf(headingsAt(this.#page, item.request.span)).startsWith(section),
    );
  }

  instruction(instruction: Instruction): void {
    const headings = headingsAt(this.#page, instruction.span);
    if (headings.some(({ text }) => isPrerequisites(text))) return;
    if (headings.some(({ text }) => isAlternative(text))) {
      if (instruction.what === 'portal' || instruction.what === 'repeat') {
        this.leftOut.push({ span: instruction.span, why: 'an alternative to the section before it' });
      }
      return;
    }
    this.#readers[instruction.what](instruction, headings);
  }

  readonly #readers: {
    readonly [what in Instruction['what']]: (said: Instruction, under: readonly Heading[]) => void;
  } = {
    'sign-in-as': (said, under) => this.#signIn(said, under),
    'sign-out': () => {
      this.#person = undefined;
    },
    portal: (said, under) => this.#portal(said, under),
    wait: (said, under) => this.#wait(said, under),
    repeat: (said, under) => this.#repeat(said, under),
    // A placeholder for what the request names literally.
    replace: () => {},
  };

  #signIn({ text }: Instruction, headings: readonly Heading[]): void {
    const person = personIn(text);
    if (person === undefined && isAdministrator(text)) {
      this.#person = undefined;
      return;
    }
    const account =
      /\b[A-Z][A-Za-z]*\d+\b/.exec(text)?.[0] ??
      firstNameIn(
        text,
        this.steps.flatMap(({ request }) => request ?? []),
      );
    // The signed-in user continues, in another place.
    const named = nameIn(text);
    if ((person ?? account ?? named) === undefined && this.#actorAt(headings) !== undefined) return;
    if ((person ?? account ?? named) === undefined && !saysAnother(text)) return;
    const name = account?.toLowerCase() ?? named ?? person ?? 'second-person';
    const guess = unsure('the page asks to sign in as another user here');
    this.#person = { name, text, guess, section: sectionOf(headings) };
  }

  #portal(instruction: Instruction, headings: readonly Heading[]): void {
    const { text, span } = instruction;
    if (saysAfterwards(text) && this.#comesInSection(span, headings)) {
      this.#later.push({ instruction, headings });
      return;
    }
    if (this.steps.length === 0 && headings.length <= 1) return;
    this.#byHand(instruction, headings);
  }

  #byHand({ text, span, step }: Instruction, headings: readonly Heading[]): void {
    const last = this.steps.at(-1);
    const prompt = text.replace(/\s+/g, ' ').trim();
    if (last?.kind === 'manual' && last.heading === step) {
      last.prompt = cut(`${last.prompt} ${prompt}`);
      return;
    }
    const actor = this.#actorAt(headings);
    this.steps.push({
      kind: 'manual',
      prompt: cut(prompt),
      ...defined({ actor }),
      cleanup: this.#isCleanup(headings, step),
      heading: step,
      span,
      guesses: [],
    });
  }

  /** Before its request or after it; only a GET waits for what takes time. */
  #wait({ text, span }: Instruction, headings: readonly Heading[]): void {
    const last = this.steps.at(-1);
    const next = this.#page.items.flatMap((item) =>
      item.kind === 'request' && item.request.span.start > span.start ? [item.request] : [],
    )[0];
    const section = sectionOf(headings);
    const isIn = (place: Span | undefined) =>
      place !== undefined && sectionOf(headingsAt(this.#page, place)).startsWith(section);
    if (isIn(next?.span) && next?.method === 'GET') {
      this.#waits = { text, section: sectionOf(headingsAt(this.#page, next.span)) };
    } else if (isIn(last?.span) && last?.request?.method === 'GET') last.waits ??= text;
    else {
      const guess = unsure(`the page says: ${inShort(text)}; only a request that reads can wait`);
      if (isIn(last?.span) && last !== undefined) last.guesses = [...last.guesses, guess];
      else if (isIn(next?.span)) this.#ahead.push(guess);
      // A repeated request in this section is the one that polls, if any does.
      else this.#waits = { text, section };
    }
  }

  #repeat(instruction: Instruction, headings: readonly Heading[]): void {
    const { text, span, step, detail } = instruction;
    if (detail?.step === undefined || detail.times !== undefined) {
      const last = this.steps.at(-1);
      const times = detail?.times ?? 2;
      if (last !== undefined && last.heading === step) last.times = times;
      else this.#times = { step, times };
      return;
    }
    const change = changeIn(text);
    const named = this.steps.findIndex(
      (one) => one.request?.method === 'GET' && isStep(one.heading, detail.step ?? ''),
    );
    const saysIt = (one: DocumentedStep) =>
      change !== undefined &&
      one.response?.body?.kind === 'json' &&
      one.response.body.text.includes(`"${change.property}"`);
    const named2 = this.steps[named];
    const fitting =
      named2 !== undefined && change !== undefined && !saysIt(named2)
        ? this.steps.findIndex((one) => one.request?.method === 'GET' && saysIt(one))
        : -1;
    const repeats = fitting === -1 ? named : fitting;
    const again = this.steps[repeats];
    if (again?.request === undefined) {
      this.leftOut.push({ span, why: `it repeats step ${detail.step}, which is not a request of this page` });
      return;
    }
    const actor = isAdministrator(text) ? undefined : this.#actorAt(headings);
    const guesses =
      fitting === -1
        ? [likely('the page asks to do that step again')]
        : [
            unsure(
              `the page says step ${detail.step}, whose response has no \`${change?.property}\`; this is the one that has`,
            ),
          ];
    const waits = this.#waits?.section === sectionOf(headings) ? this.#waits.text : undefined;
    this.#waits = undefined;
    this.steps.push({
      kind: 'repeat',
      ...defined({ waits }),
      request: again.request,
      ...defined({ response: again.response }),
      repeats,
      ...defined({ change, actor }),
      cleanup: false,
      heading: step,
      span,
      guesses,
    });
  }

  #actorAt(headings: readonly Heading[]): DocumentedStep['actor'] {
    const person = this.#person;
    if (person === undefined || !sectionOf(headings).startsWith(person.section)) return undefined;
    return { name: person.name, text: person.text, guess: person.guess };
  }

  #isCleanup(headings: readonly Heading[], step: string): boolean {
    return isCleanup(step) || headings.some(({ depth, text }) => depth > 1 && isCleanup(text));
  }
}

/** A prompt may have 2,000 characters. */
const longestPrompt = 1900;

function cut(prompt: string): string {
  return prompt.length > longestPrompt ? `${prompt.slice(0, longestPrompt - 1).toWellFormed()}…` : prompt;
}
