import type { DialectMethod } from '../method.ts';
import { getMe } from './about.ts';
import { answerCallbackQuery } from './callbacks.ts';
import { editMessageReplyMarkup, editMessageText, sendMessage } from './messages.ts';
import { deleteWebhook, getUpdates, getWebhookInfo, setWebhook } from './updates.ts';

/** Methods of the dialect that are served; every other known one is refused by name. */
export const dialectMethods: readonly DialectMethod[] = [
  getMe,
  getUpdates,
  setWebhook,
  deleteWebhook,
  getWebhookInfo,
  sendMessage,
  editMessageText,
  editMessageReplyMarkup,
  answerCallbackQuery,
];
