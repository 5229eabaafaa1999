import { readCorrespondents } from '../../../identity/index.ts';
import type { WebhookWriter } from '../../webhooks/form.ts';
import { createLinkWriter } from './links.ts';
import type { Tools } from './execute.ts';
import { toUpdates } from './update.ts';

/** Updates in the dialect's form. */
export function createMaxWriter({ sql, webOrigin, addresses, maxOrigin }: Tools): WebhookWriter {
  return {
    secretHeader: 'X-Max-Bot-Api-Secret',
    async write(botId, update, types) {
      const bot = (await readCorrespondents(sql, [botId])).get(botId);
      if (bot === undefined) return [];
      const links = createLinkWriter(addresses, botId, maxOrigin());
      const told = toUpdates(update, { bot, links, webOrigin });
      return told.filter(({ update_type: type }) => types === undefined || types.includes(type));
    },
  };
}
