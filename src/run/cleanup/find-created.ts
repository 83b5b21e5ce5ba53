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

/** How long a service may take to show what it has committed: looked for this often, with these pauses. */
const looks = 4;
const betweenMs = 10_000;

/** Finds what a create made whose response was lost. That there is none is believed when the replication window is over. */
export async function findCreated(entry: OpenEntry, proving: Proving): Promise<FoundCreated> {
  const { find, mark, dated } = entry;
  if (find === undefined) {
    return { kind: 'unknown', message: 'its response was lost, and the scenario does not define how to find it' };
  }
  const claim = { ...defined({ mark }), urlOf: listedUrl(entry) };
  for (let at = 1; ; at++) {
    const look = await lookForCreated(find, claim, { ...proving, ...defined({ dated }) });
    switch (look.kind) {
      case 'ours': {
        const url = claim.urlOf(look.object);
        const message = 'it was found, but not what its url needs';
        return url === undefined ? { kind: 'unknown', message, reply: look.reply } : { kind: 'found', url };
      }
      case 'unproved':
        return { kind: 'unknown', message: `its response was lost, and ${look.why}`, reply: look.reply };
      case 'unread': {
        const message = `its response was lost, and looking for it failed: ${look.why}`;
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
