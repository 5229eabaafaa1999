import { readCorrespondents } from '../../../identity/index.ts';
import { readBotToken } from '../../registration/store.ts';
import type { WebhookWriter } from '../../webhooks/form.ts';
import { createLinkWriter } from './links.ts';
import type { Tools } from './execute.ts';
import { toUpdates } from './update.ts';

/** Updates in the dialect's form. */
export function createMaxWriter({ sql, webOrigin, addresses, maxOrigin }: Tools): WebhookWriter {
  return {
    secretHeader: 'X-Max-Bot-Api-Secret',
    async write(botId, update, types) {
      const [token, accounts] = await Promise.all([readBotToken(sql, botId), readCorrespondents(sql, [botId])]);
      const bot = accounts.get(botId);
      if (bot === undefined || token === null) return [];
      const links = createLinkWriter(addresses, { botId, tokenHash: token.hash, origin: maxOrigin() });
      return toUpdates(update, { bot, links, webOrigin, types: types ?? null });
    },
  };
}
