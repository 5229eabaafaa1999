import type { AccountId, BotUpdate } from '@veche/contract';

/** How a dialect writes updates for a webhook, and what it makes of an answer. */
export interface WebhookWriter {
  /** Header that carries the secret. */
  readonly secretHeader: string;
  /** Bodies of an update, most often one; of those only the ones of `types`, where these are stated. */
  write(botId: AccountId, update: BotUpdate, types?: readonly string[]): Promise<readonly object[]>;
  /** What the target answered beside its 2xx; its failure is nobody's business but the bot's. */
  answered?(botId: AccountId, body: Uint8Array, contentType: string): Promise<void>;
}

/** Our own form. */
export const ownForm: WebhookWriter = {
  secretHeader: 'X-Veche-Webhook-Secret',
  write: (_botId, update) => Promise.resolve([update]),
};
