import { inertJson } from '../result/inert-json.ts';
import type { AccountComparison } from './compare-accounts.ts';

/** What differs, for tools: every change by itself. */
export function comparisonJson({ before, after, steps, compared, renamed }: AccountComparison): string {
  const document = {
    version: 1,
    before,
    after,
    compared,
    renamed,
    steps: steps.map(({ scenario, id, newId, request, changes }) => ({
      scenario,
      id,
      newId,
      request,
      changes: changes.map(({ code, path, before, after }) => ({ code, path, before, after })),
    })),
  };
  return `${inertJson(document)}\n`;
}
