import type { AccountId, Keyboard, VecheError } from '@veche/contract';
import { findNamedAccounts } from '../../identity/index.ts';
import type { Batch } from '../../kernel/conversation-log/index.ts';
import { addresseesOf } from '../mentions/rules.ts';
import { readSenders } from '../mentions/store.ts';
import type { Draft } from '../messages/draft.ts';
import type { MessageFeature } from '../messages/features.ts';
import { mayStand } from './rules.ts';
import { deleteKeyboards, insertKeyboard } from './store.ts';

/** Keys that bots offer in place of writing: a part of the message, with whom they are meant for where not everyone is. */
export const keyboardFeature: MessageFeature = {
  name: 'keyboards',
  concerns: (draft) => draft.body?.keyboard !== undefined,
  async check(batch, drafts) {
    const answers: (VecheError | null)[] = [];
    for (const draft of drafts) {
      const keyboard = draft.body?.keyboard;
      const kind = batch.head(draft.chatId)?.kind ?? 'direct';
      const refusal = keyboard === undefined ? null : mayStand(keyboard, { kind, hasButtons: draft.buttons !== null });
      answers.push(refusal);
      if (refusal === null && keyboard !== undefined) {
        draft.body = { ...draft.body, keyboard: await meantFor(batch, draft, keyboard, kind !== 'direct') };
      }
    }
    return answers;
  },
  async created(batch, created) {
    for (const { message } of created) {
      const { chatId, messageId, keyboard } = message;
      await insertKeyboard(batch.tx, { chatId, messageId, forIds: keyboard?.forIds ?? null });
    }
  },
  wiped: deleteKeyboards,
};

/** Whom a selective keyboard is meant for: those the text names, and who wrote what the message answers. */
async function meantFor(batch: Batch, draft: Draft, keyboard: Keyboard, isShared: boolean): Promise<Keyboard> {
  const { forIds: _given, ...offered } = keyboard;
  if (offered.selective !== true || !isShared) return offered;
  const { chatId, replyTo, text, body } = draft;
  const { names, accountIds } = addresseesOf(text, body?.entities);
  const named = await findNamedAccounts(batch.tx, names);
  const senders = replyTo === null ? new Map() : await readSenders(batch.tx, [{ chatId, messageId: replyTo }]);
  const meant = new Set<AccountId>([...accountIds, ...named.values(), ...senders.values()]);
  // Nobody else has a field to put keys under, and nobody learns who a name belongs to.
  const ids = [...meant];
  await batch.members(ids.map((accountId) => ({ chatId, accountId })));
  return { ...offered, forIds: ids.filter((accountId) => batch.seated(chatId, accountId) != null) };
}
