import { randomUUID } from 'node:crypto';
import type { ChatId, FileId, MessageId, MethodName } from '@veche/contract';
import { expect, vi } from 'vitest';
import { image } from '../../support/media-samples.ts';
import { clientId, type TestPerson, type TestServer } from '../../support/server.ts';
import { uploaderOf, uploadWhole } from '../../support/uploads.ts';

/** A group with something in it, made anew for each act and door. */
export interface Scene {
  readonly chatId: ChatId;
  /** Of the one who acts. */
  readonly ownId: MessageId;
  /** Of another member. */
  readonly otherId: MessageId;
  readonly pollId: MessageId;
  readonly uploadId: FileId;
}

export interface Act {
  readonly method: MethodName;
  /** Made once and sent twice. */
  input(scene: Scene): object;
  result(scene: Scene): unknown;
  /** Waits for what is done after the answer. */
  settled?(person: TestPerson, input: object): Promise<void>;
  /** What a repeat answers; the same as the first time without it. */
  repeated?(scene: Scene): unknown;
  /** How who is not, or no longer, in the chat is refused; null: the act is about no chat. */
  outside: { code: string; field?: string } | null;
}

const noSuchChat = { code: 'not_found', field: 'chatId' };

/** What people do most, one act of each sort. */
export const acts: readonly Act[] = [
  {
    method: 'messages.send',
    input: ({ chatId, otherId }) => ({ chatId, clientId: clientId(), text: 'привет', replyTo: otherId }),
    result: () => ({ messageId: expect.any(Number), seq: expect.any(Number), at: expect.any(String) }),
    outside: noSuchChat,
  },
  {
    method: 'messages.edit',
    input: ({ chatId, ownId }) => ({ chatId, messageId: ownId, text: 'иначе' }),
    result: ({ ownId }) => ({ message: expect.objectContaining({ messageId: ownId, text: 'иначе' }), changed: true }),
    repeated: ({ ownId }) => ({ message: expect.objectContaining({ messageId: ownId }), changed: false }),
    outside: noSuchChat,
  },
  {
    method: 'messages.delete',
    input: ({ chatId, ownId }) => ({ chatId, messageIds: [ownId] }),
    result: ({ ownId }) => ({ deleted: [ownId] }),
    repeated: () => ({ deleted: [] }),
    outside: noSuchChat,
  },
  {
    method: 'reactions.add',
    input: ({ chatId, otherId }) => ({ chatId, messageId: otherId, emoji: '👍' }),
    result: () => ({ changed: true, count: 1 }),
    repeated: () => ({ changed: false, count: 1 }),
    outside: noSuchChat,
  },
  {
    method: 'messages.history',
    input: ({ chatId }) => ({ chatId, limit: 2 }),
    result: ({ pollId, otherId }) => ({
      messages: [expect.objectContaining({ messageId: otherId }), expect.objectContaining({ messageId: pollId })],
      accounts: expect.any(Array),
      events: [],
      headSeq: pollId,
      hasEarlier: true,
      hasLater: false,
    }),
    outside: noSuchChat,
  },
  {
    method: 'chats.createGroup',
    input: () => ({ clientId: clientId(), title: 'Двор', memberIds: [] }),
    result: () => ({
      chat: expect.objectContaining({ kind: 'group', title: 'Двор', role: 'owner', memberCount: 1 }),
      accounts: expect.any(Array),
    }),
    outside: null,
  },
  {
    method: 'polls.vote',
    input: ({ chatId, pollId }) => ({ chatId, messageId: pollId, options: [1] }),
    result: () => ({
      changed: true,
      results: { voterCount: 1, counts: [0, 1], closed: false },
      ownVote: { options: [1] },
    }),
    repeated: () => expect.objectContaining({ changed: false }),
    outside: noSuchChat,
  },
  {
    method: 'media.finish',
    input: ({ uploadId }) => ({ fileId: uploadId }),
    result: ({ uploadId }) => ({
      file: expect.objectContaining({ fileId: uploadId, kind: 'photo', mimeType: 'image/jpeg', width: 64, height: 48 }),
    }),
    outside: { code: 'not_found', field: 'fileId' },
  },
  {
    method: 'search.messages',
    input: ({ chatId }) => ({ chatId, query: 'черепаха' }),
    result: ({ ownId }) =>
      expect.objectContaining({ messages: [expect.objectContaining({ messageId: ownId, text: 'черепаха' })] }),
    settled: (person, input) =>
      vi.waitFor(async () => expect((await person.call('search.messages', input)).messages).toHaveLength(1), 5000),
    outside: noSuchChat,
  },
  {
    method: 'folders.create',
    input: ({ chatId }) => ({ title: 'Двор', includedIds: [chatId] }),
    result: ({ chatId }) => ({ folder: expect.objectContaining({ title: 'Двор', includedIds: [chatId] }) }),
    repeated: ({ chatId }) => ({ folder: expect.objectContaining({ title: 'Двор', includedIds: [chatId] }) }),
    outside: { code: 'not_found', field: 'includedIds.0' },
  },
  {
    method: 'privacy.set',
    input: () => ({ subject: 'lastSeen', audience: 'contacts' }),
    result: () => ({ rule: { audience: 'contacts', allowedIds: [], deniedIds: [] } }),
    outside: null,
  },
  {
    method: 'scheduled.create',
    input: ({ chatId }) => ({ chatId, clientId: clientId(), at: '2027-01-01T00:00:00.000Z', text: 'с новым годом' }),
    result: () => expect.any(Object),
    outside: noSuchChat,
  },
];

/** The group, its messages and an upload of the one who will act. */
export async function setScene(
  server: TestServer,
  actor: TestPerson,
  other: TestPerson,
  gone: TestPerson,
): Promise<Scene> {
  const memberIds = [actor.accountId, gone.accountId];
  const group = { clientId: clientId(), title: `Двор ${randomUUID()}`, memberIds };
  const { chatId } = (await other.call('chats.createGroup', group)).chat;
  const say = async (person: TestPerson, said: object): Promise<MessageId> =>
    (await person.call('messages.send', { chatId, clientId: clientId(), ...said })).messageId;
  const ownId = await say(actor, { text: 'черепаха' });
  const otherId = await say(other, { text: 'два' });
  const pollId = await say(other, { poll: { question: 'Когда?', options: ['сегодня', 'завтра'] } });
  const uploadId = await uploadWhole(await uploaderOf(server, actor), await image('jpeg'), { kind: 'photo' });
  return { chatId, ownId, otherId, pollId, uploadId };
}
