import * as z from 'zod/mini';
import { type Alone, aloneWords } from '../../run/party-value.ts';

const text = (description: string) => z.string().check(z.describe(description));
const position = (description: string) => z.int().check(z.gte(1), z.describe(description));

export const place = z
  .object({
    file: text('The file, as the run was given it.'),
    line: position('1-based.'),
    column: position('1-based, in UTF-16 units.'),
    endColumn: position('1-based, exclusive, on the same line.'),
    excerpt: z.readonly(z.array(z.string()).check(z.describe('The line itself and up to one line before it.'))),
    excerptColumn: z.exactOptional(position('The first column of a cut-off excerpt; else 1.')),
  })
  .check(z.meta({ id: 'Place', description: 'A position in a file, with its text.' }));

export const partyValue = z
  .object({
    alone: z
      .enum(Object.keys(aloneWords) as Alone[])
      .check(z.describe('Who stands alone against the other two; `two`: the service was not heard.')),
    path: text('Where in the response: `status`, `header NAME`, or a JSONPath (RFC 9535).'),
    page: z.exactOptional(text('What the page shows there, as JSON, shortened.')),
    scenario: z.exactOptional(text('What the scenario expects there.')),
    service: z.exactOptional(text('What the service sent there.')),
    inPage: place,
    inScenario: place,
  })
  .check(z.meta({ id: 'PartyValue', description: 'A value about which page, scenario and service do not agree.' }));
