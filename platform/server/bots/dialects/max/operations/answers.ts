import { z } from 'zod';
import { optionalText, text } from '../fields.ts';
import { readCallbackId, writeMid } from '../ids.ts';
import { defineOperation, success } from '../operation.ts';
import { findPlace } from '../place.ts';
import { edit, newMessage } from '../sending.ts';

/** What a press is answered with: a word to the person, another content of the message, both, or neither. */
export const answerCallback = defineOperation({
  verb: 'POST',
  path: '/answers',
  input: { callback_id: text, message: z.object(newMessage).nullish(), notification: optionalText },
  run: async (call, { callback_id: id, message, notification }) => {
    const { callbackId, message: name } = readCallbackId(id);
    if (message != null) {
      const { kind } = await findPlace(call, name.chatId);
      await edit(call, writeMid({ chatId: name.chatId, kind }, name.messageId), message);
    }
    await call.call('bots.answerButton', { callbackId, ...(notification === undefined ? {} : { text: notification }) });
    return success;
  },
});
