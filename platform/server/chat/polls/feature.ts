import type { MessageId, VecheError } from '@veche/contract';
import { seatKey } from '../../kernel/conversation-log/index.ts';
import { mayDo } from '../chats/rules.ts';
import type { MessageFeature } from '../messages/features.ts';
import type { MessageRow } from '../messages/store.ts';
import { mayCloseAt, shownPoll } from './rules.ts';
import { deletePolls, insertPolls, readOwnVotes, readResults } from './store.ts';

/** A poll that was sent becomes one that is shown; votes are state of its message, the right answer is no one's yet. */
export const pollFeature: MessageFeature = {
  name: 'polls',
  concerns: (draft) => draft.unfinished?.poll !== undefined,
  async check(batch, drafts) {
    const members = await batch.members(drafts.map(({ chatId, actorId }) => ({ chatId, accountId: actorId })));
    return drafts.map((draft): VecheError | null => {
      const sent = draft.unfinished?.poll;
      const head = batch.head(draft.chatId);
      const member = members.get(seatKey(draft.chatId, draft.actorId));
      if (sent === undefined || head === undefined || member === undefined) return null;
      const refusal = mayDo(head, member, 'sendPolls', batch.at) ?? mayCloseAt(sent.closesAt, batch.at);
      if (refusal === null) draft.body = { ...draft.body, poll: shownPoll(sent, batch.at) };
      return refusal;
    });
  },
  created: (batch, created) =>
    insertPolls(
      batch.tx,
      created.map(({ draft, message }) => ({
        chatId: message.chatId,
        messageId: message.messageId,
        quiz: draft.unfinished?.poll?.quiz,
      })),
    ),
  wiped: deletePolls,
  async decorate(sql, { chatId, rows }) {
    const ids = pollsAmong(rows);
    if (ids.length === 0) return new Map();
    const results = await readResults(sql, chatId, ids);
    return new Map([...results].map(([messageId, pollResults]) => [messageId, { pollResults }]));
  },
  async own(sql, { chatId, rows, readerId }) {
    const ids = pollsAmong(rows);
    if (ids.length === 0) return new Map();
    const votes = await readOwnVotes(sql, chatId, ids, readerId);
    return new Map([...votes].map(([messageId, ownVote]) => [messageId, { ownVote }]));
  },
};

function pollsAmong(rows: readonly MessageRow[]): MessageId[] {
  return rows
    .filter(({ body, deletedAt }) => body?.poll !== undefined && deletedAt === null)
    .map((row) => row.messageId);
}
