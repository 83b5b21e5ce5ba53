/** The check room: a reference page against itself and against what the service documents. This file: what is found. */
import type { Span } from '../../diagnostics/source.ts';

export const findingKinds = [
  'json',
  'status-line',
  'method',
  'url',
  'property',
  'type',
  'enum',
  'single-vs-list',
  'id',
  'status',
  'header',
  'context',
  'permission',
  'unreadable',
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** `error`: a defect of the page. `note`: worth a look. `style`: letter case, placeholders and the like. */
export const findingLevels = ['error', 'note', 'style'] as const;
export type FindingLevel = (typeof findingLevels)[number];

/** The evidence against the page. */
export const evidenceKinds = ['metadata', 'permissions', 'signature', 'prose', 'response', 'form'] as const;
type Evidence = (typeof evidenceKinds)[number];

export type PageFinding = {
  readonly kind: FindingKind;
  readonly level: FindingLevel;
  /** Stable, for scripts and baselines: `json-trailing-comma`. */
  readonly code: string;
  readonly message: string;
  readonly evidence: Evidence;
  readonly span: Span;
  /** The only correction: the text that replaces the span. */
  readonly fix?: string;
};
