import { defined } from '../../defined.ts';
import { listedUrl } from '../plan/creation.ts';
import type { OpenEntry } from '../ports.ts';
import type { PolledReply } from '../send/send-until-expected.ts';
import { lookForCreated, type Proving } from './ownership.ts';

export type FoundCreated =
  /** Proved to be the run's own, and the url that deletes it. */
  | { readonly kind: 'found'; readonly url: string }
  | { readonly kind: 'not-created' }
  | { readonly kind: 'unknown'; readonly message: string; readonly reply?: PolledReply };

/** How often the object is looked for: a service may take a while to show what it has committed. */
const looks = 4;
const betweenMs = 10_000;

/**
 * Finds the object that a create made whose response was lost. Only after the replication window is its absence
 * believed.
 */
export async function findCreated(entry: OpenEntry, proving: Proving): Promise<FoundCreated> {
  const { find, mark, dated } = entry;
  if (find === undefined) {
    return { kind: 'unknown', message: 'no response shows it, and the scenario has no `find` to search for it' };
  }
  const claim = { ...defined({ mark }), urlOf: listedUrl(entry) };
  for (let at = 1; ; at++) {
    const look = await lookForCreated(find, claim, { ...proving, ...defined({ dated }) });
    switch (look.kind) {
      case 'ours': {
        const url = claim.urlOf(look.object);
        const message = 'it was found, but without the values that its url needs';
        return url === undefined ? { kind: 'unknown', message, reply: look.reply } : { kind: 'found', url };
      }
      case 'unproved':
        return { kind: 'unknown', message: `no response shows it, and ${look.why}`, reply: look.reply };
      case 'unread': {
        const message = `no response shows it, and the search for it failed: ${look.why}`;
        return { kind: 'unknown', message, reply: look.reply };
      }
      case 'none':
        if (at === looks) return { kind: 'not-created' };
        await proving.clock.sleep(betweenMs, proving.halt);
        break;
      default:
        look satisfies never;
    }
  }
}
