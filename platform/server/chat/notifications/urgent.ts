import { MAX_URGENT_A_DAY, VecheError } from '@veche/contract';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { recordAdminAct } from '../audit/record.ts';
import { holdsRight } from '../chats/rules.ts';
import type { Draft } from '../messages/draft.ts';
import type { MessageFeature } from '../messages/features.ts';

/** Urgent messages ring in quiet hours: admins of groups and channels may send a few a day, and each is on record. */
export const urgentFeature: MessageFeature = {
  name: 'urgent',
  concerns: ({ body }) => body?.urgent === true,
  check: async (batch, drafts) => {
    const answers: (VecheError | null)[] = [];
    for (const draft of drafts) answers.push(await checkOne(batch, draft));
    return answers;
  },
  created: async (batch, created) => {
    for (const { draft, message } of created) {
      const { chatId, actorId } = draft;
      await recordAdminAct(batch, { chatId, actorId, kind: 'message.urgent', data: { messageId: message.messageId } });
    }
  },
};

async function checkOne(batch: Batch, { chatId, actorId }: Draft): Promise<VecheError | null> {
  const head = batch.head(chatId);
  const member = await batch.member(chatId, actorId);
  const may = head !== undefined && head.kind !== 'direct' && member !== null && holdsRight(member, 'postMessages');
  if (!may)
    return new VecheError('forbidden', 'Only admins of a group or channel may send urgent messages.', {
      field: 'urgent',
    });
  const [sent] = await batch.tx<{ count: number; oldest: Date | null }[]>`
    select count(*)::int as count, min(at) as oldest from admin_act
    where chat_id = ${chatId} and kind = 'message.urgent' and at > ${batch.at}::timestamptz - interval '1 day'`;
  if ((sent?.count ?? 0) < MAX_URGENT_A_DAY) return null;
  const free = (sent?.oldest ?? batch.at).getTime() + 86_400_000;
  return new VecheError('rate_limited', `A chat may send ${MAX_URGENT_A_DAY} urgent messages a day.`, {
    field: 'urgent',
    retryAfterSeconds: Math.max(1, Math.ceil((free - batch.at.getTime()) / 1000)),
  });
}
