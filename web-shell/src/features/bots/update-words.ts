import type { BotUpdateKind, UpdateDelivery } from '@veche/contract';
import type { Words } from '../../i18n/words.ts';

/** Every kind, in the order that a person looks for one. */
const places: Readonly<Record<BotUpdateKind, true>> = {
  message: true,
  messageEdited: true,
  buttonPressed: true,
  inlineQuery: true,
  inlineChosen: true,
  post: true,
  postEdited: true,
  memberCame: true,
  memberLeft: true,
  memberChanged: true,
  selfChanged: true,
  joinRequested: true,
  pollChanged: true,
  pollAnswered: true,
  reactionChanged: true,
  messageDeleted: true,
  titleChanged: true,
  reactionsCounted: true,
  blockChanged: true,
  dialogChanged: true,
  appUninstalled: true,
};
export const updateKinds = Object.keys(places) as readonly BotUpdateKind[];

export function chatName({ t }: Words, chat: NonNullable<UpdateDelivery['chat']>): string {
  return chat.title ?? t('console.directChat', { number: chat.chatId });
}
