import type { AccountId, ChatId } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';

interface AdminAct {
  readonly chatId: ChatId;
  readonly actorId: AccountId;
  /** What was done, such as `member.banned`. */
  readonly kind: string;
  /** The account it was done to. */
  readonly targetId?: AccountId;
  /** What the act came with; never what it replaced of a person's words. */
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Writes down what someone did by the rights of an admin, in the transaction that does it. */
export async function recordAdminAct(batch: Batch, { chatId, actorId, kind, targetId, data }: AdminAct): Promise<void> {
  await batch.tx`
    insert into admin_act (chat_id, actor_id, kind, target_id, at, data)
    values (${chatId}, ${actorId}, ${kind}, ${targetId ?? null}, ${batch.at}, ${batch.tx.json((data ?? {}) as never)})`;
}
