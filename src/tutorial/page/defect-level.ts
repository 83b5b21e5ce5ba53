import type { Problem } from '../../diagnostics/problem.ts';

/** Findings that a page may have on purpose: notes, not defects. */
const notes: ReadonlySet<Problem['code']> = new Set(['page-unused', 'page-host']);

export const isNote = ({ code }: Problem): boolean => notes.has(code);
