import type { moderation } from '@veche/contract';
import { expect, test } from 'vitest';
import { createWords } from '../../i18n/words.ts';
import { actWords, verdictWords } from './act-words.ts';

const words = createWords();
await words.forPages();
const act = (kind: string, data: moderation.AdminAct['data'], name: string) =>
  actWords(words, { kind, data, actId: 1, actorId: 1 as moderation.AdminAct['actorId'], at: '' }, name);

test.each([
  ['member.banned', {}, 'Исключение навсегда: Вера'],
  ['message.deleted', { messageIds: [4, 5] }, 'Удаление 2 сообщений: Вера'],
  ['chat.changed', { set: { title: 'Двор', photoId: 7 } }, 'Изменение чата (название, фото): «Двор»'],
  ['chat.changed', { set: {} }, 'Изменение чата'],
  ['something.new', {}, 'Другое действие: something.new'],
])('%s %o is told in words', (kind, data, text) => {
  expect(act(kind, data, 'Вера')).toBe(text);
});

test('a person who is gone is still somebody', () => {
  expect(act('member.removed', {}, '')).toBe('Исключение: Участник');
});

test.each([
  ['report.limited', 'Учётная запись ограничена'],
  ['release.approved', 'Выпуск приложения одобрен'],
  ['release.rejected', 'Выпуск приложения отклонён'],
  ['release.killed', 'Выпуск приложения остановлен'],
  ['organisation.verified', 'Организация проверена'],
  ['something.new', 'Другое действие: something.new'],
])('%s of moderators is told in words', (kind, text) => {
  expect(verdictWords(words, kind)).toBe(text);
});
