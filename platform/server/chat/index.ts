import { joinParts, type Wing } from '../kernel/wing.ts';
import { chatSettingsPart } from './chat-settings/methods.ts';
import { chatHandlers } from './chats/methods.ts';
import type { ChatDependencies } from './dependencies.ts';
import { draftsPart } from './drafts/methods.ts';
import { createMedia } from './media/media.ts';
import { messageHandlers } from './messages/methods.ts';
import { reactionHandlers } from './reactions/methods.ts';
import { searchPart } from './search/index.ts';
import { syncHandlers } from './sync/methods.ts';

export { applyAdditions } from './chats/appliers.ts';
export { createGroup, openDirectChat } from './chats/create.ts';
export { type ChatFace, readBotMembers, readChatFaces } from './chats/faces.ts';
export { listChats } from './chats/list.ts';
export { findDirectChat, readChatIds, readRole } from './chats/store.ts';
export { type ClamAvAddress, createClamAvScanner } from './media/scanner/clamav.ts';
export type { Scanner } from './media/scanner/scanner.ts';
export { applySends } from './messages/appliers.ts';
export { sendOperation } from './messages/draft.ts';
export { readMessagesById, readVisibleMessage, toMessage } from './messages/store.ts';

/** Chats, messages and the reading of their logs. A new feature adds its line here. */
export function createChat(dependencies: ChatDependencies): Wing {
  return joinParts('chat', [
    { handlers: chatHandlers(dependencies) },
    { handlers: messageHandlers(dependencies) },
    createMedia(dependencies),
    { handlers: reactionHandlers(dependencies) },
    { handlers: syncHandlers(dependencies) },
    searchPart(dependencies),
    chatSettingsPart(dependencies),
    draftsPart(dependencies),
  ]);
}
