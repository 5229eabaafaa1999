import { type BotUpdate, type ChatId, botWebhooks as contract } from '@veche/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { WebhookWriter } from './form.ts';
import { GONE_MS, splitCredentials, waitAfter } from './rules.ts';
import { confirmSent, markSent, readHeads, readWaitingOf, recordFailure, type WebhookRow } from './store.ts';
import type { Target } from './target.ts';

/** Chats looked up in one statement, and updates of one chat that are sent before others have their turn. */
const HEADS = contract.MAX_WEBHOOK_CONNECTIONS * 5;
const LANE = 20;
const ANSWER_SECONDS = 60;
const MAX_ANSWER_BYTES = 1024 * 1024;
/** Looks again after a failure of our own. */
const AGAIN_MS = 5_000;

interface SenderDependencies {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly log: Logger;
  readonly allowLoopback: boolean;
  readonly writer: WebhookWriter;
  /** The target has said for long that it is gone. */
  readonly onGone: () => void;
}

/**
 * Sends the updates of one bot: chats side by side, each in order. It has its own client and sleeps without asking the
 * database, so that a slow or broken target is no other bot's business.
 */
export function createSender(dependencies: SenderDependencies, webhook: WebhookRow, target: Target) {
  const { sql, clock, log, allowLoopback, writer, onGone } = dependencies;
  const { botId, maxConnections } = webhook;
  const guard = createGuardedFetch({ allowLoopback, perHost: maxConnections, waitingPerHost: maxConnections * 2 });
  const { url, authorization } = splitCredentials(target.url);
  const headers = {
    'content-type': 'application/json',
    ...(authorization === undefined ? {} : { authorization }),
    ...(target.secret === null ? {} : { [writer.secretHeader]: target.secret }),
  };
  const lanes = new Map<ChatId, Promise<void>>();
  let due: ChatId[] = [];
  let isStale = true;
  let looking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let goneSince = webhook.goneSince;
  let stopped = false;

  const sleep = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(wake, Math.max(10, milliseconds));
    timer.unref();
  };

  const look = async (): Promise<void> => {
    isStale = false;
    const served = [...lanes.keys()];
    const now = clock.now();
    const found = await readHeads(sql, { botId, served, now, limit: HEADS });
    due = found.due;
    if (found.nextAt !== null) sleep(found.nextAt.getTime() - now.getTime());
  };

  function pump(): void {
    if (stopped || looking !== null) return;
    while (lanes.size < maxConnections) {
      const chatId = due.shift();
      if (chatId === undefined) break;
      if (lanes.has(chatId)) continue;
      lanes.set(
        chatId,
        serve(chatId)
          .catch((error: unknown) => {
            log.error({ err: error, botId }, 'updates of a bot could not be sent; they are tried again');
            sleep(AGAIN_MS);
          })
          .finally(() => {
            lanes.delete(chatId);
            pump();
          }),
      );
    }
    if (due.length > 0 || !isStale || lanes.size >= maxConnections) return;
    looking = look()
      .catch((error: unknown) => {
        log.error({ err: error, botId }, 'the queue of a bot could not be read; it is tried again');
        sleep(AGAIN_MS);
      })
      .finally(() => {
        looking = null;
        if (due.length > 0 || isStale) pump();
      });
  }

  function wake(): void {
    isStale = true;
    pump();
  }

  async function serve(chatId: ChatId): Promise<void> {
    const waiting = await readWaitingOf(sql, { botId, chatId, limit: LANE });
    let sent = 0;
    try {
      for (const { attempts, ...update } of waiting) {
        if (stopped || !(await deliver(update, attempts))) break;
        await markSent(sql, botId, update.updateId);
        sent += 1;
      }
    } finally {
      if (sent > 0) await confirmSent(sql, botId);
    }
    // There may be more of this chat, or the wait of a failed one is to be known.
    isStale = true;
  }

  async function deliver(update: BotUpdate, attempts: number): Promise<boolean> {
    for (const body of await writer.write(botId, update)) {
      const failure = await post(JSON.stringify(body));
      if (stopped && failure !== null) return false;
      if (failure !== null) return fail(update.updateId, attempts + 1, failure);
    }
    goneSince = null;
    return true;
  }

  async function post(body: string): Promise<Failure | null> {
    const answer = await guard.fetch({
      ...{ url, headers, body, method: 'POST', allowHttp: allowLoopback, maxRedirects: 0 },
      ...{ totalSeconds: ANSWER_SECONDS, idleSeconds: ANSWER_SECONDS, maxBytes: MAX_ANSWER_BYTES, truncate: true },
    });
    if (!answer.ok) return { text: failureTexts[answer.reason] ?? 'Connection failed' };
    if (answer.status < 200 || answer.status > 299) {
      const text = `Wrong response from the webhook: ${answer.status}`;
      return { text, status: answer.status, retryAfter: answer.headers['retry-after'] };
    }
    if (answer.bytes.length > 0 && !answer.truncated) {
      const contentType = answer.headers['content-type'] ?? '';
      await writer
        .answered?.(botId, answer.bytes, contentType)
        .catch((error: unknown) => log.warn({ err: error, botId }, 'what a webhook answered could not be done'));
    }
    return null;
  }

  async function fail(updateId: number, attempt: number, failure: Failure): Promise<false> {
    const at = clock.now();
    const isGone = failure.status === 410;
    goneSince = isGone ? (goneSince ?? at) : null;
    if (goneSince !== null && at.getTime() - goneSince.getTime() >= GONE_MS) onGone();
    const nextAt = new Date(at.getTime() + waitAfter(attempt, failure.retryAfter, Math.random()));
    await recordFailure(sql, { botId, updateId, at, nextAt, text: failure.text, isGone });
    return false;
  }

  return {
    wake,
    /** Ends what is under way; what was not answered is sent again by the next sender. */
    async stop(): Promise<void> {
      stopped = true;
      clearTimeout(timer);
      await guard.stop();
      await looking;
      await Promise.all(lanes.values());
    },
  };
}
export type Sender = ReturnType<typeof createSender>;

interface Failure {
  readonly text: string;
  readonly status?: number;
  readonly retryAfter?: string | undefined;
}

const failureTexts: Readonly<Record<string, string>> = {
  bad_url: 'Bad webhook address',
  forbidden_address: 'The address is reserved',
  unresolved: 'Failed to resolve host',
  unreachable: 'Connection refused',
  timeout: 'Read timeout expired',
  bad_response: 'Wrong response from the webhook',
  busy: 'Too many connections',
};
