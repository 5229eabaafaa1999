import { type PushPayload, RING_SECONDS } from '@veche/contract';
import webPush from 'web-push';
import type { GuardedFetch } from '../../kernel/guarded-fetch/index.ts';
import type { Subscription } from './store.ts';

export interface PushOutcome {
  /** `gone`: the browser has ended the subscription. `later`: worth another try. */
  state: 'arrived' | 'gone' | 'later' | 'refused';
  status?: number;
  retryAfterSeconds?: number;
}

/** Longest payload in bytes that every push service takes, encryption included 4096 (RFC 8030, section 7.2). */
const MAX_PAYLOAD_BYTES = 3_000;
/** A push that cannot be delivered within a day is old news. */
const TTL_SECONDS = 86_400;

/** Encrypts payloads for their devices (RFC 8291) and hands them to push services through the guarded client. */
export function createPushSender(options: {
  keys: { publicKey: string; privateKey: string };
  /** Who operates the server: its address (RFC 8292, section 2.1). */
  subject: string;
  fetch: GuardedFetch;
  /** Development: push services of this machine speak plain HTTP. */
  allowHttp: boolean;
}) {
  const { keys, subject, fetch, allowHttp } = options;
  return async (subscription: Subscription, payload: PushPayload): Promise<PushOutcome> => {
    const { endpoint, p256dh, auth } = subscription;
    const text = JSON.stringify(payload);
    const details = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      Buffer.byteLength(text) <= MAX_PAYLOAD_BYTES ? text : JSON.stringify({ ...payload, body: undefined }),
      {
        vapidDetails: { subject, ...keys },
        TTL: payload.ring === true ? RING_SECONDS : TTL_SECONDS,
        urgency: payload.urgent === true || payload.ring === true ? 'high' : 'normal',
        contentEncoding: 'aes128gcm',
      },
    );
    const headers = Object.fromEntries(
      Object.entries(details.headers).filter(([name]) => name.toLowerCase() !== 'content-length'),
    ) as Record<string, string>;
    const answer = await fetch.fetch({
      ...{ url: details.endpoint, method: 'POST', headers, body: details.body ?? '', allowHttp },
      ...{ maxBytes: 4096, truncate: true, totalSeconds: 10, maxRedirects: 0 },
    });
    if (!answer.ok) return { state: answer.reason === 'forbidden_address' ? 'gone' : 'later' };
    const { status } = answer;
    if (status >= 200 && status < 300) return { state: 'arrived', status };
    if (status === 404 || status === 410) return { state: 'gone', status };
    if (status !== 429 && status < 500) return { state: 'refused', status };
    const wait = Number(answer.headers['retry-after']);
    return { state: 'later', status, ...(Number.isFinite(wait) && wait > 0 ? { retryAfterSeconds: wait } : {}) };
  };
}
export type PushSender = ReturnType<typeof createPushSender>;
