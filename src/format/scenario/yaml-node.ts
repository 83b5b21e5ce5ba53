import type { Span } from '../../diagnostics/source.ts';

/** A YAML value with its positions: what bodies and expectations are before anyone gives them a meaning. */
export type YamlNode = YamlScalar | YamlSequence | YamlMapping;

export type YamlScalar = {
  readonly kind: 'scalar';
  /** A bigint where a double cannot hold the integer. */
  readonly value: null | boolean | number | bigint | string;
  /** As written, with quotes where there are any. */
  readonly span: Span;
};
export type YamlSequence = { readonly kind: 'sequence'; readonly items: readonly YamlNode[]; readonly span: Span };
export type YamlMapping = { readonly kind: 'mapping'; readonly entries: readonly YamlEntry[]; readonly span: Span };
export type YamlEntry = { readonly key: string; readonly keySpan: Span; readonly value: YamlNode };
