import type { AccountId, Chat, ChatId } from '@veche/contract';
import { readBlocksWithin, readBotMembers, readChatFaces } from '../../chat/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { Change, OutboxRow } from './outbox.ts';

type Settings = { readonly [K in keyof Chat]?: Chat[K] | null };

/** Rows for what a person does to the direct chat with a bot, as the person's private log tells it. */
export async function dialogRowsOf({ tx, at, accountEvents }: Batch): Promise<OutboxRow[]> {
  const found = [...accountEvents].flatMap(([personId, events]) =>
    events.flatMap((event) => {
      const change = event.kind === 'chat.settings' ? changeIn(event.set, personId) : undefined;
      return event.kind === 'chat.settings' && change !== undefined ? [{ chatId: event.chatId, change }] : [];
    }),
  );
  const members = await readBotMembers(
    tx,
    found.map(({ chatId }) => chatId),
  );
  if (members.length === 0) return [];
  const bots = new Map<ChatId, AccountId>(members.map(({ chatId, botId }) => [chatId, botId]));
  const faces = await readChatFaces(tx, [...bots.keys()]);
  const dialogs = new Set(faces.filter(({ kind }) => kind === 'direct').map(({ chatId }) => chatId));
  const rows = found.flatMap(({ chatId, change }) => {
    const botId = bots.get(chatId);
    return botId === undefined || !dialogs.has(chatId) ? [] : [{ chatId, botId, at, data: change }];
  });
  // Of who blocks it a bot learns that, and nothing more.
  const blocks = await readBlocksWithin(tx, [...dialogs]);
  return rows.filter(
    ({ chatId, botId, data }) =>
      data.kind === 'blockChanged' ||
      !blocks.some(({ chatId: where, accountId }) => where === chatId && accountId !== botId),
  );
}

function changeIn(set: Settings, personId: AccountId): Change | undefined {
  const { peerBlocked, mutedUntil, isRemoved, clearedSeq } = set;
  if (peerBlocked !== undefined) return { kind: 'blockChanged', personId, isBlocked: peerBlocked === true };
  const change = (what: 'removed' | 'cleared' | 'unmuted') =>
    ({ kind: 'dialogChanged', personId, change: what }) as const;
  if (isRemoved === true) return change('removed');
  // A chat that comes back into the list says again how far it is cleared.
  if (clearedSeq != null && isRemoved === undefined) return change('cleared');
  if (mutedUntil === null) return change('unmuted');
  if (mutedUntil === undefined) return undefined;
  return { kind: 'dialogChanged', personId, change: 'muted', mutedUntil };
}
