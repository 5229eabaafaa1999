import type { AccountId, ChatAction, ChatId, MessageId, Position, Presence } from '@veche/contract';
import { MAX_PRESENCES } from '@veche/contract/light';
import { createActions } from './actions.ts';
import type { ChatRow } from './client.ts';
import type { Connection, PushFrame } from './connection.ts';
import { createDeliveries, showsPositions } from './deliveries.ts';
import type { Clock } from './ports.ts';
import type { Replica } from './replica.ts';
import type { FromEngine } from './wire.ts';

type LiveFrame = Extract<PushFrame, { t: 'eph' | 'presence' | 'seen' | 'ring' | 'signal' }>;

/** What is true of the moment only: who is here, what they do, how far they have come. Nothing of it is stored. */
export function createLive(parts: {
  replica: Replica;
  connection: Pick<Connection, 'call' | 'phase' | 'say'>;
  clock: Clock;
  /** Chats on screen. */
  open: ReadonlySet<ChatId>;
  output(message: FromEngine): void;
}) {
  const { replica, connection, clock, open, output } = parts;
  const tellPositions = (chatId: ChatId, positions: readonly Position[]) =>
    output({ t: 'live', positions: [[chatId, positions]] });
  const chatOf = (chatId: ChatId) => replica.chats.get(chatId)?.chat;
  const actions = createActions({
    ...{ connection, clock },
    changed: (chatId, list) => output({ t: 'live', actions: [[chatId, list]] }),
  });
  const deliveries = createDeliveries({
    ...{ connection, clock },
    me: () => replica.meta.me,
    row: (chatId) => chatOf(chatId) as ChatRow | undefined,
  });
  let followed = '';

  const peerOf = (chatId: ChatId): AccountId | undefined => {
    const peerId = chatOf(chatId)?.peerId;
    return peerId === replica.meta.me ? undefined : peerId;
  };
  const follow = (): void => {
    const accountIds = [...open].flatMap((chatId) => peerOf(chatId) ?? []).slice(0, MAX_PRESENCES);
    const key = accountIds.join();
    if (connection.phase() !== 'ready' || key === followed) return;
    followed = key;
    connection.say({ t: 'sub', accountIds });
  };
  const readPositions = async (chatId: ChatId): Promise<void> => {
    const chat = chatOf(chatId);
    if (connection.phase() !== 'ready' || chat === undefined || !showsPositions(chat)) return;
    try {
      const { positions } = await connection.call('receipts.get', { chatId });
      tellPositions(chatId, positions);
    } catch {
      // Ticks are worth no second try; opening the chat again is one.
    }
  };

  return {
    say(chatId: ChatId, kind: ChatAction, topicId?: MessageId): void {
      const chat = chatOf(chatId);
      // Nobody looks on in the chat with oneself, nor at who writes in a channel.
      if (chat === undefined || chat.kind === 'channel' || (chat.kind === 'direct' && peerOf(chatId) === undefined))
        return;
      actions.say(chatId, kind, topicId);
    },
    applied: actions.applied,
    look: deliveries.look,
    opened(chatId: ChatId): void {
      follow();
      void readPositions(chatId);
    },
    closed: follow,
    heard(frame: LiveFrame): void {
      if (frame.t === 'ring' || frame.t === 'signal') return output({ t: 'call', frame });
      if (frame.t === 'presence') return output({ t: 'live', presences: frame.presences });
      const chatId = frame.chatId as ChatId;
      if (frame.t === 'seen')
        return tellPositions(
          chatId,
          frame.positions.filter(({ accountId }) => accountId !== replica.meta.me),
        );
      const { accountId, kind, topicId } = frame;
      actions.heard(chatId, { accountId: accountId as AccountId, kind, ...(topicId === undefined ? {} : { topicId }) });
    },
    /** A new connection follows nobody. */
    resume(): void {
      followed = '';
      follow();
      for (const chatId of open) void readPositions(chatId);
    },
    /** Who was online when the connection went may be gone by now. */
    lost(): void {
      output({ t: 'live', presences: [] as Presence[], anew: 'presences' });
    },
    forget(): void {
      actions.forget();
      deliveries.forget();
      followed = '';
      output({ t: 'live', anew: 'all' });
    },
  };
}
