import { expect, test } from 'vitest';
import { defined } from '../../defined.ts';
import { readPage } from '../page/read-page.ts';
import { importTutorial } from './import-tutorial.ts';

const requestBlock = (path: string) =>
  `\`\`\`http\nGET https://graph.microsoft.com/v1.0/${path}\n\`\`\`\n\n\`\`\`http\nHTTP/1.1 200 OK\n\`\`\`\n`;

/** Who sends each step of a page that says one sentence between its two requests. */
function sendersOf(...parts: readonly string[]) {
  return stepsOf(...parts)?.map(({ id, actor, repeat }) => [id, actor, ...(repeat === undefined ? [] : [repeat])]);
}

function stepsOf(...parts: readonly string[]) {
  return imported(...parts)?.document.steps;
}

function imported(...parts: readonly string[]) {
  const page = readPage({
    path: 'page.md',
    text: ['# A page', '## Step 1: Look', requestBlock('users'), ...parts].join('\n\n'),
  });
  return importTutorial(page, { run: { id: 'abcdefghijklm', password: 'x' }, today: '2026-11-22' });
}

const alone = [
  ['list-users', undefined],
  ['list-groups', undefined],
];
const asAnother = (name: string) => [
  ['list-users', 'admin'],
  ['list-groups', name],
];

test('guesses about a person are among the guesses of the page', () => {
  const found = imported('Sign in as Alice.', requestBlock('groups'));
  expect(found?.guesses).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ about: 'actor admin', sure: 'unsure' }),
      expect.objectContaining({ about: 'actor alice', sure: 'likely' }),
    ]),
  );
});

test.each([
  ['1. As the host, Ida invites Jon.', '2. Jon accepts the invitation.'],
  ['1. 作为主持人，Ida 邀请 Jon。', '2. Jon 接受邀请。'],
  ['1. Ида (Ida) приглашает Йона (Jon).', '2. Jon принимает приглашение.'],
  ['1. Ида Хольм (Ida Holm) и Йон (Jon) обедают. Ида отправляет приглашение.', '2. Йон принимает приглашение.'],
])('several people whom the page only describes are for a person to tell apart: %s', (first, second) => {
  const mail = '```json\n[{ "name": "Ida Holm" }, { "name": "Jon Berg" }]\n```';
  const why = (...parts: readonly string[]) =>
    imported(...parts)
      ?.guesses.map((guess) => guess.why)
      .join('\n');
  expect(why(mail, first, requestBlock('me/events'), second, requestBlock('me/messages'))).toContain(
    'what Ida and Jon do',
  );
  const other = '2. Someone accepts the invitation.';
  expect(why(mail, first, requestBlock('me/events'), other, requestBlock('me/messages'))).not.toContain('what Ida');
  expect(why(mail, first, requestBlock('users'), second, requestBlock('me/messages'))).not.toContain('what Ida');
});

test.each([
  'Sign in to Postman.',
  'Sign in with an account with one of the following roles: User Administrator, Global Reader.',
  'Sign in as the administrator, and see the members of the group.',
  'The user can sign in after that.',
  'Entre com sua conta de administrador e veja os membros do grupo.',
  'Entre em contato com o fornecedor.',
  '以下请求获取已登录用户的组。',
  '以管理员身份登录，查看成员。',
  'Войдите как администратор и посмотрите участников.',
  '| Sign in as the member | It is described in a table |',
])('no one else is asked for: %s', (sentence) => {
  expect(sendersOf(sentence, requestBlock('groups'))).toEqual(alone);
});

test.each([
  ['Sign in as the user you created.', 'second-person'],
  ['Sign in with a different account.', 'second-person'],
  ['Entre com uma conta diferente.', 'second-person'],
  ['使用其他帐户登录。', 'second-person'],
  ['Войдите с помощью другой учетной записи.', 'second-person'],
  ['Sign in as one of the members.', 'member'],
])('someone else is asked for: %s', (sentence, name) => {
  expect(sendersOf(sentence, requestBlock('groups'))).toEqual(asAnother(name));
});

test.each([
  ['Step 3', 'Repeat step 1 to see it.'],
  ['Etapa 3', 'Repita a Etapa 1 para ver.'],
  ['步骤 3', '重复步骤 1 以查看它。'],
  ['Шаг 3', 'Повторите шаг 1, чтобы увидеть.'],
])('%s repeats the first', (heading, sentence) => {
  expect(sendersOf('## Step 2: Look elsewhere', requestBlock('groups'), `## ${heading}: Look again`, sentence)).toEqual(
    [...alone, ['list-users-again', undefined, 'list-users']],
  );
});

test.each(['Step 2: Look', 'Etapa 2: Look', 'Passo 2. Look', '步骤 2：Look', 'Шаг 2. Look'])(
  '%s is called Look',
  (heading) => {
    expect(stepsOf(`## ${heading}`, requestBlock('groups'))?.at(-1)?.title).toBe('Look');
  },
);

test.each([
  ['Group.Read.All and User.Read.All, Directory.Read.All', ['Group.Read.All', 'User.Read.All']],
  ['Group.Read.All 和 User.Read.All、Directory.Read.All', ['Group.Read.All', 'User.Read.All']],
  ['Group.Read.All, User.Read.All and Directory.Read.All', ['Group.Read.All']],
])('a row of permissions lists alternatives, and what belongs to the first of them: %s', (row, permissions) => {
  const table = `## Permissions\n\n|Type|Permissions|\n|:--|:--|\n|Delegated (work or school account)|${row}|`;
  const found = imported(requestBlock('groups'), table);
  expect(found?.document.actors['admin']?.permissions?.slice(0, permissions.length)).toEqual(permissions);
  expect(found?.document.actors['admin']?.permissions).not.toContain('Directory.Read.All');
});

test.each([
  ['users/{id}/memberOf', true],
  ['me/memberOf', false],
])('what lets a reader see themselves does not let them see others: %s', (path, asksMore) => {
  const table = `## Permissions\n\n|Type|Permissions|\n|:--|:--|\n|Delegated (work or school account)|User.Read|`;
  const text = ['# A page', requestBlock(path), table].join('\n\n');
  const found = importTutorial(readPage({ path: 'page.md', text }), {
    run: { id: 'abcdefghijklm', password: 'x' },
    today: '2026-11-22',
  });
  expect((found?.document.actors['admin']?.permissions ?? []).length > 1).toBe(asksMore);
});

test.each([
  [undefined, 'ada@harbor.example'],
  [[{ query: './owners' }], undefined],
])('who reviews themselves (reviewers %j) is whom their decisions are about: %s', (reviewers, user) => {
  const definitions = 'https://graph.microsoft.com/v1.0/identityGovernance/accessReviews/definitions';
  const http = (lines: string, body: object) => `\`\`\`http\n${lines}\n\n${JSON.stringify(body)}\n\`\`\``;
  const principal = { displayName: 'Ada', userPrincipalName: 'ada@harbor.example' };
  const own = `${definitions}/d/instances/i/decisions/filterByCurrentUser(on='reviewer')`;
  const found = imported(
    http(`POST ${definitions}\nContent-type: application/json`, { displayName: 'A', ...defined({ reviewers }) }),
    http('HTTP/1.1 201 Created\nContent-type: application/json', { id: 'd', displayName: 'A' }),
    'Sign in as one of the two members.',
    `\`\`\`http\nGET ${own}\n\`\`\``,
    http('HTTP/1.1 200 OK\nContent-type: application/json', { value: [{ id: 'x', principal }] }),
  );
  const { admin: _, ...others } = found?.document.actors ?? {};
  expect(Object.values(others).map((one) => one.user)).toEqual([user]);
});
