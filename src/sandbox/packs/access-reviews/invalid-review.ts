import { graphError } from '../../service/graph-error.ts';
import type { GraphResponse } from '../../service/route.ts';

/** The 400 of access reviews, which has no code (observed). */
export const invalidReview = (message: string): GraphResponse => graphError(400, '', message);
