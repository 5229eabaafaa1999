import { type AccountId, type ChatId, type MessageId, reactions as contract, VecheError } from '@veche/contract';
import { readAccounts } from '../../identity/index.ts';
import type { Applier, Batch } from '../../kernel/conversation-log/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import { refusedByBlock } from '../blocks/feature.ts';
import { mayDo } from '../chats/rules.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { noSuchChat, noSuchMessage } from '../messages/rules.ts';
import { readKnownMessages, readVisibleMessage } from '../messages/store.ts';
import { mayReact } from './rules.ts';
import { countReaction, deleteReaction, insertReaction, readOwnEmoji, readReactions } from './store.ts';

interface ReactionOperation {
  chatId: ChatId;
  messageId: MessageId;
  actorId: AccountId;
  emoji: string;
  on: boolean;
}
interface ReactionAnswer {
  changed: boolean;
  count: number;
}

const applyReactions: Applier<ReactionOperation, ReactionAnswer> = async (batch, operations) => {
  const answers: (ReactionAnswer | VecheError)[] = [];
  for (const operation of operations) answers.push(await applyReaction(batch, operation));
  return answers;
};

async function applyReaction(batch: Batch, operation: ReactionOperation): Promise<ReactionAnswer | VecheError> {
  const { chatId, messageId, actorId, emoji, on } = operation;
  const head = batch.head(chatId);
  const member = await batch.member(chatId, actorId);
  if (head === undefined || member === null) return noSuchChat();
  const denied = on
    ? (mayDo(head, member, 'react', batch.at) ?? (await refusedByBlock(batch, { chatId, actorId })))
    : null;
  if (denied !== null) return denied;
  const [message] = await readKnownMessages(batch.tx, { chatId, accountId: actorId }, [messageId]);
  const own = await readOwnEmoji(batch.tx, operation, actorId);
  const refusal = mayReact(message, on ? own : [], emoji);
  if (refusal !== null) return refusal;
  const changed = own.includes(emoji) !== on;
  if (changed && on) await insertReaction(batch.tx, operation, actorId, emoji, batch.at);
  if (changed && !on) await deleteReaction(batch.tx, operation, actorId, emoji);
  const count = await countReaction(batch.tx, operation, emoji);
  if (changed) batch.append(chatId, actorId, { kind: 'reaction.changed', messageId, emoji, on, count });
  return { changed, count };
}

/** Those that go first, so that there is room for the others. */
async function replaceReactions(
  batch: Batch,
  { emojis, ...place }: Omit<ReactionOperation, 'emoji' | 'on'> & { emojis: readonly string[] },
): Promise<{ changed: boolean }> {
  const { chatId, actorId, messageId } = place;
  if ((await batch.member(chatId, actorId)) === null) throw noSuchChat();
  const [message] = await readKnownMessages(batch.tx, { chatId, accountId: actorId }, [messageId]);
  if (message === undefined || message.deletedAt !== null) throw noSuchMessage();
  const own = await readOwnEmoji(batch.tx, place, actorId);
  const gone = own.filter((emoji) => !emojis.includes(emoji)).map((emoji) => ({ emoji, on: false }));
  const kept = [...new Set(emojis)].map((emoji) => ({ emoji, on: true }));
  let changed = false;
  for (const act of [...gone, ...kept]) {
    const answer = await applyReaction(batch, { ...place, ...act });
    if (answer instanceof VecheError) throw answer;
    changed ||= answer.changed;
  }
  return { changed };
}

export function reactionHandlers({ sql, writer }: ChatDependencies): Handler[] {
  return [
    implement(contract.add, ({ caller }, input) =>
      writer.submit(applyReactions, { ...input, actorId: accountOf(caller), on: true }),
    ),
    implement(contract.remove, ({ caller }, input) =>
      writer.submit(applyReactions, { ...input, actorId: accountOf(caller), on: false }),
    ),
    implement(contract.set, ({ caller }, { chatId, messageId, emojis }) =>
      writer.transact([chatId], (batch) =>
        replaceReactions(batch, { chatId, messageId, emojis, actorId: accountOf(caller) }),
      ),
    ),
    implement(contract.list, async ({ caller }, { chatId, messageId, limit }) => {
      const message = await readVisibleMessage(sql, { chatId, messageId, accountId: accountOf(caller) });
      if (message === null) throw noSuchMessage();
      const rows = await readReactions(sql, { chatId, messageId }, limit);
      return {
        reactions: rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
        accounts: await readAccounts(
          sql,
          rows.map((row) => row.accountId),
          accountOf(caller),
        ),
      };
    }),
  ];
}
