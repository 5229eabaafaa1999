import type { MessageId, Seq } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { reduceChat, stateOf } from './reduce.ts';
import { alice, chat, created, message } from './samples.ts';
import { isOffList, isUnseen, withHidden } from './unseen.ts';

const held = () => stateOf(chat({ lastSeq: 2 as Seq, messageCount: 1, lastMessage: message(2, 1) }));
const hide = (...ids: number[]) => withHidden(held(), ids as MessageId[]);

describe('what one deleted for oneself', () => {
  test('is not the last message, however it comes', () => {
    expect(hide(2).chat.lastMessage).toBeUndefined();
    expect(hide(7).chat.lastMessage?.messageId).toBe(2);
    // Hidden on another device before this one heard of the message.
    const after = reduceChat(hide(3), created(3, 2), alice);
    expect([after.chat.lastMessage?.messageId, after.chat.messageCount]).toEqual([2, 2]);
  });

  test('is remembered once, and no longer than it is needed', () => {
    const twice = withHidden(hide(2, 5), [5, 6] as MessageId[]);
    expect(twice.hidden).toEqual([2, 5, 6]);
    const cleared = withHidden({ ...twice, chat: { ...twice.chat, clearedSeq: 5 as Seq } }, []);
    expect(cleared.hidden).toEqual([6]);
    expect([5, 6, 7].map((id) => isUnseen(cleared, id))).toEqual([true, true, false]);
  });

  test('a chat taken off the list is there again with a message', () => {
    const off = chat({ isRemoved: true });
    expect(isOffList(off)).toBe(true);
    expect(isOffList({ ...off, lastMessage: message(2, 1) })).toBe(false);
    expect(isOffList(chat())).toBe(false);
  });
});
