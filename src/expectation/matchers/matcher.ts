import type { Json, JsonType } from '../../json/json.ts';

/** A matcher as a scenario writes it, ready to be asked. */
export type Matcher = {
  /** As written, with `<` and `>`. */
  readonly text: string;
  /** What it stands for, as a noun: `a UUID or null`. */
  readonly noun: string;
  /** The JSON types some value of which may match: with another type the response differs in type, not in value. */
  readonly types: ReadonlySet<JsonType>;
  /** Whether it is content when there is no value at all. */
  readonly allowsAbsence: boolean;
  readonly matches: (value: Json) => boolean;
};
