import type { AccountId, MessageId } from '@veche/contract';
import type { ChatRow, MessageRow } from '../../sync/client.ts';

/** Messages of every state, as if they stood in a chat. They are drawn and nothing else: not kept, never sent. */
export function sampleMessages(chat: ChatRow, text: string, me: AccountId): readonly MessageRow[] {
  const other = (chat.peerId ?? me + 1) as AccountId;
  const at = new Date().toISOString();
  const kinds: readonly (readonly [AccountId, Partial<MessageRow>])[] = [
    [other, {}],
    [
      other,
      {
        reactions: [
          { emoji: '👍', count: 2, mine: true },
          { emoji: '🎉', count: 1, mine: false },
        ],
      },
    ],
    [other, { text: '👍' }],
    [other, { text: '', deleted: true }],
    [me, { editedAt: at }],
    [me, { replyTo: 1 as MessageId }],
    [me, { state: 'waiting' }],
    [me, { state: 'failed', failure: 'forbidden' }],
  ];
  return kinds.map(([senderId, more], index) => ({
    ...{ chatId: chat.chatId, messageId: (index + 1) as MessageId, ordinal: index + 1, key: `sample${index}` },
    ...{ senderId, at, text, reactions: [], state: 'sent' },
    ...more,
  }));
}

/** A chat of the list in every state. */
export function sampleRows(chat: ChatRow): readonly ChatRow[] {
  const { pinnedRank: _rank, mutedUntil: _muted, markedUnread: _marked, mentionCount: _mentions, ...rest } = chat;
  const plain = { ...rest, unreadCount: 0, draft: '' };
  return [
    plain,
    { ...plain, unreadCount: 5 },
    { ...plain, unreadCount: 1234, mentionCount: 1 },
    { ...plain, draft: chat.shownTitle },
    { ...plain, pinnedRank: 1, mutedUntil: 'forever' },
    { ...plain, markedUnread: true },
  ];
}
