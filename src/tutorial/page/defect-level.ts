import type { Problem } from '../../diagnostics/problem.ts';

/** What a page may do on purpose: a reader should know of it, and it is not a defect. */
const notes: ReadonlySet<Problem['code']> = new Set(['page-unused', 'page-host']);

export const isNote = ({ code }: Problem): boolean => notes.has(code);
