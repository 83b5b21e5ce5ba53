import type { IsoDuration } from './duration.ts';

/** A text with its `${…}` found: literal strings and expressions, in order. */
export type Template = { readonly parts: readonly (string | Expression)[] };

/** `${name}` or `${run.today + P1Y}`. */
export type Expression = {
  readonly name: string;
  /** Only with `run.now` and `run.today`. */
  readonly shift?: IsoDuration;
  /** As written, without `${` and `}`. */
  readonly text: string;
  /** The offset of `${` in the text's value. */
  readonly offset: number;
};

export function isLiteral(template: Template): boolean {
  return template.parts.every((part) => typeof part === 'string');
}

export function expressionsOf(template: Template): readonly Expression[] {
  return template.parts.filter((part) => typeof part !== 'string');
}

/** A template as it is written. */
export function templateText(template: Template): string {
  return template.parts.map((part) => (typeof part === 'string' ? part : `\${${part.text}}`)).join('');
}
