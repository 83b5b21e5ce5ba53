import { expect, test } from 'vitest';
import { peopleAt, peopleIn } from './prompt-person.ts';

const manual = { id: 'attest', title: 'Say yes', actor: 'member', prompt: 'Choose \u001b[2JYes.' };

async function promptUntilAnswered(...said: readonly (string | undefined)[]) {
  const answers = said.values();
  const people = peopleAt({ asides: new Set(), ask: async () => answers.next().value });
  return people === 'unknown' ? people : people.ask(manual);
}

test.each([
  ['done', { kind: 'done' }],
  [' Done ', { kind: 'done' }],
  ['done: it took a while', { kind: 'done', note: 'it took a while' }],
  ['failed: the page was blank', { kind: 'failed', reason: 'the page was blank' }],
  ['skip', { kind: 'skip' }],
  [' Leave ', { kind: 'leave' }],
  [undefined, { kind: 'left' }],
])('%j means %j', async (said, expected) => {
  expect(await promptUntilAnswered(said)).toEqual(expected);
});

test.each([
  '',
  ' ',
  'help',
  'no',
  'd',
  's',
  'y',
  'ok',
  'leave it',
  'it took a while',
  'done it',
  'done:',
  'failed',
  'failed: ',
])('%j is not a response: the words are listed, and nothing passes by it', async (said) => {
  expect(await promptUntilAnswered(said, said, 'skip')).toEqual({ kind: 'skip' });
  expect(await promptUntilAnswered(said, undefined)).toEqual({ kind: 'left' });
  const questions: string[] = [];
  const answers = [said, 'done'].values();
  const people = peopleAt({
    asides: new Set(),
    ask: async (question) => {
      questions.push(question);
      return answers.next().value;
    },
  });
  if (people === 'unknown') throw new Error('a person was there');
  await people.ask(manual);
  expect(questions).toHaveLength(2);
  for (const question of questions) expect(question).toMatch(/done[\s\S]*failed: REASON[\s\S]*skip[\s\S]*leave/);
});

test('without a terminal there is no one', () => {
  expect(peopleAt({ asides: new Set() })).toBe('unknown');
});

test('two scenarios never ask at the same time, and prompts cannot drive the terminal', async () => {
  const questions: string[] = [];
  let prompting = 0;
  const people = peopleAt({
    asides: new Set(),
    ask: async (question) => {
      prompting += 1;
      expect(prompting).toBe(1);
      questions.push(question);
      await new Promise((resolve) => setTimeout(resolve, 5));
      prompting -= 1;
      return 'done';
    },
  });
  if (people === 'unknown') throw new Error('a person was there');
  await Promise.all([people.ask(manual), people.ask(manual)]);
  expect(questions).toHaveLength(2);
  expect(questions[0]).toContain('Choose \\x1b[2JYes.');
});

test('who was not prompted before the run is stopped is not prompted', async () => {
  const people = peopleAt({ asides: new Set(), ask: () => Promise.reject(new Error('no one should ask')) });
  if (people === 'unknown') throw new Error('a person was there');
  expect(await people.ask(manual, AbortSignal.abort())).toEqual({ kind: 'left' });
});

test('with many tenants, the prompt names the tenant', async () => {
  const prompts: string[] = [];
  const ask = async (question: string) => {
    prompts.push(question);
    return 'done';
  };
  const people = peopleIn(peopleAt({ asides: new Set(), ask }), 'Contoso');
  if (people !== 'unknown') await people.ask(manual);
  expect(prompts.join()).toContain('A step for a person, as member in Contoso: Say yes');
  expect(peopleIn('unknown', 'Contoso')).toBe('unknown');
});
