import { pictureOf } from '../../http/picture.ts';
import type { StepResult } from '../../run/result.ts';
import { differenceLines } from '../wording/difference-lines.ts';
import { paintFor } from '../wording/paint.ts';
import type { View } from '../wording/terminal-view.ts';
import { requestText, responseText } from './exchange-text.ts';

/** An attachment of a step: its media type, the ending of its file, and its content. */
export type AttachedFile = {
  readonly name: string;
  readonly type: string;
  readonly ending: string;
  readonly content: string | Uint8Array;
};

const view: View = { paint: paintFor(false), columns: 120, verbose: true };

/** The request, the response, each with its picture if it is one, the differences, and undocumented properties. */
export function attachedFiles({ exchange, outcome, notes }: StepResult): readonly AttachedFile[] {
  const lines = (differences: StepResult['notes']) =>
    differences.length === 0 ? undefined : `${differenceLines(differences, view, '').join('\n')}\n`;
  return [
    ...textFile('request', exchange && requestText(exchange.request)),
    ...pictureFile('request picture', exchange?.request),
    ...textFile('response', exchange && responseText(exchange.response)),
    ...pictureFile('response picture', exchange?.response),
    ...textFile('differences', outcome.kind === 'failed' ? lines(outcome.differences) : undefined),
    ...textFile('notes', lines(notes)),
  ];
}

function textFile(name: string, content: string | undefined): readonly AttachedFile[] {
  return content === undefined ? [] : [{ name, type: 'text/plain', ending: 'txt', content }];
}

function pictureFile(name: string, message: Parameters<typeof pictureOf>[0] | undefined): readonly AttachedFile[] {
  const picture = message && pictureOf(message);
  if (picture === undefined) return [];
  const { type, ending, base64 } = picture;
  return [{ name, type, ending, content: Buffer.from(base64, 'base64') }];
}
