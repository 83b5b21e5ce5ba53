import type { Span } from '../diagnostics/source.ts';
import { readJson } from './read-json.ts';

/**
 * The span of the value at a path in a JSON text, or of its nearest ancestor where there is no such value. `undefined` where the text is not JSON.
 */
export function locate(text: string, path: readonly (string | number)[]): Span | undefined {
  /** The spans of the path's beginnings, innermost first: values end inside out. */
  let found: Span[] = [];
  const read = readJson(text, (at, span) => {
    if (at.length > path.length || at.some((key, index) => key !== path[index])) return;
    // If a name occurs twice, the last one counts: places before this value's start belong to an earlier one.
    found = [...found.filter((one) => one.start >= span.start), span];
  });
  return read.ok ? found[0] : undefined;
}
