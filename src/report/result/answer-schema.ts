import * as z from 'zod/mini';
import { answerSources } from '../../run/answer-source.ts';

/** What a result has of the sandbox's own word on its responses. */
export const answerSource = z.enum(answerSources).check(z.describe('What the sandbox says its response is worth.'));

export const answerCounts = z
  .partialRecord(z.enum(answerSources), z.int().check(z.gte(0), z.describe('How many steps.')))
  .check(z.describe('How many of them passed on which kind of response of the sandbox.'));
