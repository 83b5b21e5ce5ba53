import { placeAt } from '../../diagnostics/place.ts';
import type { Source } from '../../diagnostics/source.ts';
import type { Capture } from '../../format/scenario/scenario.ts';
import type { HttpResponse } from '../../http/message.ts';
import { firstGroup } from '../matchers/pattern.ts';
import type { Captured } from './capture-value.ts';

/** Takes a capture from a header, the status, or the text (its first group, or the whole match) of a response. */
export function captureFromResponse(
  { name, path, from }: Capture,
  { status, headers, text }: HttpResponse,
  source: Source,
): Captured {
  if (from === 'status') return { ok: true, value: status };
  const key = path.value.toLowerCase();
  const header = Object.hasOwn(headers, key) ? headers[key] : undefined;
  const value = from === 'header' ? header : firstGroup(path.value, text);
  if (value !== undefined) return { ok: true, value };
  const why =
    from === 'header' ? `the response has no header \`${path.value}\`` : 'the expression matches nothing in the text';
  return {
    ok: false,
    difference: {
      code: 'capture',
      path: from === 'header' ? `header ${key}` : 'text',
      message: `\`${name}\` cannot be captured: ${why}`,
      expected: from === 'header' ? 'a header' : path.value,
      actual: 'nothing',
      at: placeAt(source, path.span),
    },
  };
}
