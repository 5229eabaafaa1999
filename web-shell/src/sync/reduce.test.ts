import type { MessageId } from '@veche/contract';
import { expect, test } from 'vitest';
import { reduceChat, reduceMessage, reduceMessages, stateOf, withRead, withReadOf } from './reduce.ts';
import { alice, bob, chat, created, event, message } from './samples.ts';

const start = stateOf(chat());
const id = (seq: number) => seq as MessageId;

test('a message of another raises the unread count, an own one clears it', () => {
  const heard = reduceChat(reduceChat(start, created(2, 1), alice), created(3, 2), alice);
  expect(heard.chat).toMatchObject({ lastSeq: 3, messageCount: 2, unreadCount: 2, readSeq: 0 });
  const answered = reduceChat(heard, created(4, 3, { senderId: alice }), alice);
  expect(answered.chat).toMatchObject({ unreadCount: 0, readSeq: 4 });
  expect(answered.chat.lastMessage?.messageId).toBe(4);
});

test('a message that another device has read already is not unread', () => {
  const ahead = withRead(start, 5, 0);
  expect(reduceChat(ahead, created(2, 1), alice).chat.unreadCount).toBe(0);
});

test('the read position never goes back', () => {
  const read = withRead({ ...start, chat: chat({ messageCount: 9 }) }, 7, 6);
  expect(withRead(read, 3, 2).chat).toMatchObject({ readSeq: 7, unreadCount: 3 });
  expect(withReadOf(read, chat({ readSeq: 3 as never, messageCount: 9, unreadCount: 8 }))).toBe(read);
});

test('the server corrects a guess at the same read position', () => {
  const guessed = withRead({ ...start, chat: chat({ messageCount: 9 }) }, 7, 6);
  const told = withReadOf(guessed, chat({ readSeq: 7 as never, messageCount: 8, unreadCount: 4 }));
  expect(told.chat.unreadCount).toBe(5);
});

test('members, roles and titles follow the log', () => {
  let state = reduceChat(start, event(2, { kind: 'member.added', accountId: alice, role: 'admin' }), alice);
  state = reduceChat(state, event(3, { kind: 'member.removed', accountId: bob }), alice);
  state = reduceChat(state, event(4, { kind: 'chat.changed', set: { title: 'Сад' } }), alice);
  expect(state.chat).toMatchObject({ memberCount: 2, role: 'admin', title: 'Сад', lastSeq: 4 });
});

test('the held part of the log grows with it, and begins with the first message', () => {
  let state = reduceChat(start, event(2, { kind: 'chat.changed', set: { title: 'Сад' } }), alice);
  expect(state.ranges).toEqual([]);
  state = reduceChat(state, created(3, 1), alice);
  state = reduceChat(state, event(4, { kind: 'message.deleted', messageId: id(3) }), alice);
  expect(state.ranges).toEqual([[3, 4]]);
});

test('deleting the last message marks it, for only the server knows the one before', () => {
  const state = reduceChat(
    reduceChat(start, created(2, 1), alice),
    event(3, { kind: 'message.deleted', messageId: id(2) }),
    alice,
  );
  expect(state.chat.lastMessage).toMatchObject({ deleted: true, text: '' });
  expect(state.chat.messageCount).toBe(1);
});

test('an edit keeps reactions, which events do not carry', () => {
  const held = message(2, 1, { reactions: [{ emoji: '👍', count: 2, mine: true }] });
  const edit = event(5, { kind: 'message.edited', message: message(2, 1, { text: 'new' }) });
  expect(reduceMessage(held, edit, alice)).toMatchObject({ text: 'new', reactions: held.reactions });
});

test('a reaction count is absolute, and mine follows my own events only', () => {
  const on = (seq: number, actor: typeof alice, isOn: boolean, count: number) =>
    event(seq, { kind: 'reaction.changed', messageId: id(2), emoji: '👍', on: isOn, count }, actor);
  let held = reduceMessage(message(2, 1), on(3, bob, true, 1), alice);
  expect(held?.reactions).toEqual([{ emoji: '👍', count: 1, mine: false }]);
  held = reduceMessage(held, on(4, alice, true, 2), alice);
  held = reduceMessage(held, on(4, alice, true, 2), alice);
  expect(held?.reactions).toEqual([{ emoji: '👍', count: 2, mine: true }]);
  held = reduceMessage(held, on(5, bob, false, 1), alice);
  expect(held?.reactions).toEqual([{ emoji: '👍', count: 1, mine: true }]);
  expect(reduceMessage(held, on(6, alice, false, 0), alice)?.reactions).toEqual([]);
});

test('a slice takes a new message only at its newest end, and lets a deleted one go', () => {
  const slice = [message(2, 1), message(3, 2)];
  expect(reduceMessages(slice, created(4, 3), alice, false)).toBe(slice);
  const grown = reduceMessages(slice, created(4, 3), alice, true);
  expect(grown.map(({ messageId }) => messageId)).toEqual([2, 3, 4]);
  const shrunk = reduceMessages(grown, event(5, { kind: 'message.deleted', messageId: id(3) }), alice, true);
  expect(shrunk.map(({ messageId }) => messageId)).toEqual([2, 4]);
});

test('a message that a pull shows as deleted already is never shown', () => {
  const pulled = created(2, 1, { deleted: true, text: '' });
  expect(reduceMessages([], pulled, alice, true)).toEqual([]);
  const state = reduceChat(start, pulled, alice);
  expect(state.chat).toMatchObject({ messageCount: 1, unreadCount: 1 });
  expect(state.chat.lastMessage).toBeUndefined();
});

test('the own seat is what the last change says, and those of others are none of ours', () => {
  const change = (seq: number, more: object) =>
    event(seq, { kind: 'member.changed', accountId: alice, role: 'member', ...more } as never);
  const admin = reduceChat(start, change(2, { role: 'admin', rights: ['inviteMembers'] }), alice);
  expect(admin.chat).toMatchObject({ role: 'admin', rights: ['inviteMembers'] });
  const counted = { ...admin, chat: { ...admin.chat, joinRequestCount: 3 } };
  const restricted = reduceChat(counted, change(3, { restriction: { denied: ['react'] } }), alice);
  expect(restricted.chat).toMatchObject({ role: 'member', restriction: { denied: ['react'] } });
  expect([restricted.chat.rights, restricted.chat.joinRequestCount]).toEqual([undefined, undefined]);
  expect(reduceChat(admin, change(3, {}), bob).chat.role).toBe('admin');
});
