import type { Span } from '../../diagnostics/source.ts';

/** A YAML value with its positions: bodies and expectations before they are compiled. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export type YamlScalar = {
  readonly kind: 'scalar';
  /** A bigint if a double cannot hold the integer. */
  readonly value: null | boolean | number | bigint | string;
  /** As written, with quotes where there are any. */
  readonly span: Span;
};
export type YamlSequence = { readonly kind: 'sequence'; readonly items: readonly YamlNode[]; readonly span: Span };
export type YamlMapping = { readonly kind: 'mapping'; readonly entries: readonly YamlEntry[]; readonly span: Span };
export type YamlEntry = { readonly key: string; readonly keySpan: Span; readonly value: YamlNode };
