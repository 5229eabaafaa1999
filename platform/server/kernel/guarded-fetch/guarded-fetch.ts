import { Agent, type Dispatcher } from 'undici';
import { checkedAddresses, createGuardedConnector, type Resolve, systemResolve } from './connect.ts';
import { FetchFailure, type FetchFailureReason, toFailure } from './failure.ts';
import { ACCEPTED_ENCODINGS, readBody } from './read-body.ts';
import { readTarget } from './target.ts';
import { createTurns } from './turns.ts';
import { createWatch, type Watch } from './watch.ts';

export interface GuardedFetchOptions {
  /** Development only: loopback addresses may be fetched, at any port. */
  readonly allowLoopback?: boolean;
  /** Default: 80, 443, 88, 8443. */
  readonly ports?: readonly number[];
  /** Fetches from one host at a time (4), and how many may wait for it (32). */
  readonly perHost?: number;
  readonly waitingPerHost?: number;
  /** The system's resolver unless a test gives another. */
  readonly resolve?: Resolve;
}

export interface GuardedRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  /** Cookies, host, length and user agent are ours to say. Not carried to another origin by a redirect. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether `http:` will do; redirects included. */
  readonly allowHttp?: boolean;
  /** Of the body, before and after decompression. */
  readonly maxBytes: number;
  /** Keep the first `maxBytes` of a larger body instead of failing. */
  readonly truncate?: boolean;
  /** The whole, redirects included (15), and the longest silence (8). */
  readonly totalSeconds?: number;
  readonly idleSeconds?: number;
  /** Default 5; with 0 an answer that redirects is the answer. */
  readonly maxRedirects?: number;
  readonly signal?: AbortSignal;
}

export interface GuardedResponse {
  readonly ok: true;
  /** After redirects, without its fragment. */
  readonly url: string;
  readonly status: number;
  /** Lower-case names; of several with one name the values joined by `, `. No cookies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  readonly truncated: boolean;
}

export type GuardedResult = GuardedResponse | { readonly ok: false; readonly reason: FetchFailureReason };

export interface GuardedFetch {
  /** Never throws for what the other side does; throws for a request that is itself wrong. */
  fetch(request: GuardedRequest): Promise<GuardedResult>;
  /** Why an address would not be fetched, as its name leads to hosts at this moment; null when it would. Up to 8 seconds. */
  check(url: string, options?: { readonly allowHttp?: boolean }): Promise<FetchFailureReason | null>;
  /** Ends what is under way. */
  stop(): Promise<void>;
}

const USER_AGENT = 'Mozilla/5.0 (compatible; Veche/1.0)';
const PORTS = [80, 443, 88, 8443];
const CHECK_MS = 8_000;
const MAX_HEADER_BYTES = 16 * 1024;
const OURS = ['cookie', 'host', 'connection', 'content-length', 'transfer-encoding', 'user-agent', 'accept-encoding'];
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * The one client for addresses that people and apps give us. It reaches public addresses only (see `addresses.ts`),
 * checks each redirect like a first address, and bounds bytes, time, headers and fetches per host.
 */
export function createGuardedFetch(options: GuardedFetchOptions = {}): GuardedFetch {
  const { allowLoopback = false, ports = PORTS, perHost = 4, waitingPerHost = 32, resolve = systemResolve } = options;
  const agent = new Agent({
    connect: createGuardedConnector({ resolve, ports, allowLoopback, timeoutMs: 10_000 }),
    maxHeaderSize: MAX_HEADER_BYTES,
    allowH2: false,
    keepAliveTimeout: 4_000,
    keepAliveMaxTimeout: 10_000,
    // Time is kept in one place: the watch of each fetch.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const turns = createTurns({ perHost, waitingPerHost });
  const stopping = new AbortController();

  return {
    async fetch(request) {
      const headers = checkedHeaders(request.headers);
      const { totalSeconds = 15, idleSeconds = 8, signal } = request;
      const watch = createWatch({ totalSeconds, idleSeconds, signals: [stopping.signal, ...(signal ? [signal] : [])] });
      try {
        return await follow(request, headers, watch);
      } catch (error) {
        return { ok: false, reason: (watch.failure() ?? toFailure(error)).reason };
      } finally {
        watch.end();
      }
    },
    async check(text, { allowHttp = false } = {}) {
      try {
        const url = readTarget(text, { allowHttp, ports, allowLoopback });
        return await inTime(checkedAddresses({ resolve, ports, allowLoopback }, url.hostname, url.port));
      } catch (error) {
        return toFailure(error).reason;
      }
    },
    async stop() {
      stopping.abort();
      await agent.destroy();
    },
  };

  async function follow(request: GuardedRequest, given: Record<string, string>, watch: Watch): Promise<GuardedResult> {
    const { maxRedirects = 5, allowHttp = false } = request;
    const rules = { allowHttp, ports, allowLoopback };
    let step: Step = {
      url: readTarget(request.url, rules),
      method: request.method ?? 'GET',
      headers: given,
      body: request.body,
    };
    for (let redirects = 0; ; redirects++) {
      const answer = await visit(step, request, watch, maxRedirects > 0);
      if ('ok' in answer) return answer;
      if (redirects >= maxRedirects) throw new FetchFailure('too_many_redirects');
      step = redirected(step, answer, readTarget(answer.location, rules, step.url));
    }
  }

  async function visit(
    step: Step,
    request: GuardedRequest,
    watch: Watch,
    follows: boolean,
  ): Promise<GuardedResponse | Redirect> {
    const release = await turns.take(step.url.hostname, watch.signal);
    try {
      watch.heard();
      const { statusCode, headers, body } = await agent.request({
        origin: step.url.origin,
        path: step.url.pathname + step.url.search,
        method: step.method,
        headers: { ...step.headers, 'user-agent': USER_AGENT, 'accept-encoding': ACCEPTED_ENCODINGS },
        ...(step.body === undefined ? {} : { body: step.body }),
        signal: watch.signal,
      });
      watch.heard();
      const flat = flatten(headers);
      if (follows && REDIRECTS.includes(statusCode) && flat.location !== undefined) {
        drop(body);
        return { status: statusCode, location: flat.location };
      }
      try {
        const { bytes, truncated } = await readBody(body, flat['content-encoding'] ?? '', {
          maxBytes: request.maxBytes,
          truncate: request.truncate ?? false,
          onPiece: watch.heard,
        });
        return { ok: true, url: step.url.href, status: statusCode, headers: flat, bytes, truncated };
      } finally {
        drop(body);
      }
    } finally {
      release();
    }
  }
}

/** Null when a name was looked up in time; the servers of a name answer when they like. */
function inTime(lookup: Promise<unknown>): Promise<null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new FetchFailure('timeout')), CHECK_MS);
    lookup.then(() => resolve(null), reject).finally(() => clearTimeout(timer));
  });
}

interface Step {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array | undefined;
}

interface Redirect {
  readonly status: number;
  readonly location: string;
}

/** As the Fetch standard has it (4.4): 307 and 308 keep the method, and what was said to one origin stays there. */
function redirected(step: Step, { status }: Redirect, url: URL): Step {
  const keepsBody = status === 307 || status === 308;
  const sameOrigin = url.origin === step.url.origin;
  const headers = Object.entries(step.headers).filter(([name]) => {
    if (name.toLowerCase().startsWith('content-')) return keepsBody && sameOrigin;
    return sameOrigin || name.toLowerCase().startsWith('accept');
  });
  return {
    url,
    method: keepsBody ? step.method : 'GET',
    headers: Object.fromEntries(headers),
    body: keepsBody ? step.body : undefined,
  };
}

function checkedHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  for (const name of Object.keys(headers)) {
    if (OURS.includes(name.toLowerCase())) throw new TypeError(`The header ${name} is not the caller's to set.`);
  }
  return { ...headers };
}

function flatten(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || name === 'set-cookie') continue;
    flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}

/** Lets go of what is not read; a body dropped half-way has nobody left to tell. */
function drop(body: Dispatcher.ResponseData['body']): void {
  body.on('error', () => undefined);
  body.destroy();
}
