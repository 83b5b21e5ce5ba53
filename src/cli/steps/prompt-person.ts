import { safeText } from '../../diagnostics/safe-text.ts';
import type { ManualStep, People, PersonsAnswer } from '../../run/ports.ts';
import { stepAside } from '../output/step-aside.ts';
import type { Streams } from '../output/streams.ts';

/** The person at the terminal does the manual steps, one at a time; `unknown` where there is no terminal. */
export function peopleAt({ ask, asides }: Pick<Streams, 'ask' | 'asides'>): People | 'unknown' {
  if (ask === undefined) return 'unknown';
  let before: Promise<unknown> = Promise.resolve();
  return {
    ask: (manual, signal) => {
      // Scenarios that run in parallel must prompt one after the other.
      const answer = before.then(async (): Promise<PersonsAnswer> => {
        const prompting = async (question: string) => (signal?.aborted === true ? undefined : ask(question, signal));
        return stepAside({ asides }, () => promptUntilAnswered(questionOf(manual), prompting));
      });
      before = answer.catch(() => {});
      return answer;
    },
  };
}

/** The same prompts, for one of many tenants. */
export function peopleIn(people: People | 'unknown', tenant: string): People | 'unknown' {
  return people === 'unknown' ? people : { ask: (manual, signal) => people.ask({ ...manual, tenant }, signal) };
}

function questionOf({ title, actor, prompt, notice, tenant }: ManualStep): string {
  return [
    '',
    ...(notice === undefined ? [] : [safeText(notice), '']),
    safeText(`A step for a person, as ${actor}${tenant === undefined ? '' : ` in ${tenant}`}: ${title}`),
    safeText(`  ${prompt}`),
    words,
  ].join('\n');
}

/** The only words that are a response. */
const words = [
  '  done            you did it; `done: NOTE` adds a note',
  '  failed: REASON  you could not do it, or it went wrong: the step fails',
  '  skip            continue without it',
  '  leave           suspend the run, to resume it later',
  '> ',
].join('\n');

/** Prompts until what is typed is one of the words: a result never has a word that no person gave. */
async function promptUntilAnswered(
  question: string,
  ask: (question: string) => Promise<string | undefined>,
): Promise<PersonsAnswer> {
  let said = await ask(question);
  while (said !== undefined) {
    const answer = meaningOf(said);
    if (answer !== undefined) return answer;
    said = await ask(`Unknown reply. Type one of:\n${words}`);
  }
  return { kind: 'left' };
}

function meaningOf(said: string): PersonsAnswer | undefined {
  const [, word = '', colon, text = ''] = /^\s*([a-z]+)\s*(?:(:)\s*([\s\S]*?))?\s*$/i.exec(said) ?? [];
  switch (word.toLowerCase()) {
    case 'done':
      if (colon === undefined) return { kind: 'done' };
      return text === '' ? undefined : { kind: 'done', note: text };
    case 'failed':
      return text === '' ? undefined : { kind: 'failed', reason: text };
    case 'skip':
      return colon === undefined ? { kind: 'skip' } : undefined;
    case 'leave':
      return colon === undefined ? { kind: 'leave' } : undefined;
    default:
      return undefined;
  }
}
