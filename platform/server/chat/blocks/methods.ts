import { type AccountId, blocks, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { implement } from '../../kernel/rpc/handler.ts';
import type { WingPart } from '../../kernel/wing.ts';
import { touchSettings } from '../chat-settings/store.ts';
import { tellSettings } from '../chat-settings/tell.ts';
import { accountNamed } from '../chats/account-named.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { momentOfCursor, pageOf } from '../../kernel/paging.ts';
import { countBlocks, deleteBlock, insertBlock, lockPair, markDirectChat, readBlocks } from './store.ts';

const contract = blocks.blockMethods;

export function blocksPart({ sql, writer }: ChatDependencies): WingPart {
  return {
    handlers: [
      implement(contract.add, async ({ caller }, { accountId: blockedId }) => {
        const accountId = accountOf(caller);
        if (blockedId === accountId) {
          throw new VecheError('invalid_input', 'accountId: is your own', { field: 'accountId' });
        }
        await accountNamed(sql, blockedId);
        return writer.transact([], async (batch) => ({ changed: await block(batch, accountId, blockedId) }));
      }),

      implement(contract.remove, ({ caller }, { accountId: blockedId }) => {
        const accountId = accountOf(caller);
        return writer.transact([], async (batch) => ({ changed: await unblock(batch, accountId, blockedId) }));
      }),

      implement(contract.list, async ({ caller }, { cursor, limit }) => {
        const after = (momentOfCursor(cursor, 2) ?? null) as [number, number] | null;
        const rows = await readBlocks(sql, { accountId: accountOf(caller), after, limit: limit + 1 });
        const { page, next } = pageOf(rows, limit, (last) => `${last.at.getTime()}_${last.account.accountId}`);
        return {
          blocks: page.map(({ account, at }) => ({ account, at: at.toISOString() })),
          ...next,
        };
      }),
    ],
  };
}

/** Blocks in the transaction of another act; false when it was so before. */
export async function block(batch: Batch, accountId: AccountId, blockedId: AccountId): Promise<boolean> {
  await lockPair(batch.tx, accountId, blockedId);
  if ((await countBlocks(batch.tx, accountId)) >= blocks.MAX_BLOCKS) {
    throw new VecheError('conflict', `Up to ${blocks.MAX_BLOCKS} accounts can be blocked.`, { field: 'accountId' });
  }
  const changed = await insertBlock(batch.tx, accountId, blockedId, batch.at);
  if (changed) await tell(batch, accountId, blockedId, true);
  return changed;
}

/** Takes a block back in the same way. */
export async function unblock(batch: Batch, accountId: AccountId, blockedId: AccountId): Promise<boolean> {
  await lockPair(batch.tx, accountId, blockedId);
  const changed = await deleteBlock(batch.tx, accountId, blockedId);
  if (changed) await tell(batch, accountId, blockedId, false);
  return changed;
}

/** The direct chat learns it, and the account's devices; the other side is told nothing. */
async function tell(batch: Batch, accountId: AccountId, blockedId: AccountId, isBlocked: boolean): Promise<void> {
  const chatId = await markDirectChat(batch.tx, accountId, blockedId);
  if (chatId !== null) {
    for (const { version } of await touchSettings(batch.tx, accountId, [chatId])) {
      const peerBlocked = isBlocked ? (true as const) : null;
      tellSettings(batch, { accountId, chatId }, { peerBlocked, settingsVersion: version });
    }
  }
  batch.appendAccount(accountId, { kind: 'block.changed', accountId: blockedId, isBlocked });
}
