import * as z from 'zod/mini';

/** Parts that the schemas of our JSON documents share. */
export const says = (text: string) => z.describe(text);
/** A part with a name of its own in the JSON Schema. */
export const named = (id: string, description: string) => z.meta({ id, description });
export const text = (description: string) => z.string().check(says(description));
export const count = (description: string) => z.int().check(z.gte(0), says(description));
/** A line or a column: from 1. */
export const position = (description: string) => z.int().check(z.gte(1), says(description));
export const list = <T extends z.core.$ZodType>(item: T, description: string) =>
  z.readonly(z.array(item).check(says(description)));
export const keysOf = <K extends string>(table: { readonly [key in K]: unknown }) => Object.keys(table) as K[];
/** The version that a document states. */
export const formVersion = <N extends number>(version: N) =>
  z.literal(version).check(says('The version of this format.'));
