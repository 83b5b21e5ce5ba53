import type { HttpResponse } from '../../../http/message.ts';
import { bodyJson } from '../../../http/response-body.ts';
import { isJsonObject, type Json, property } from '../../../json/json.ts';

/** The content of a Graph error response: its codes, the innermost last, and the outer message. */
export type GraphError = { readonly codes: readonly string[]; readonly message: string };

const deepest = 10;

/** Reads `{error: {code, message, innerError: {code, innerError: …}}}`; both spellings of the inner one are in use. */
export function graphErrorOf(response: HttpResponse): GraphError {
  const parsed = bodyJson(response);
  const codes: string[] = [];
  let message = '';
  let at: Json | undefined = parsed.ok ? property(parsed.value, 'error') : undefined;
  for (let depth = 0; isJsonObject(at) && depth < deepest; depth++) {
    const [code, said] = [property(at, 'code'), property(at, 'message')];
    if (typeof code === 'string' && code !== '') codes.push(code);
    if (depth === 0 && typeof said === 'string') message = said;
    at = property(at, 'innerError') ?? property(at, 'innererror');
  }
  return { codes, message };
}
