import { safeText } from '../../diagnostics/safe-text.ts';
import type { ManualStep, People, PersonsAnswer } from '../../run/ports.ts';
import { stepAside } from '../output/step-aside.ts';
import type { Streams } from '../output/streams.ts';

/** Whoever sits at the terminal does the steps for people, one at a time; `nobody` where nobody sits there. */
export function peopleAt({ ask, asides }: Pick<Streams, 'ask' | 'asides'>): People | 'nobody' {
  if (ask === undefined) return 'nobody';
  let before: Promise<unknown> = Promise.resolve();
  return {
    ask: (manual, signal) => {
      // Scenarios that run at the same time must not ask at the same time.
      const answer = before.then(async (): Promise<PersonsAnswer> => {
        const asking = async () => (signal?.aborted === true ? undefined : ask(questionOf(manual), signal));
        const said = await stepAside({ asides }, asking);
        return said === undefined ? { kind: 'left' } : meaningOf(said);
      });
      before = answer.catch(() => {});
      return answer;
    },
  };
}

function questionOf({ title, actor, prompt, notice }: ManualStep): string {
  return [
    '',
    ...(notice === undefined ? [] : [safeText(notice), '']),
    safeText(`A step for a person, as ${actor}: ${title}`),
    safeText(`  ${prompt}`),
    'done, skip, leave (to go on later), or a note about how it went: ',
  ].join('\n');
}

function meaningOf(said: string): PersonsAnswer {
  const text = said.trim();
  const word = text.toLowerCase();
  if (word === 'skip' || word === 's') return { kind: 'skip' };
  if (word === 'leave') return { kind: 'leave' };
  return word === '' || word === 'done' || word === 'd' ? { kind: 'done' } : { kind: 'done', note: text };
}
