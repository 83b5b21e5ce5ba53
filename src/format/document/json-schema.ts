import * as z from 'zod/mini';

/** The JSON Schema (draft 2020-12) of a document that its schema describes. Keys it does not name are allowed. */
export function jsonSchema(schema: z.core.$ZodType, title: string): object {
  const converted = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema: part }) => {
      // zod's description of its own types, not of the document.
      delete part.readOnly;
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
    },
  });
  return { title, ...converted };
}
