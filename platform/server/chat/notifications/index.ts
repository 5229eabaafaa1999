import type { ChatId, ClientId, MessageId } from '@veche/contract';
import { createFollower, type LogEntry } from '../../kernel/conversation-log/index.ts';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { WingPart } from '../../kernel/wing.ts';
import type { ChatDependencies } from '../dependencies.ts';
import { createDelivery } from './delivery.ts';
import { notificationHandlers } from './methods.ts';
import { type NewMessages, notifyPage } from './notify.ts';
import { notificationData } from './personal-data.ts';
import { appPushJob } from './app-push.ts';
import { securityPushJob } from './security.ts';
import { notifyCall, RING_JOB } from './ring.ts';
import { createPushSender } from './sender.ts';
import { readListeningChats } from './store.ts';
import { deriveVapidKeys } from './vapid.ts';

const GATHER_MS = 300;
/** What came while the server was down for long is told by opening the app, not by a storm of pushes. */
const STALE_MS = 5 * 60_000;
const PAGE_JOB = 'notify-members';

/** Web push: follows the logs, and tells the devices of those who want to know. */
export function notificationsPart(dependencies: ChatDependencies): WingPart {
  const { sql, bus, log, clock, jobs, secrets, webOrigin, developmentMode } = dependencies;
  const keys = deriveVapidKeys(secrets);
  const fetch = createGuardedFetch({ allowLoopback: developmentMode });
  const { protocol, hostname, origin } = new URL(webOrigin);
  const subject = protocol === 'https:' ? origin : `mailto:postmaster@${hostname}`;
  const send = createPushSender({ keys, subject, fetch, allowHttp: developmentMode });
  const delivery = createDelivery({ sql, log, send });
  const parts = { sql, clock, delivery };

  const follower = createFollower({
    ...{ name: 'notifications', sql, bus, log, from: 'now', gatherMs: GATHER_MS },
    take: async (tx, pages) => {
      const fresh = [...pages].flatMap(([chatId, entries]) => {
        const messageIds = freshMessages(entries, clock.now());
        return messageIds.length === 0 ? [] : [{ chatId, messageIds }];
      });
      const listening = await readListeningChats(
        tx,
        fresh.map(({ chatId }) => chatId),
      );
      // In the transaction that takes the entries, so that each is told of once and none is lost.
      for (const news of fresh) if (listening.has(news.chatId)) await jobs.add(tx, PAGE_JOB, { ...news, after: 0 });
    },
  });

  return {
    handlers: notificationHandlers(parts, keys.publicKey),
    personalData: [notificationData(dependencies)],
    jobs: [
      { name: RING_JOB, run: (payload) => notifyCall(parts, payload as { chatId: ChatId; callId: ClientId }) },
      securityPushJob(parts),
      appPushJob({ ...parts, mayAppPush: dependencies.mayAppPush }),
      {
        name: PAGE_JOB,
        run: async (payload) => {
          const { after, ...news } = payload as NewMessages & { after: number };
          const last = await notifyPage(parts, news, after);
          if (last !== null) await jobs.add(sql, PAGE_JOB, { ...news, after: last });
        },
      },
    ],
    start: () => Promise.resolve(follower.start()),
    stop: async () => {
      await follower.stop();
      delivery.abort();
      await fetch.stop();
      await delivery.idle();
    },
  };
}

function freshMessages(entries: readonly LogEntry[], now: Date): MessageId[] {
  return entries.flatMap(({ kind, messageId, at }) =>
    kind === 'message.created' && messageId !== null && now.getTime() - at.getTime() < STALE_MS ? [messageId] : [],
  );
}
