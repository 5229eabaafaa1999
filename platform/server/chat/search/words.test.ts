import type { AccountId, ChatId, FileId, Message, MessageId, PackId } from '@veche/contract';
import { expect, test } from 'vitest';
import { kindsOf, wordsOf } from './words.ts';

const plain: Message = {
  chatId: 1 as ChatId,
  messageId: 1 as MessageId,
  senderId: 1 as AccountId,
  at: '2026-01-01T00:00:00.000Z',
  text: '',
  ordinal: 1,
  reactions: [],
};

test('a poll is found by its question and its options', () => {
  const poll = { question: 'Когда?', options: ['в субботу', 'в воскресенье'], anonymous: false, multiple: false };
  const message = { ...plain, poll };
  expect(wordsOf(message).split('\n')).toEqual(['Когда?', 'в субботу', 'в воскресенье']);
  expect(kindsOf(message)).toEqual(['poll']);
});

test('a file is found by its name, a contact by the name on the card', () => {
  const file = { fileId: 1 as FileId, kind: 'file', name: 'смета.pdf', sizeBytes: 1, mimeType: 'application/pdf' };
  const attachments = [file as NonNullable<Message['attachments']>[number]];
  expect(wordsOf({ ...plain, text: 'вот', attachments })).toBe('вот\nсмета.pdf');
  expect(wordsOf({ ...plain, contact: { name: 'Вера' } })).toBe('Вера');
});

test('a sticker is one with and without a picture', () => {
  const sticker = { packId: 1 as PackId, stickerId: 1, emoji: '🙂' };
  expect(kindsOf({ ...plain, sticker })).toEqual(['sticker']);
});
