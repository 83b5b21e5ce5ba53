import * as z from 'zod/mini';
import { type DifferenceCode, differenceCodes } from '../../expectation/compare/difference.ts';
import { count, keysOf, list, named, says, text } from '../../format/document/schema-words.ts';

export const place = z
  .object({
    file: text('The file, as the run was given it.'),
    line: z.int().check(z.gte(1), says('1-based.')),
    column: z.int().check(z.gte(1), says('1-based, in UTF-16 units.')),
    endColumn: z.int().check(z.gte(1), says('1-based, exclusive, on the same line.')),
    excerpt: list(z.string(), 'The line itself and up to one line before it.'),
    excerptColumn: z.exactOptional(z.int().check(z.gte(1), says('The first column of a cut-off excerpt; else 1.'))),
    calledAt: z.exactOptional(
      list(
        z.object({ file: text('The file.'), line: z.int(), column: z.int() }),
        'Of shared steps: where they are called, innermost first.',
      ),
    ),
  })
  .check(named('Place', 'A position in a file, with its text.'));

export const difference = z
  .object({
    code: z.enum(keysOf<DifferenceCode>(differenceCodes)).check(says('What kind of difference; codes are stable.')),
    path: text('Where in the response: `status`, `header NAME`, or a JSONPath (RFC 9535).'),
    message: text('One sentence, without the values.'),
    expected: z.exactOptional(text('What was expected, as JSON or as the matcher is written.')),
    actual: z.exactOptional(text('What was received, as JSON, shortened.')),
    at: place,
    unlisted: z.exactOptional(count('How many more were found and are not listed; of the last that is listed.')),
  })
  .check(named('Difference', 'One difference between the expected and the actual response.'));
