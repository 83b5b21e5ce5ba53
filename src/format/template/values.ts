/** The template room: `${…}` in texts. This file: the values of names. */
import { compactJson } from '../../json/compact.ts';
import { isJsonObject, type Json } from '../../json/json.ts';

/** A value that a text can contain: captured, given or generated. */
export type Value = Json;

/** A value as text: strings as they are, everything else as JSON. */
export function valueText(value: Value): string {
  return Array.isArray(value) || isJsonObject(value) ? compactJson(value, Number.POSITIVE_INFINITY) : String(value);
}

export type Values = ReadonlyMap<string, Value>;

/** The run's own values. */
export type RunValues = {
  /** Short and unique: the mark of the run in the objects that it creates. */
  readonly id: string;
  /** RFC 3339 in UTC, whole seconds: `2026-11-22T08:30:00Z`. */
  readonly now: string;
  /** Generated; never printed. */
  readonly password: string;
};

/** The names after `${run.`. `run.today` is the date of `run.now`. */
export const runNames = ['run.id', 'run.now', 'run.today', 'run.password'] as const;

export function runValueEntries(run: RunValues): readonly (readonly [string, Value])[] {
  return [
    ['run.id', run.id],
    ['run.now', run.now],
    ['run.today', run.now.slice(0, 10)],
    ['run.password', run.password],
  ];
}
