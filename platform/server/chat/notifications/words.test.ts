import type { AccountId, ChatId, Message, MessageId, PackId } from '@veche/contract';
import { expect, test } from 'vitest';
import { saidOf } from './words.ts';

const plain: Message = {
  chatId: 1 as ChatId,
  messageId: 1 as MessageId,
  senderId: 1 as AccountId,
  at: '2026-01-01T00:00:00.000Z',
  text: '',
  ordinal: 1,
  reactions: [],
};
const file = (kind: 'photo' | 'file', name: string) => ({ kind, name }) as NonNullable<Message['attachments']>[number];

test('a notification says what was written', () => {
  expect(saidOf({ ...plain, text: ' Привет ' }, 'ru')).toBe('Привет');
  expect(saidOf({ ...plain, text: 'Вот', attachments: [file('photo', 'img_1.jpg')] }, 'ru')).toBe('Вот');
});

test('a notification does not give away what is hidden', () => {
  const entities = [{ kind: 'spoiler' as const, offset: 5, length: 6 }];
  expect(saidOf({ ...plain, text: 'Убил садовник', entities }, 'ru')).toBe('Убил [скрыто]ик');
  expect(saidOf({ ...plain, text: 'Убил садовник', entities }, 'en')).toBe('Убил [hidden]ик');
});

test('a notification says what came, where nothing was written', () => {
  const poll = { question: 'Когда?', options: ['в субботу', 'в воскресенье'], anonymous: false, multiple: false };
  const sticker = { packId: 1 as PackId, stickerId: 1, emoji: '🙂' };
  expect(saidOf({ ...plain, attachments: [file('photo', 'img_1.jpg')] }, 'ru')).toBe('Фотография');
  expect(saidOf({ ...plain, attachments: [file('file', 'смета.pdf')] }, 'ru')).toBe('Файл: смета.pdf');
  expect(saidOf({ ...plain, poll }, 'ru')).toBe('Опрос: Когда?');
  expect(saidOf({ ...plain, contact: { name: 'Вера' } }, 'en')).toBe('Contact: Вера');
  expect(saidOf({ ...plain, sticker }, 'ru')).toBe('Стикер');
  expect(saidOf({ ...plain, call: { media: 'audio', outcome: 'missed', seconds: 0 } }, 'ru')).toBe(
    'Пропущенный звонок',
  );
});
