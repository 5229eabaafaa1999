import { botConsole, type BotUpdate, type ChatId, botWebhooks as contract } from '@veche/contract';
import type { Clock } from '../../kernel/clock.ts';
import type { Sql } from '../../kernel/database/sql.ts';
import { createGuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { WebhookWriter } from './form.ts';
import { GONE_MS, splitCredentials, waitAfter } from './rules.ts';
import {
  type Attempt,
  confirmSent,
  isStanding,
  markSent,
  readHeads,
  readWaitingOf,
  recordFailure,
  type WebhookRow,
} from './store.ts';
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
      for (const { update, attempts } of waiting) {
        const attempt = stopped ? null : await deliver(update, attempts);
        if (attempt === null) break;
        await markSent(sql, attempt);
        sent += 1;
      }
    } finally {
      if (sent > 0) await confirmSent(sql, botId);
    }
    // There may be more of this chat, or the wait of a failed one is to be known.
    isStale = true;
  }

  /** Null when it failed: its chat waits. Of several bodies, the last tells how it went. */
  async function deliver(update: BotUpdate, attempts: number): Promise<Attempt | null> {
    const { updateId } = update;
    let attempt: Attempt = { botId, updateId, at: clock.now(), latencyMs: 0 };
    for (const body of await writer.write(botId, update, target.types)) {
      const { failure, ...answer } = await post(JSON.stringify(body));
      attempt = { botId, updateId, at: clock.now(), ...answer };
      if (failure !== undefined) {
        if (!stopped) await fail(attempt, attempts + 1, failure);
        return null;
      }
    }
    goneSince = null;
    return attempt;
  }

  async function post(
    body: string,
  ): Promise<Pick<Attempt, 'latencyMs' | 'status' | 'response'> & { failure?: Failure }> {
    const start = performance.now();
    const answer = await guard.fetch({
      ...{ url, headers, body, method: 'POST', allowHttp: allowLoopback, maxRedirects: 0 },
      ...{ totalSeconds: ANSWER_SECONDS, idleSeconds: ANSWER_SECONDS, maxBytes: MAX_ANSWER_BYTES, truncate: true },
    });
    const latencyMs = Math.round(performance.now() - start);
    if (!answer.ok) return { latencyMs, failure: { text: failureTexts[answer.reason] ?? 'Connection failed' } };
    const { status } = answer;
    const told = { latencyMs, status, response: excerptOf(answer.bytes) };
    if (status < 200 || status > 299) {
      const text = `Wrong response from the webhook: ${status}`;
      return { ...told, failure: { text, retryAfter: answer.headers['retry-after'] } };
    }
    // What is answered is done as the bot: not for an address that was taken away while it answered.
    if (answer.bytes.length > 0 && !answer.truncated && (await isStanding(sql, webhook))) {
      const contentType = answer.headers['content-type'] ?? '';
      await writer
        .answered?.(botId, answer.bytes, contentType)
        .catch((error: unknown) => log.warn({ err: error, botId }, 'what a webhook answered could not be done'));
    }
    return told;
  }

  async function fail(attempt: Attempt, count: number, failure: Failure): Promise<void> {
    const { at } = attempt;
    const isGone = attempt.status === 410;
    goneSince = isGone ? (goneSince ?? at) : null;
    if (goneSince !== null && at.getTime() - goneSince.getTime() >= GONE_MS) onGone();
    const nextAt = new Date(at.getTime() + waitAfter(count, failure.retryAfter, Math.random()));
    await recordFailure(sql, attempt, { nextAt, text: failure.text, isGone });
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
  readonly retryAfter?: string | undefined;
}

/** What is kept of an answer: the beginning, as text that a database takes. */
function excerptOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, botConsole.RESPONSE_EXCERPT * 4)).toString('utf8');
  return text.replaceAll('\0', '').slice(0, botConsole.RESPONSE_EXCERPT).toWellFormed();
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
