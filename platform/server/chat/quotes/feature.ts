import { isDeepStrictEqual } from 'node:util';
import { type AccountId, type ChatId, type MessageBody, type MessageId, type Quote, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { MessageFeature } from '../messages/features.ts';
import { placeOf } from './rules.ts';
import { readQuotable } from './store.ts';

interface Quoting {
  chatId: ChatId;
  replyTo: MessageId | null;
  body: MessageBody | null;
}

/** A quote stands in the message replied to, and says where. */
export const quoteFeature: MessageFeature = {
  name: 'quotes',
  concerns: (draft) => draft.body?.quote !== undefined,
  async check(batch, drafts) {
    const answers: (VecheError | null)[] = [];
    for (const draft of drafts) answers.push(await settle(batch, draft, draft.actorId));
    return answers;
  },
  checkEdit: async (batch, before, after) =>
    isDeepStrictEqual(before.body?.quote, after.body?.quote) ? null : settle(batch, after, after.senderId),
};

async function settle(batch: Batch, message: Quoting, quoterId: AccountId): Promise<VecheError | null> {
  const { chatId, replyTo, body } = message;
  const quote = body?.quote;
  if (quote === undefined) return null;
  if (replyTo === null) return refused('only a reply can quote');
  const original = await readQuotable(batch.tx, { chatId, messageId: replyTo, quoterId });
  const offset = placeOf(quote, original ?? '');
  if (offset === null) return refused('is not in the message replied to');
  message.body = { ...body, quote: { text: quote.text, offset } satisfies Quote };
  return null;
}

function refused(why: string): VecheError {
  return new VecheError('invalid_input', `quote: ${why}`, { field: 'quote' });
}
