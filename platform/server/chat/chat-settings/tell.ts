import type { AccountId, Chat, ChatId } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';

/** Tells the account's devices what changed of its own settings of a chat. */
export function tellSettings(
  batch: Batch,
  { accountId, chatId }: { accountId: AccountId; chatId: ChatId },
  set: { readonly [K in keyof Chat]?: Chat[K] | null } & { readonly settingsVersion: number },
): void {
  batch.appendAccount(accountId, { kind: 'chat.settings', chatId, set });
}
