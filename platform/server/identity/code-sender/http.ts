import { VecheError } from '@veche/contract';
import { VecheStartError } from '../../kernel/start-error.ts';
import type { CodeSender } from './code-sender.ts';

export interface HttpCodeSenderOptions {
  /** Where messages are posted; https only. */
  readonly url: string;
  /** Sent as a bearer token. */
  readonly key: string;
  readonly timeoutMs?: number;
  /** Tests: also `http://127.0.0.1`. */
  readonly allowLoopback?: boolean;
}

const TIMEOUT_MS = 5_000;
/** A person may ask for another code after a minute, so that is when trying again makes sense. */
const RETRY_AFTER_SECONDS = 60;

/** Hands codes to an SMS gateway: POST of `{phone, text}` as JSON; any 2xx means it took the message. */
export function createHttpCodeSender(options: HttpCodeSenderOptions): CodeSender {
  const { key, timeoutMs = TIMEOUT_MS } = options;
  const url = requireSafeUrl(options.url, options.allowLoopback ?? false);
  return {
    send: async ({ phone, text }) => {
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
          body: JSON.stringify({ phone, text }),
          // The address is the operator's; a redirect would carry phone and code elsewhere.
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        await response.body?.cancel();
        if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
      } catch (error) {
        throw new VecheError('unavailable', 'The code could not be sent; try again in a minute.', {
          retryAfterSeconds: RETRY_AFTER_SECONDS,
          cause: error,
        });
      }
    },
  };
}

function requireSafeUrl(text: string, allowLoopback: boolean): URL {
  const url = URL.parse(text);
  const isLoopback = url?.protocol === 'http:' && url.hostname === '127.0.0.1';
  if (url !== null && (url.protocol === 'https:' || (allowLoopback && isLoopback))) return url;
  throw new VecheStartError('The address of the code gateway must start with https://.');
}
