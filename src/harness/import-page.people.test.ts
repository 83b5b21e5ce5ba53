import { expect, test } from 'vitest';
import { importSource } from './import-page.ts';

const root = 'https://graph.microsoft.com/v1.0';
const fence = (text: string) => `\`\`\`http\n${text}\n\`\`\`\n`;
const user = (name: string, n: number) =>
  [
    fence(
      `POST ${root}/users\nContent-type: application/json\n\n{ "displayName": "${name}", "mailNickname": "u${n}", "userPrincipalName": "u${n}@contoso.com" }`,
    ),
    fence(
      `HTTP/1.1 201 Created\nContent-type: application/json\n\n{ "id": "aaaaaaaa-bbbb-4ccc-8ddd-00000000000${n}" }`,
    ),
  ].join('\n');
const me = fence(`GET ${root}/me`) + fence('HTTP/1.1 200 OK\nContent-type: application/json\n\n{ "id": "x" }');

async function imported(...parts: readonly string[]) {
  const page = { path: 'page.md', text: ['# People', ...parts].join('\n\n') };
  const read = await importSource(page, { scenarioPath: 'page.scenario.yaml', today: '2026-11-22' });
  if (!read.ok) throw new Error(read.problems[0]?.message);
  const { document } = read.value.imported;
  return {
    document,
    summary: read.value.summary.join('\n'),
    actors: document.steps.map(({ actor = 'admin' }) => actor),
  };
}

test.each([
  ['Na colaboração entre locatários, os usuários e convidados trabalham juntos.', 'Criar'],
  ['Collaboration lets members and guests sign in from anywhere.', 'Create'],
  ['来宾的登录活动可以在日志中查看。', '创建'],
  ['Гости могут просматривать журнал входов.', 'Создание'],
])('a sentence that asks for nothing changes no actor: %s', async (sentence, heading) => {
  const { document } = await imported(sentence, `## ${heading}`, user('Ida Holm', 1));
  expect(Object.keys(document.actors)).toEqual(['admin']);
});

test.each([
  'Sign in as one of the members.',
  'Entre no Graph Explorer como um dos membros.',
  '以成员身份登录。',
  'Войдите как один из участников.',
])('a sentence that instructs does, and every change is under "needs you": %s', async (sentence) => {
  const { actors, summary } = await imported(
    '## One',
    user('Ida Holm', 1),
    '## Two',
    sentence,
    me,
    '## Three',
    fence(`GET ${root}/groups`),
  );
  expect(actors).toEqual(['admin', 'member', 'admin']);
  expect(summary).toMatch(/get-me \(line \d+\): the page asks to sign in as another user here/);
  expect(summary).toMatch(/list-groups \(line \d+\): the reader continues here/);
});

test('several people are several actors, each the user whom the page creates', async () => {
  const { actors, document } = await imported(
    ...['## Make them', user('Ida Holm', 1), user('Jon Berg', 2)],
    ...['## Ida', 'Sign in to Graph Explorer as Ida.', me, '## Jon', 'Sign in to Graph Explorer as Jon.', me],
  );
  expect(actors).toEqual(['admin', 'admin', 'ida', 'jon']);
  expect([document.actors['ida']?.user, document.actors['jon']?.user]).toEqual([
    'u1-${run.id}@${domain}',
    'u2-${run.id}@${domain}',
  ]);
});

test.each([
  'After creating the user, go to the Azure portal.',
  'Depois de criar o usuário, abra o portal do Azure.',
  '创建用户后，打开 Azure 门户。',
  'После создания пользователя откройте портал Azure.',
])('what is to be done after the creation comes after it: %s', async (sentence) => {
  const { document } = await imported('## One', sentence, user('Ida Holm', 1));
  expect(document.steps.map(({ manual }) => (manual === undefined ? 'call' : 'by hand'))).toEqual(['call', 'by hand']);
});

test('a group whose name is in the sentence signs in as no one', async () => {
  const group = user('Building security group', 1)
    .replace(', "userPrincipalName": "u1@contoso.com"', '')
    .replace('users', 'groups');
  const { actors } = await imported(
    group,
    '## Look',
    'Sign in as one of the members of **Building security group**.',
    me,
  );
  expect(actors).toEqual(['admin', 'member']);
});

test.each([
  ['Signed in as Adele, look.', 'adele'],
  ['Conectado como Adele, obtenha o perfil.', 'adele'],
  ['以 Adele 的身份登录，获取资料。', 'adele'],
  ['Войдя в систему под именем Анны, получите профиль.', 'ann'],
])('who the page signs in by name is an actor of that name: %s', async (sentence, name) => {
  const { actors, document } = await imported('## Look', sentence, me);
  expect([actors, Object.keys(document.actors)]).toEqual([[name], ['admin', name]]);
});

test('a tab of a translated page is one, and a request below its heading belongs to the section', async () => {
  const tab = (name: string) => `# <a name="${name}"></a>[${name}](#tab/${name})`;
  const { actors, document } = await imported(
    '## <a name="look"></a>Look',
    'Signed in as Adele, look.',
    ...[tab('http'), me, tab('java'), '```http\nGET https://graph.microsoft.com/v1.0/users\n```', '---'],
  );
  expect([actors, document.steps.map(({ title }) => title)]).toEqual([['adele'], ['Look']]);
});

test('where each step is one of several people’s, there is no one else', async () => {
  const { document } = await imported('## A', 'Signed in as Adele, look.', me, '## B', 'Signed in as Alex, look.', me);
  expect(Object.keys(document.actors)).toEqual(['adele', 'alex']);
});
