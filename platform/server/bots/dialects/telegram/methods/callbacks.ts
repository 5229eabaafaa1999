import { badRequest } from '../dialect-error.ts';
import type { DialectMethod } from '../method.ts';

const MAX_ANSWER_LENGTH = 200;

export const answerCallbackQuery: DialectMethod = {
  name: 'answerCallbackQuery',
  uses: ['callback_query_id', 'text', 'show_alert', 'url'],
  passesOver: { cache_time: 'answers are not kept by clients: each press reaches the bot' },
  run: async ({ call, parameters }) => {
    const text = parameters.text('text') ?? '';
    const url = parameters.text('url') ?? '';
    if (text.length > MAX_ANSWER_LENGTH) throw badRequest('MESSAGE_TOO_LONG');
    if (url !== '' && !/^https?:\/\//i.test(url)) throw badRequest('URL_INVALID');
    await call('bots.answerButton', {
      callbackId: parameters.requiredText('callback_query_id').slice(0, 64),
      ...(text === '' ? {} : { text }),
      ...(parameters.boolean('show_alert') === true ? { showAlert: true } : {}),
      ...(url === '' ? {} : { url }),
    });
    return true;
  },
};
