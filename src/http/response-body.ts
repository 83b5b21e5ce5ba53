import { parseJson } from '../json/parse-json.ts';
import type { JsonFault, JsonRead } from '../json/read-json.ts';
import { onceFor } from '../once-for.ts';
import type { HttpResponse } from './message.ts';

/** The body of a response as JSON: parsed once, however often it is read. */
export const bodyJson = onceFor(({ text }: HttpResponse): JsonRead | JsonFault => parseJson(text));
