import type { AccountId, ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { aboutFor, commandsFor, type Reader, scopeKey, scopesOf } from './rules.ts';

const chatId = 7 as ChatId;
const accountId = 9 as AccountId;
const member: Reader = { kind: 'group', chatId, accountId, role: 'member' };
const list = (scope: string, language: string, command: string) => ({
  ...{ scope, language },
  commands: [{ command, description: command }],
});
const first = (reader: Reader, language: string, lists: ReturnType<typeof list>[]) =>
  commandsFor(reader, language, lists)[0]?.command;

test('a scope of a chat names the chat, and one of a member the member too', () => {
  expect(scopeKey({ kind: 'allGroups' })).toBe('allGroups');
  expect(scopeKey({ kind: 'chatMember', chatId, accountId })).toBe('chatMember:7:9');
});

test('scopes of admins are passed over for who is none', () => {
  expect(scopesOf(member)).toEqual(['chatMember:7:9', 'chat:7', 'allGroups', 'default']);
  expect(scopesOf({ ...member, role: 'admin' })).toEqual([
    ...['chatMember:7:9', 'chatAdmins:7', 'chat:7', 'allAdmins', 'allGroups', 'default'],
  ]);
  expect(scopesOf({ ...member, kind: 'direct' })).toEqual(['chat:7', 'allDirect', 'default']);
});

test('a narrow scope goes before a language, and the own language before the general list', () => {
  const lists = [list('default', 'ru', 'd_ru'), list('default', '', 'd'), list('allGroups', '', 'g')];
  expect(first(member, 'ru', lists)).toBe('g');
  expect(first({ ...member, kind: 'direct' }, 'ru', lists)).toBe('d_ru');
  expect(first({ ...member, kind: 'direct' }, 'en', lists)).toBe('d');
  expect(commandsFor(member, 'ru', [])).toEqual([]);
});

test('a sentence that is not said in the own language is taken from the general ones', () => {
  const said = [
    { language: 'ru', description: 'Эхо', shortDescription: '' },
    { language: '', description: 'Echo', shortDescription: 'Repeats' },
  ];
  expect(aboutFor('ru', said)).toEqual({ description: 'Эхо', shortDescription: 'Repeats' });
  expect(aboutFor('en', [])).toEqual({});
});
