import { joinParts, type Wing } from '../kernel/wing.ts';
import { archivesPart } from './archives/index.ts';
import { blocksPart } from './blocks/methods.ts';
import { callsPart } from './calls/index.ts';
import { chatSettingsPart } from './chat-settings/methods.ts';
import { keyedAnswersTask } from './chats/keyed.ts';
import { chatHandlers } from './chats/methods.ts';
import { chatDeletionJob } from './chats/deletion.ts';
import { contactsPart } from './contacts/methods.ts';
import { commentsPart } from './comments/methods.ts';
import type { ChatDependencies } from './dependencies.ts';
import { erasurePart } from './erasure/index.ts';
import { mediaPart } from './media/index.ts';
import type { FileGiver } from './media/serving/routes.ts';
import type { WholeUploads } from './media/uploads/whole.ts';
import { inviteHandlers } from './invites/methods.ts';
import { memberHandlers } from './members/methods.ts';
import { roomsData } from './members/personal-data.ts';
import { draftsPart } from './drafts/methods.ts';
import { forwardHandlers } from './forwards/methods.ts';
import { locationHandlers } from './locations/methods.ts';
import { expiryPart } from './expiry/index.ts';
import { foldersPart } from './folders/methods.ts';
import { mentionHandlers } from './mentions/methods.ts';
import { hidingPart } from './hiding/methods.ts';
import { messageHandlers } from './messages/methods.ts';
import { publicNameHandlers } from './public-names/methods.ts';
import { photoHandlers } from './photos/methods.ts';
import { pinHandlers } from './pins/methods.ts';
import { pollsPart } from './polls/methods.ts';
import { previewsPart } from './previews/index.ts';
import { privacyPart } from './privacy/methods.ts';
import { createLive } from './live.ts';
import { reactionHandlers } from './reactions/methods.ts';
import { notificationsPart } from './notifications/index.ts';
import { moderationPart } from './moderation/index.ts';
import { scheduledPart } from './scheduled/index.ts';
import { searchPart } from './search/index.ts';
import { limitHandlers } from './standing/methods.ts';
import { stickersPart } from './stickers/methods.ts';
import { syncHandlers } from './sync/methods.ts';
import { topicHandlers } from './topics/methods.ts';
import { versionHandlers } from './versions/methods.ts';

export { readBlocksWithin } from './blocks/store.ts';
export { block, unblock } from './blocks/methods.ts';
export type { IceServers } from './calls/ice.ts';
export { applyChatApps } from './chat-apps/appliers.ts';
export { applyAdditions } from './chats/appliers.ts';
export { createGroup, openDirectChat } from './chats/create.ts';
export { type ChatFace, readBotMembers, readChatFaces } from './chats/faces.ts';
export { startList } from './chats/list.ts';
export { findDirectChat, findPeer, hasLeft, readRole } from './chats/store.ts';
export { insertModeratorAct, isModerator, requireModerator } from './moderation/store.ts';
export { leaveChats } from './erasure/memberships.ts';
export { readRequestsSince } from './invites/requests.ts';
export { readPoll } from './polls/store.ts';
export { readOwnEmoji, readReactionCounts } from './reactions/store.ts';
export { forBots } from './keyboards/rules.ts';
export { readKeyboard } from './keyboards/store.ts';
export { readFileOwner } from './media/files/store.ts';
export { type ClamAvAddress, createClamAvScanner } from './media/scanner/clamav.ts';
export type { Scanner } from './media/scanner/scanner.ts';
export { applySends } from './messages/appliers.ts';
export { splitWords } from './search/words.ts';
export { sendOperation } from './messages/draft.ts';
export { askAppPush } from './notifications/app-push.ts';
export type { ToldBy } from './dependencies.ts';
export { askSecurityPush } from './notifications/security.ts';
export { tellProfile } from './profiles/tell.ts';
export type { FileGiver } from './media/serving/routes.ts';
export type { WholeUploads } from './media/uploads/whole.ts';
export { readMessagesById, readVisibleMessage, toMessage } from './messages/store.ts';

/** Chats, messages and the reading of their logs. A new feature adds its line here. */
export function createChat(dependencies: ChatDependencies): Wing & {
  readonly live: ReturnType<typeof createLive>;
  readonly uploads: WholeUploads;
  readonly files: FileGiver;
} {
  const live = createLive(dependencies);
  const media = mediaPart(dependencies);
  const parts = joinParts('chat', [
    live.part,
    // Before the features, which then erase what no message needs any more.
    erasurePart(dependencies),
    {
      handlers: chatHandlers(dependencies),
      jobs: [chatDeletionJob(dependencies)],
      tasks: [keyedAnswersTask(dependencies)],
    },
    { handlers: memberHandlers(dependencies), personalData: [roomsData(dependencies)] },
    { handlers: messageHandlers(dependencies) },
    { handlers: publicNameHandlers(dependencies) },
    { handlers: inviteHandlers(dependencies) },
    { handlers: topicHandlers(dependencies) },
    commentsPart(dependencies),
    { handlers: reactionHandlers(dependencies) },
    { handlers: syncHandlers(dependencies) },
    { handlers: versionHandlers(dependencies) },
    moderationPart(dependencies),
    { handlers: limitHandlers(dependencies) },
    searchPart(dependencies),
    notificationsPart(dependencies),
    callsPart(dependencies),
    // After the erasure of messages: files that they carried go with them.
    media,
    archivesPart(dependencies),
    chatSettingsPart(dependencies),
    draftsPart(dependencies),
    { handlers: locationHandlers(dependencies) },
    { handlers: forwardHandlers(dependencies) },
    pollsPart(dependencies),
    previewsPart(dependencies),
    { handlers: photoHandlers(dependencies) },
    { handlers: pinHandlers(dependencies) },
    stickersPart(dependencies),
    { handlers: mentionHandlers(dependencies) },
    foldersPart(dependencies),
    contactsPart(dependencies),
    blocksPart(dependencies),
    privacyPart(dependencies),
    hidingPart(dependencies),
    scheduledPart(dependencies),
    expiryPart(dependencies),
  ]);
  return { ...parts, live, uploads: media.uploads, files: media.files };
}
