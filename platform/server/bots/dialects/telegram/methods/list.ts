import type { DialectMethod } from '../method.ts';
import { getMe } from './about.ts';
import {
  getChatMenuButton,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  setChatMenuButton,
  setMyDescription,
  setMyName,
  setMyShortDescription,
} from './about-bot.ts';
import { answerCallbackQuery } from './callbacks.ts';
import { deleteMyCommands, getMyCommands, setMyCommands } from './commands.ts';
import { answerInlineQuery } from './inline.ts';
import {
  editMessageLiveLocation,
  sendChatAction,
  sendContact,
  sendLocation,
  stopMessageLiveLocation,
} from './contents.ts';
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
} from './editing.ts';
import {
  deleteChatPhoto,
  getChat,
  getChatAdministrators,
  getChatMember,
  getChatMemberCount,
  leaveChat,
  setChatDescription,
  setChatPermissions,
  setChatPhoto,
  setChatTitle,
} from './chats.ts';
import { closeForumTopic, createForumTopic, editForumTopic, reopenForumTopic } from './forum-topics.ts';
import {
  createChatInviteLink,
  editChatInviteLink,
  exportChatInviteLink,
  revokeChatInviteLink,
} from './invite-links.ts';
import {
  approveChatJoinRequest,
  banChatMember,
  declineChatJoinRequest,
  promoteChatMember,
  restrictChatMember,
  unbanChatMember,
} from './moderation.ts';
import { getFile, getUserProfilePhotos } from './files.ts';
import { copyMessage, copyMessages, forwardMessage, forwardMessages } from './forwarding.ts';
import { pinChatMessage, setMessageReaction, unpinAllChatMessages, unpinChatMessage } from './marks.ts';
import { sendFileMethods, sendMediaGroup } from './media.ts';
import { sendMessage } from './messages.ts';
import { sendPoll, stopPoll } from './polls.ts';
import { close, getUpdates } from './updates.ts';
import { deleteWebhook, getWebhookInfo, setWebhook } from './webhooks.ts';

/** Methods of the dialect that are served; every other known one is refused by name. */
export const dialectMethods: readonly DialectMethod[] = [
  getMe,
  getUpdates,
  close,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  ...sendFileMethods,
  sendMediaGroup,
  sendLocation,
  editMessageLiveLocation,
  stopMessageLiveLocation,
  sendContact,
  sendPoll,
  stopPoll,
  sendChatAction,
  forwardMessage,
  forwardMessages,
  copyMessage,
  copyMessages,
  getFile,
  getUserProfilePhotos,
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  setMessageReaction,
  pinChatMessage,
  unpinChatMessage,
  unpinAllChatMessages,
  answerCallbackQuery,
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  setMyName,
  getMyName,
  setMyDescription,
  getMyDescription,
  setMyShortDescription,
  getMyShortDescription,
  setChatMenuButton,
  getChatMenuButton,
  answerInlineQuery,
  getChat,
  getChatMember,
  getChatMemberCount,
  getChatAdministrators,
  leaveChat,
  setChatTitle,
  setChatDescription,
  setChatPermissions,
  setChatPhoto,
  deleteChatPhoto,
  banChatMember,
  unbanChatMember,
  restrictChatMember,
  promoteChatMember,
  approveChatJoinRequest,
  declineChatJoinRequest,
  createChatInviteLink,
  exportChatInviteLink,
  editChatInviteLink,
  revokeChatInviteLink,
  createForumTopic,
  editForumTopic,
  closeForumTopic,
  reopenForumTopic,
];
