import { asksIn, asksToReplace, stepIn, timesIn } from '../languages/languages.ts';
import { type Fragment, spanIn } from './fragment.ts';
import type { Instruction } from './page.ts';
import { plainText } from './words/plain-text.ts';
import { sentencesOf } from './words/sentences.ts';

/** Finds the instructions to a person on a page. A list is read with the sentence above it: "replace the following:". */
export class InstructionReader {
  #replacing = false;

  read(paragraph: Fragment, item: boolean, step: string): readonly Instruction[] {
    if (!item) this.#replacing = asksToReplace(paragraph.text) && /[:：]\**$/.test(paragraph.text);
    return sentencesOf(paragraph).flatMap((sentence, index) => {
      return item && this.#replacing && index === 0 ? replacementsIn(sentence, step) : instructionsIn(sentence, step);
    });
  }

  /** A code block ends the list that a sentence led into. */
  endList(): void {
    this.#replacing = false;
  }
}

function instructionsIn(sentence: Fragment, step: string): readonly Instruction[] {
  if (asksToReplace(sentence.text)) {
    const found = replacementsIn(sentence, step);
    if (found.length > 0) return found;
  }
  // A cell of a table describes something.
  if (sentence.text.startsWith('|')) return [];
  const text = plainText(sentence.text);
  return asksIn(sentence.text).map((what) => {
    const detail = what === 'repeat' ? repeated(text) : undefined;
    return { what, text, span: spanIn(sentence), step, ...(detail && { detail }) };
  });
}

function repeated(text: string): Instruction['detail'] | undefined {
  const times = timesIn(text);
  const step = stepIn(text);
  if (times === undefined && step === undefined) return undefined;
  return { ...(times !== undefined && { times }), ...(step !== undefined && { step }) };
}

const between = /\s+(?:with|to|by|por|pelo|pela|con|mit|durch|替换为|为)\s+/i;
const ofProperty = /\bvalues? of \*\*([\w.]{1,60})\*\*/gi;

/** "`id` and `id` with the ids of …": one instruction for each literal; "value of **startDate** with …" likewise. */
function replacementsIn(sentence: Fragment, step: string): readonly Instruction[] {
  const text = plainText(sentence.text);
  const span = spanIn(sentence);
  const instruction = (literal: string, meaning: string): Instruction => {
    return {
      what: 'replace',
      text,
      span,
      step,
      detail: { literal, meaning: plainText(meaning).replace(/[.。]$/, '') },
    };
  };
  const properties = [...sentence.text.matchAll(ofProperty)];
  if (properties.length > 0) {
    return properties.flatMap((match, index) => {
      const end = properties[index + 1]?.index ?? sentence.text.length;
      const [, ...meaning] = sentence.text.slice(match.index, end).split(between);
      const said = meaning.join(' with ').replace(/,?\s+and(?:\s+the)?\s*$/i, '');
      return said === '' ? [] : [instruction(match[1] ?? '', said)];
    });
  }
  const start = sentence.text.indexOf('`');
  if (start === -1) return [];
  const [shown = '', ...meaning] = sentence.text.slice(start).split(between);
  if (meaning.length === 0) return [];
  const literals = [...shown.matchAll(/`([^`]+)`/g)].flatMap(([, literal]) => literal ?? []);
  return literals.map((literal) => instruction(literal, meaning.join(' with ')));
}
