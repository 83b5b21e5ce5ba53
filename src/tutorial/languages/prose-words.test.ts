import { describe, expect, test } from 'vitest';
import {
  changeIn,
  durationIn,
  isAdministrator,
  isAlternative,
  isCleanup,
  isPrerequisites,
  personIn,
  saysToday,
} from './languages.ts';

describe('headings in three languages', () => {
  test.each(['Step 7: Clean up resources', 'Cleaning up', 'Etapa 7: Limpar recursos', '步骤 7：清理资源'])(
    '%s cleans up',
    (text) => {
      expect(isCleanup(text)).toBe(true);
    },
  );
  test.each(['Create a clean room', 'Criar recursos', '创建资源'])('%s does not', (text) => {
    expect(isCleanup(text)).toBe(false);
  });
  test.each(['Prerequisites', 'Pré-requisitos', '先决条件'])('%s says what is needed', (text) => {
    expect(isPrerequisites(text)).toBe(true);
  });
  test.each(['Method 2: Use the portal', 'Option B', 'Opção 2: Use o portal', '方法 2：使用门户'])(
    '%s is another way',
    (text) => {
      expect(isAlternative(text)).toBe(true);
    },
  );
  test.each(['Method 1: Use the API', 'Optional steps', 'Methods', '方法 1'])('%s is not', (text) => {
    expect(isAlternative(text)).toBe(false);
  });
});

test.each([
  ['sign in as one of the two members of the group', 'member'],
  ['Sign in as the reviewer, who is a guest', 'reviewer'],
  ['entre como um dos proprietários', 'owner'],
  ['以成员身份登录', 'member'],
  ['sign in again', undefined],
])('%s: %s', (text, person) => {
  expect(personIn(text)).toBe(person);
});

test.each(['the administrator account', 'conta de administrador', '管理员'])('%s is the reader', (text) => {
  expect(isAdministrator(text)).toBe(true);
});

test.each(["with today's date", 'com a data de hoje', '替换为今天的日期'])('%s: today', (text) => {
  expect(saysToday(text)).toBe(true);
});

test.each([
  ['a date five days from the start', 'P5D'],
  ['a date one year from the start', 'P1Y'],
  ['two-week', 'P2W'],
  ['10 dias depois', 'P10D'],
  ['uma semana', 'P1W'],
  ['三个月', 'P3M'],
  ['30 天后', 'P30D'],
  ['someone else', undefined],
  ['the stone age', undefined],
])('%s lasts %s', (text, duration) => {
  expect(durationIn(text)).toBe(duration);
});

test.each([
  ['see that the decision property for the member is now Approve.', { property: 'decision', value: 'Approve' }],
  ['veja que a propriedade decision agora é Approve', { property: 'decision', value: 'Approve' }],
  ['decision 属性现在为 Approve', { property: 'decision', value: 'Approve' }],
  ['see what is there', undefined],
])('%s: %o', (text, change) => {
  expect(changeIn(text)).toEqual(change);
});
