import { isDeepStrictEqual } from 'node:util';
import { type MessageBody, type MessageId, type Quote, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import type { MessageFeature } from '../messages/features.ts';
import { readMessagesById } from '../messages/store.ts';
import { placeOf } from './rules.ts';

interface Quoting {
  chatId: Parameters<typeof readMessagesById>[1];
  replyTo: MessageId | null;
  body: MessageBody | null;
}

/** A quote stands in the message replied to, and says where. */
export const quoteFeature: MessageFeature = {
  name: 'quotes',
  concerns: (draft) => draft.body?.quote !== undefined,
  async check(batch, drafts) {
    const answers: (VecheError | null)[] = [];
    for (const draft of drafts) answers.push(await settle(batch, draft));
    return answers;
  },
  edited: async (batch, before, after) =>
    isDeepStrictEqual(before.body?.quote, after.body?.quote) ? null : settle(batch, after),
};

async function settle(batch: Batch, message: Quoting): Promise<VecheError | null> {
  const { chatId, replyTo, body } = message;
  const quote = body?.quote;
  if (quote === undefined) return null;
  if (replyTo === null) return refused('only a reply can quote');
  const [original] = await readMessagesById(batch.tx, chatId, [replyTo]);
  const offset = placeOf(quote, original?.text ?? '');
  if (offset === null) return refused('is not in the message replied to');
  message.body = { ...body, quote: { text: quote.text, offset } satisfies Quote };
  return null;
}

function refused(why: string): VecheError {
  return new VecheError('invalid_input', `quote: ${why}`, { field: 'quote' });
}
