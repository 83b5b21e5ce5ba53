import { placeAt } from '../../diagnostics/place.ts';
import type { Source } from '../../diagnostics/source.ts';
import { captureFromResponse } from '../../expectation/capture/capture-from-response.ts';
import { captureValue, compileCapture } from '../../expectation/capture/capture-value.ts';
import type { Difference } from '../../expectation/compare/difference.ts';
import type { Verdict } from '../../expectation/compare/evaluate.ts';
import type { Value, Values } from '../../format/template/values.ts';
import type { HttpResponse } from '../../http/message.ts';
import { bodyJson } from '../../http/response-body.ts';
import type { Json } from '../../json/json.ts';
import { fillCapturePath } from '../plan/capture-path.ts';
import type { PlannedCapture } from '../plan/plan.ts';

export type Taken = {
  readonly values: readonly (readonly [string, Value])[];
  readonly differences: readonly Difference[];
};

const nothing: Taken = { values: [], differences: [] };

/**
 * Takes a step's captures from a response that was compared. An unexpected error has none, and that is not a
 * difference.
 */
export function capturesOf(
  { captures }: { readonly captures: readonly PlannedCapture[] },
  { isUnexpectedError, response }: Verdict,
  context: { readonly source: Source; readonly values: Values },
): Taken {
  return isUnexpectedError ? nothing : takeCaptures(captures, response, context);
}

/** Takes captures from a response; each that cannot be taken is a difference. */
export function takeCaptures(
  captures: readonly PlannedCapture[],
  response: HttpResponse,
  context: { readonly source: Source; readonly values: Values },
): Taken {
  const read = response.text.trim() === '' ? undefined : bodyJson(response);
  const body = read?.ok === true ? read.value : undefined;
  const values: (readonly [string, Value])[] = [];
  const differences: Difference[] = [];
  for (const planned of captures) {
    const taken =
      planned.capture.from === undefined
        ? takeOne(planned, body, context)
        : captureFromResponse(planned.capture, response, context.source);
    if (taken.ok) values.push([planned.capture.name, taken.value]);
    else differences.push(taken.difference);
  }
  return { values, differences };
}

function takeOne(
  planned: PlannedCapture,
  body: Json | undefined,
  { source, values }: { readonly source: Source; readonly values: Values },
): ReturnType<typeof captureValue> {
  if (planned.compiled !== undefined) return captureValue(planned.compiled, body, source);
  const { path } = planned.capture;
  const filled = fillCapturePath(planned.path, values);
  const compiled =
    filled === undefined
      ? undefined
      : compileCapture({ ...planned.capture, path: { ...path, value: filled } }, source).path;
  if (compiled !== undefined) return captureValue(compiled, body, source);
  return {
    ok: false,
    difference: {
      code: 'capture',
      path: path.value,
      message: 'a value in the path is not allowed there',
      at: placeAt(source, path.span),
    },
  };
}
