import type { Account, BotUpdate } from '@veche/contract';
import { seconds, toChat, toUser, type ChatView } from './objects.ts';
import { toAbsent, toMember } from './members.ts';
import { pollIdOf, toPoll } from './poll.ts';

/** What happens in a chat beside messages. */
export type ChangeEvent = Extract<
  BotUpdate['event'],
  {
    kind:
      | 'memberCame'
      | 'memberLeft'
      | 'memberChanged'
      | 'selfChanged'
      | 'blockChanged'
      | 'joinRequested'
      | 'pollChanged'
      | 'pollAnswered'
      | 'reactionChanged'
      | 'reactionsCounted';
  }
>;

/** A change as the dialect tells it; `bot` is the one that is told. */
export function toChange(event: ChangeEvent, at: string, bot: Account | null): Record<string, unknown> | null {
  const date = seconds(at);
  const view: ChatView = {
    ...event.chat,
    person: event.chat.kind === 'direct' && 'person' in event ? event.person : undefined,
  };
  const chat = toChat(view);
  switch (event.kind) {
    case 'memberCame':
    case 'memberLeft': {
      const { messageId, person, account, kind } = event;
      const user = toUser(account);
      const said = kind === 'memberCame' ? { new_chat_members: [user] } : { left_chat_member: user };
      return { message_id: messageId, from: toUser(person), chat, date, ...said };
    }
    case 'memberChanged':
    case 'selfChanged': {
      const { person, account, before, after } = event;
      const [was, is] = [before, after].map((seat) =>
        seat === undefined ? toAbsent(account) : toMember({ ...seat, account }),
      );
      return { chat, from: toUser(person), date, old_chat_member: was, new_chat_member: is };
    }
    case 'blockChanged': {
      if (bot === null) return null;
      const [here, gone] = [toMember({ account: bot, role: 'member' }), toAbsent(bot, {})];
      const [was, is] = event.isBlocked ? [here, gone] : [gone, here];
      return { chat, from: toUser(event.person), date, old_chat_member: was, new_chat_member: is };
    }
    case 'joinRequested':
      return { chat, from: toUser(event.person), user_chat_id: event.person.accountId, date };
    case 'pollChanged': {
      const { message } = event;
      return message.poll === undefined ? {} : toPoll(message, message.poll, message.pollResults);
    }
    case 'pollAnswered': {
      const { messageId, person, options } = event;
      return {
        poll_id: pollIdOf({ chatId: event.chat.chatId, messageId }),
        user: toUser(person),
        option_ids: options,
        option_persistent_ids: options.map(String),
      };
    }
    case 'reactionChanged': {
      const { messageId, person, before, after } = event;
      const [was, is] = [before, after].map((list) => list.map((emoji) => ({ type: 'emoji', emoji })));
      return { chat, message_id: messageId, user: toUser(person), date, old_reaction: was, new_reaction: is };
    }
    case 'reactionsCounted': {
      const { messageId, reactions } = event;
      const totals = reactions.map(({ emoji, count }) => ({ type: { type: 'emoji', emoji }, total_count: count }));
      return { chat, message_id: messageId, date, reactions: totals };
    }
  }
}
