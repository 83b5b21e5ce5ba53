import { expect, test } from 'vitest';
import { peopleAt } from './prompt-person.ts';

const manual = { id: 'attest', title: 'Say yes', actor: 'member', prompt: 'Choose \u001b[2JYes.' };

async function answerTo(said: string | undefined) {
  const people = peopleAt({ asides: new Set(), ask: async () => said });
  return people === 'nobody' ? people : people.ask(manual);
}

test.each([
  ['done', { kind: 'done' }],
  [' Done ', { kind: 'done' }],
  ['', { kind: 'done' }],
  ['skip', { kind: 'skip' }],
  [' Leave ', { kind: 'leave' }],
  ['leave it', { kind: 'done', note: 'leave it' }],
  ['it took a while', { kind: 'done', note: 'it took a while' }],
  [undefined, { kind: 'left' }],
])('%j means %j', async (said, expected) => {
  expect(await answerTo(said)).toEqual(expected);
});

test('without a terminal there is nobody', () => {
  expect(peopleAt({ asides: new Set() })).toBe('nobody');
});

test('two scenarios never ask at the same time, and prompts cannot drive the terminal', async () => {
  const questions: string[] = [];
  let asking = 0;
  const people = peopleAt({
    asides: new Set(),
    ask: async (question) => {
      asking += 1;
      expect(asking).toBe(1);
      questions.push(question);
      await new Promise((resolve) => setTimeout(resolve, 5));
      asking -= 1;
      return 'done';
    },
  });
  if (people === 'nobody') throw new Error('somebody was there');
  await Promise.all([people.ask(manual), people.ask(manual)]);
  expect(questions).toHaveLength(2);
  expect(questions[0]).toContain('Choose \\x1b[2JYes.');
});

test('who is not asked before the run is stopped is not asked anymore', async () => {
  const people = peopleAt({ asides: new Set(), ask: () => Promise.reject(new Error('nobody should ask')) });
  if (people === 'nobody') throw new Error('somebody was there');
  expect(await people.ask(manual, AbortSignal.abort())).toEqual({ kind: 'left' });
});
