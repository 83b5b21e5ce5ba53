import { FunctionExpressionType, JSONPathEnvironment, type JSONPathQuery, jsonpath } from 'json-p3';
import { compilePattern } from '../matchers/pattern.ts';

/** A compiled RFC 9535 path. */
export type JsonPath = {
  /** The names and indices it starts with. */
  readonly steps: readonly (string | number)[];
  /** What follows after them; absent for a singular query, which can select one value at most. */
  readonly query?: JSONPathQuery;
};

const longestPath = 1000;
/** More than bodies are nested: the library's own limit of 50 would stop paths that are fine. */
const deepestDescent = 1000;

const environment = new JSONPathEnvironment({ maxRecursionDepth: deepestDescent });
useLinearPatterns(environment);

/** Compiles a path, or returns why it is not valid. */
export function compileJsonPath(
  text: string,
): { readonly ok: true; readonly path: JsonPath } | { readonly ok: false; readonly message: string } {
  if (text.length > longestPath) return { ok: false, message: `it is longer than ${longestPath} characters` };
  try {
    const query = environment.compile(text);
    const steps = leadingSteps(query);
    return { ok: true, path: query.singularQuery() ? { steps } : { steps, query } };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function leadingSteps(query: JSONPathQuery): readonly (string | number)[] {
  const steps: (string | number)[] = [];
  for (const segment of query.segments) {
    const [selector, ...others] = segment.selectors;
    const isChild = !segment.toString().startsWith('..');
    if (!isChild || others.length > 0) break;
    if (selector instanceof jsonpath.selectors.NameSelector) steps.push(selector.name);
    else if (selector instanceof jsonpath.selectors.IndexSelector) steps.push(selector.index);
    else break;
  }
  return steps;
}

/** The library's `match()` and `search()` use backtracking expressions: a path must not be able to hang a run. */
function useLinearPatterns({ functionRegister }: JSONPathEnvironment): void {
  const patterns = new Map<string, (text: string) => boolean>();
  const testOf = (pattern: string) => {
    const known = patterns.get(pattern);
    if (known !== undefined) return known;
    const compiled = compilePattern(pattern);
    const test = compiled.ok ? compiled.test : () => false;
    // Patterns may come from the response: the number of cached ones is limited.
    if (patterns.size >= 100) patterns.clear();
    patterns.set(pattern, test);
    return test;
  };
  const register = (name: string, whole: boolean) =>
    functionRegister.set(name, {
      argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
      returnType: FunctionExpressionType.LogicalType,
      call: (text, pattern) => {
        if (typeof text !== 'string' || typeof pattern !== 'string') return false;
        const expression = withIRegexpDots(pattern);
        return testOf(whole ? `^(?:${expression})$` : expression)(text);
      },
    });
  register('match', true);
  register('search', false);
}

/** In I-Regexp (RFC 9485) a dot is any character but both line breaks. */
function withIRegexpDots(pattern: string): string {
  return pattern.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./gs, (part) => (part === '.' ? '[^\\n\\r]' : part));
}
