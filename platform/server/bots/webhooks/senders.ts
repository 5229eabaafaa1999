import { randomUUID } from 'node:crypto';
import type { AccountId, WebhookForm } from '@veche/contract';
import type { BotsDependencies } from '../dependencies.ts';
import type { WebhookWriter } from './form.ts';
import { createSender, type Sender } from './sender.ts';
import { claimWebhooks, deleteWebhook, freeWebhooks, type WebhookRow } from './store.ts';
import { openTarget } from './target.ts';

/** How long a node keeps its webhooks without a sign of life, and how often it gives one. */
const KEPT_MS = 30_000;
const RENEWED_MS = 10_000;

type Dependencies = Pick<BotsDependencies, 'sql' | 'bus' | 'clock' | 'log' | 'secrets' | 'developmentMode'>;

/** The senders of the webhooks that this node has claimed: each webhook has one sender over all nodes. */
export function createSenders(dependencies: Dependencies, forms: Readonly<Record<WebhookForm, WebhookWriter>>) {
  const { sql, bus, clock, log, secrets, developmentMode } = dependencies;
  const node = randomUUID();
  const senders = new Map<AccountId, { sender: Sender; changedAt: number }>();
  let turn: Promise<void> = Promise.resolve();
  let leave: (() => void) | null = null;
  let stopped = false;

  const begin = (row: WebhookRow): void => {
    const { botId } = row;
    const onGone = () => {
      log.info({ botId }, 'the target of a webhook is gone for good; the webhook is removed');
      void deleteWebhook(sql, botId)
        .then(() => bus.publish('webhookChanged', { botId, isSet: false }))
        .catch((error: unknown) => log.error({ err: error, botId }, 'a webhook could not be removed'));
    };
    const options = { sql, clock, log, allowLoopback: developmentMode, writer: forms[row.form], onGone };
    const sender = createSender(options, row, openTarget(secrets, botId, row.targetSealed));
    senders.set(botId, { sender, changedAt: row.changedAt.getTime() });
    sender.wake();
  };

  const claim = async (): Promise<void> => {
    const now = clock.now();
    const until = new Date(now.getTime() + KEPT_MS);
    const rows = stopped ? [] : await claimWebhooks(sql, { sender: node, now, until });
    const ours = new Map(rows.map((row) => [row.botId, row]));
    for (const [botId, { sender, changedAt }] of senders) {
      if (ours.get(botId)?.changedAt.getTime() === changedAt) continue;
      senders.delete(botId);
      await sender.stop();
    }
    if (stopped) return;
    for (const row of rows) {
      if (senders.has(row.botId)) continue;
      try {
        begin(row);
      } catch (error) {
        // One address that cannot be opened keeps nobody else's updates.
        log.error({ err: error, botId: row.botId }, 'the address of a webhook cannot be read; it must be set again');
      }
    }
  };

  /** One at a time: two claims side by side would start a sender twice. */
  const claimAgain = (): void => {
    turn = turn
      .then(claim)
      .catch((error: unknown) => log.error({ err: error }, 'webhooks could not be claimed; it is tried again'));
  };

  return {
    start(): void {
      const timer = setInterval(claimAgain, RENEWED_MS);
      timer.unref();
      const stops = [
        bus.subscribe('webhookChanged', claimAgain),
        bus.subscribe('botUpdates', ({ botId }) => senders.get(botId)?.sender.wake()),
      ];
      leave = () => {
        clearInterval(timer);
        for (const stop of stops) stop();
      };
      claimAgain();
    },
    async stop(): Promise<void> {
      stopped = true;
      leave?.();
      await turn;
      await Promise.all([...senders.values()].map(({ sender }) => sender.stop()));
      senders.clear();
      await freeWebhooks(sql, node);
    },
  };
}
