import type { Json, JsonType } from '../../json/json.ts';

/** A matcher as a scenario writes it, ready to be applied. */
export type Matcher = {
  /** As written, with `<` and `>`. */
  readonly text: string;
  /** The noun of its values: `a UUID or null`. */
  readonly noun: string;
  /** The JSON types some value of which may match: with another type the response differs in type, not in value. */
  readonly types: ReadonlySet<JsonType>;
  /** Whether it is content when there is no value at all. */
  readonly allowsAbsence: boolean;
  readonly matches: (value: Json) => boolean;
};
