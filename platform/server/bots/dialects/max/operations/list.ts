import type { MaxOperation } from '../operation.ts';
import { answerCallback } from './answers.ts';
import { editChat, getChat, getChats, getPin, removePin, sendAction, setPin } from './chats.ts';
import { comments } from './comments.ts';
import { editMe, getMe, setMyCommands } from './me.ts';
import {
  addAdmins,
  addMembers,
  getAdmins,
  getMembers,
  getMembership,
  leaveChat,
  removeAdmin,
  removeMember,
} from './members.ts';
import { deleteMessage, editMessage, getMessage, getMessages, sendMessage } from './messages.ts';
import { getSubscriptions, subscribe, unsubscribe } from './subscriptions.ts';
import { beginUpload, getVideo } from './uploads.ts';
import { getUpdates } from './updates.ts';

/** Every operation that is served. */
export const operations: readonly MaxOperation[] = [
  getMe,
  editMe,
  setMyCommands,
  getChats,
  getChat,
  editChat,
  sendAction,
  getPin,
  setPin,
  removePin,
  getMembership,
  leaveChat,
  getAdmins,
  addAdmins,
  removeAdmin,
  getMembers,
  addMembers,
  removeMember,
  getMessages,
  sendMessage,
  editMessage,
  deleteMessage,
  getMessage,
  answerCallback,
  getUpdates,
  getSubscriptions,
  subscribe,
  unsubscribe,
  beginUpload,
  getVideo,
  ...comments,
];
