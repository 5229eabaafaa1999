import type { ChatId, MessageId } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { refusal } from '../../../../tests/support/refusal.ts';
import { clientId, startTestServer, type TestPerson } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera, gleb] = (await Promise.all(
  ['Алиса', 'Борис', 'Вера', 'Глеб'].map((name) => server.person(name)),
)) as [TestPerson, TestPerson, TestPerson, TestPerson];

const idsOf = (people: TestPerson[]) => people.map((person) => person.accountId);
const newChannel = async (...others: TestPerson[]): Promise<ChatId> =>
  (await alice.call('chats.createChannel', { clientId: clientId(), title: 'Новости', memberIds: idsOf(others) })).chat
    .chatId;
const newGroup = async (...others: TestPerson[]): Promise<ChatId> =>
  (await alice.call('chats.createGroup', { clientId: clientId(), title: 'Обсуждение', memberIds: idsOf(others) })).chat
    .chatId;
const send = async (person: TestPerson, chatId: ChatId, text: string, topicId?: MessageId): Promise<MessageId> =>
  (await person.call('messages.send', { chatId, clientId: clientId(), text, ...(topicId && { topicId }) })).messageId;
const link = (person: TestPerson, chatId: ChatId, discussionId: ChatId | null) =>
  person.call('chats.linkDiscussion', { chatId, discussionId });
const codeAndField = async (work: Promise<unknown>) => {
  const { code, field } = await refusal(work);
  return [code, field];
};

describe('comments of a channel', () => {
  let channelId: ChatId;
  let groupId: ChatId;
  let post: MessageId;

  beforeAll(async () => {
    channelId = await newChannel(bob, vera);
    groupId = await newGroup(bob);
    post = await send(alice, channelId, 'Каток открыт');
    await link(alice, channelId, groupId);
  });

  test('have one place in the group, made when they are first asked for', async () => {
    const chats = await Promise.all([channelId, groupId].map((chatId) => bob.call('chats.get', { chatId })));
    expect(chats.map(({ chat }) => chat.linkedChatId)).toEqual([groupId, channelId]);
    expect((await vera.call('comments.list', { chatId: channelId, messageId: post })).messages).toEqual([]);
    const opened = await Promise.all(
      [bob, vera].map((person) => person.call('comments.open', { chatId: channelId, messageId: post })),
    );
    const [first, second] = opened;
    expect(first).toMatchObject({ discussionId: groupId, isMember: true, commentCount: 0 });
    expect(second).toEqual({ ...first, isMember: false });
    const { messages } = await bob.call('messages.history', { chatId: groupId });
    expect(messages).toMatchObject([
      {
        messageId: first?.topicId,
        topicId: first?.topicId,
        text: 'Каток открыт',
        commentsOn: { chatId: channelId, messageId: post },
      },
    ]);
    expect((await bob.call('topics.list', { chatId: groupId })).topics).toEqual([]);
  });

  test('are read by who follows the channel, and written after joining the group', async () => {
    const { topicId } = await vera.call('comments.open', { chatId: channelId, messageId: post });
    await send(bob, groupId, 'Ура!', topicId);
    const seen = await vera.call('comments.list', { chatId: channelId, messageId: post });
    expect(seen).toMatchObject({ isMember: false, commentCount: 1, messages: [{ text: 'Ура!' }], hasEarlier: false });
    expect(await codeAndField(vera.call('messages.history', { chatId: groupId }))).toEqual(['not_found', 'chatId']);
    expect((await refusal(send(vera, groupId, 'И я', topicId))).code).toBe('not_found');
    const { chat } = await vera.call('comments.join', { chatId: channelId });
    expect(chat).toMatchObject({ chatId: groupId, role: 'member' });
    await vera.call('comments.join', { chatId: channelId });
    await send(vera, groupId, 'И я рада', topicId);
    const page = await bob.call('comments.list', { chatId: channelId, messageId: post, limit: 1 });
    expect([page.messages.map(({ text }) => text), page.hasEarlier]).toEqual([['И я рада'], true]);
    const before = page.messages[0]?.messageId;
    const earlier = await bob.call('comments.list', { chatId: channelId, messageId: post, limit: 1, before });
    expect([earlier.messages.map(({ text }) => text), earlier.hasEarlier]).toEqual([['Ура!'], false]);
  });

  test('are counted on the post, in its state and in the log of the channel', async () => {
    const other = await send(alice, channelId, 'Каток закрыт');
    const { lastSeq } = (await bob.call('chats.get', { chatId: channelId })).chat;
    const { topicId } = await bob.call('comments.open', { chatId: channelId, messageId: other });
    const ids = [];
    for (const text of ['Жаль', 'Когда снова?', 'Завтра']) ids.push(await send(bob, groupId, text, topicId));
    const count = async () =>
      (await vera.call('messages.history', { chatId: channelId })).messages.find(({ messageId }) => messageId === other)
        ?.commentCount;
    expect(await count()).toBe(3);
    const told = async () =>
      (await vera.call('sync.pull', { chatId: channelId, after: lastSeq })).events.flatMap((event) =>
        event.kind === 'message.changed' && event.messageId === other ? [event.set.commentCount] : [],
      );
    await expect.poll(async () => (await told()).at(-1), { timeout: 8000 }).toBe(3);
    await bob.call('messages.delete', { chatId: groupId, messageIds: ids.slice(1) });
    expect(await count()).toBe(1);
    await expect.poll(async () => (await told()).at(-1), { timeout: 8000 }).toBe(1);
    // Many comments, few events.
    expect((await told()).length).toBeLessThan(4);
  });

  test('are closed to strangers and to who is banned from the group', async () => {
    const at = { chatId: channelId, messageId: post };
    expect(await codeAndField(gleb.call('comments.list', at))).toEqual(['not_found', 'chatId']);
    expect(await codeAndField(gleb.call('comments.open', at))).toEqual(['not_found', 'chatId']);
    expect(await codeAndField(gleb.call('comments.join', { chatId: channelId }))).toEqual(['not_found', 'chatId']);
    await alice.call('chats.addMember', { chatId: channelId, accountId: gleb.accountId });
    const absent = gleb.call('comments.open', { chatId: channelId, messageId: 4711 });
    expect(await codeAndField(absent)).toEqual(['not_found', 'messageId']);
    await alice.call('members.ban', { chatId: groupId, accountId: gleb.accountId });
    expect(await codeAndField(gleb.call('comments.list', at))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(gleb.call('comments.join', { chatId: channelId }))).toEqual(['forbidden', 'chatId']);
  });
});

describe('linking a discussion', () => {
  test('takes who may change both, a channel and a group that discusses nothing else', async () => {
    const channelId = await newChannel(bob);
    const groupId = await newGroup(bob);
    expect(await codeAndField(link(bob, channelId, groupId))).toEqual(['forbidden', 'chatId']);
    expect(await codeAndField(link(gleb, channelId, groupId))).toEqual(['not_found', 'chatId']);
    await alice.call('members.promote', { chatId: channelId, accountId: bob.accountId });
    expect(await codeAndField(link(bob, channelId, groupId))).toEqual(['forbidden', 'discussionId']);
    const foreign = (await gleb.call('chats.createGroup', { clientId: clientId(), title: 'Чужие', memberIds: [] }))
      .chat;
    expect(await codeAndField(link(alice, channelId, foreign.chatId))).toEqual(['not_found', 'discussionId']);
    expect(await codeAndField(link(alice, groupId, channelId))).toEqual(['not_supported', 'chatId']);
    expect(await codeAndField(link(alice, channelId, await newChannel()))).toEqual(['not_supported', 'discussionId']);
    expect([await link(alice, channelId, groupId), await link(alice, channelId, groupId)]).toEqual([
      { changed: true },
      { changed: false },
    ]);
    expect(await codeAndField(link(alice, await newChannel(), groupId))).toEqual(['conflict', 'discussionId']);
  });

  test('ends with another link, and with the chat on the other side', async () => {
    const channelId = await newChannel(bob);
    const [first, second] = [await newGroup(bob), await newGroup(bob)];
    const post = await send(alice, channelId, 'Новость');
    const linkOf = async (chatId: ChatId) => (await bob.call('chats.get', { chatId })).chat.linkedChatId;
    await link(alice, channelId, first);
    const before = await bob.call('comments.open', { chatId: channelId, messageId: post });
    await link(alice, channelId, second);
    expect([await linkOf(channelId), await linkOf(first), await linkOf(second)]).toEqual([
      second,
      undefined,
      channelId,
    ]);
    const after = await bob.call('comments.open', { chatId: channelId, messageId: post });
    expect([before.discussionId, after.discussionId]).toEqual([first, second]);
    await alice.call('chats.delete', { chatId: second });
    await expect.poll(() => linkOf(channelId), { timeout: 10_000 }).toBeUndefined();
    expect(await codeAndField(bob.call('comments.open', { chatId: channelId, messageId: post }))).toEqual([
      'not_found',
      'chatId',
    ]);
    await link(alice, channelId, first);
    expect(await link(alice, channelId, null)).toEqual({ changed: true });
    expect(await linkOf(first)).toBeUndefined();
  });
});

describe('what opens a group to strangers', () => {
  test('is not for members, though they may change its title', async () => {
    const groupId = await newGroup(bob);
    await alice.call('chats.update', { chatId: groupId, permissions: ['sendMessages', 'changeInfo'] });
    const { chat } = await bob.call('chats.createChannel', { clientId: clientId(), title: 'Своё', memberIds: [] });
    expect(await codeAndField(link(bob, chat.chatId, groupId))).toEqual(['forbidden', 'discussionId']);
    await alice.call('members.promote', { chatId: groupId, accountId: bob.accountId, rights: ['changeInfo'] });
    expect(await codeAndField(link(bob, chat.chatId, groupId))).toEqual(['forbidden', 'discussionId']);
    const rights = ['changeInfo', 'inviteMembers'] as const;
    await alice.call('members.promote', { chatId: groupId, accountId: bob.accountId, rights: [...rights] });
    expect(await link(bob, chat.chatId, groupId)).toEqual({ changed: true });
  });
});

test('a post that is deleted does not live on in the discussion; its comments stay', async () => {
  const channelId = await newChannel(bob);
  const groupId = await newGroup(bob);
  await link(alice, channelId, groupId);
  const post = await send(alice, channelId, 'опечатка с адресом');
  const { topicId } = await bob.call('comments.open', { chatId: channelId, messageId: post });
  await send(bob, groupId, 'спасибо', topicId);
  await alice.call('messages.delete', { chatId: channelId, messageIds: [post] });
  const said = async () => (await bob.call('messages.history', { chatId: groupId })).messages.map(({ text }) => text);
  await expect.poll(said, { timeout: 10_000 }).toEqual(['спасибо']);
});
