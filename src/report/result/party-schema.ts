import * as z from 'zod/mini';
import { keysOf, named, says, text } from '../../format/document/schema-words.ts';
import { type Alone, aloneWords } from '../../run/party-value.ts';
import { place } from './difference-schema.ts';

/** A disagreement of page, scenario and service, in a result. */
export const partyValue = z
  .object({
    alone: z
      .enum(keysOf<Alone>(aloneWords))
      .check(says('Which one differs from the other two; `two`: there is no response.')),
    path: text('Where in the response: `status`, `header NAME`, or a JSONPath (RFC 9535).'),
    page: z.exactOptional(text('What the page shows there, as JSON, shortened.')),
    scenario: z.exactOptional(text('What the scenario expects there.')),
    service: z.exactOptional(text('What the service sent there.')),
    inPage: place,
    inScenario: place,
  })
  .check(named('PartyValue', 'A value about which page, scenario and service do not agree.'));
