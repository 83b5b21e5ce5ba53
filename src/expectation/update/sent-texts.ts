import { evaluateText } from '../../format/template/evaluate-template.ts';
import { expressionsOf, type Template } from '../../format/template/template.ts';
import type { Values } from '../../format/template/values.ts';
import type { BodyTemplate } from '../../run/plan/body-template.ts';
import type { PlannedRequest } from '../../run/plan/plan.ts';

/**
 * Adds the texts that a request sends, each with the `${…}` that its body has for it: `undefined` where two bodies have
 * different ones.
 */
export function addSentTexts(
  sent: Map<string, string | undefined>,
  { body, content }: Pick<PlannedRequest, 'body' | 'content'>,
  values: Values,
): void {
  const ofBody = body === undefined ? [] : templatesOf(body);
  for (const template of content?.kind === 'text' ? [content.text] : ofBody) {
    const text = evaluateText(template, values);
    const names = expressionsOf(template).map(({ name }) => name);
    if (text === undefined || names.length === 0 || !names.every(isWritable)) continue;
    const written = writtenText(template);
    sent.set(text, sent.has(text) && sent.get(text) !== written ? undefined : written);
  }
}

function templatesOf(body: BodyTemplate): readonly Template[] {
  switch (body.kind) {
    case 'json':
      return [];
    case 'text':
      return [body.template];
    case 'array':
      return body.items.flatMap(templatesOf);
    case 'object':
      return body.entries.flatMap(([, value]) => templatesOf(value));
    default:
      return body satisfies never;
  }
}

const writtenText = ({ parts }: Template): string =>
  parts.map((part) => (typeof part === 'string' ? literalText(part) : `\${${part.text}}`)).join('');

/** Names of shared steps are theirs alone. */
export const isWritable = (name: string): boolean => !name.includes('.') || name.startsWith('run.');

/** A text that is read as itself. */
export const literalText = (text: string): string => text.replaceAll('${', () => '$${');
