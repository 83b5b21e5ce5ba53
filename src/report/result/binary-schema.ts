import * as z from 'zod/mini';

const says = (text: string) => z.describe(text);

/** A body that is not text, in a result. */
export const binary = (description: string) =>
  z.exactOptional(
    z
      .object({
        size: z.int().check(z.gte(0), says('Bytes.')),
        sha256: z.string().check(says('SHA-256 of the bytes, in hexadecimal digits.')),
        base64: z.exactOptional(
          z.string().check(says('The bytes; absent of what was sent, and where a secret is in them.')),
        ),
      })
      .check(says(description)),
  );
