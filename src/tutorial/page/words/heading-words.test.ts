import { expect, test } from 'vitest';
import { wordOfHeading } from './heading-words.ts';

test.each([
  ['Request', 'request', undefined],
  ['Request 2', 'request', undefined],
  ['Response:', 'response', undefined],
  ['Example response', 'response', undefined],
  ['Resposta', 'response', undefined],
  ['请求', 'request', undefined],
  ['Request: Create a group', 'request', 'Create a group'],
  ['Final page request', 'request', 'Final page request'],
  ['Response format', 'other', 'Response format'],
  ['Step 3: Request access', 'other', 'Step 3: Request access'],
  ['Prerequisites', 'prerequisites', undefined],
  ['先决条件', 'prerequisites', undefined],
  ['', 'other', ''],
])('%j is about %s, and names the step %j', (heading, kind, step) => {
  expect(wordOfHeading(heading)).toEqual({ kind, ...(step !== undefined && { step }) });
});
