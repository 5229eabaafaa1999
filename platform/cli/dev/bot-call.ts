import type { WebhookForm } from '@veche/contract';

/** A call that a bot makes: in which dialect, and which method in the dialect's name for it. */
export interface BotCall {
  readonly dialect: WebhookForm;
  readonly method: string;
}

/** `/bot<token>/<method>` and `/file/bot<token>/<path>`; the token has a colon. */
const telegram = /^\/+(file\/+)?bot[^/]*(?::|%3a)[^/]*\/+([^/]*)/i;
const own = /^\/+api\/([^/]+)$/;

/** Reads whether a request is one of a bot; null for those of persons. */
export function botCallOf(door: 'web' | 'max', request: Request): BotCall | null {
  const { pathname } = new URL(request.url);
  if (door === 'max') return { dialect: 'max', method: `${request.method} ${templateOf(pathname)}` };
  const [called, file, method = ''] = telegram.exec(pathname) ?? [];
  if (called !== undefined) return { dialect: 'telegram', method: file === undefined ? method : 'file' };
  const name = own.exec(pathname)?.[1];
  // A token of a bot has a colon, one of a session has none.
  const isBot = /^bearer .*:/i.test(request.headers.get('authorization') ?? '');
  return name !== undefined && isBot ? { dialect: 'veche', method: name } : null;
}

/** Whether a name means the call. The Telegram dialect knows its methods in any case. */
export function isNamed({ dialect, method }: BotCall, name: string): boolean {
  return dialect === 'telegram' ? name.toLowerCase() === method.toLowerCase() : name === method;
}

/** Whether the call asks for updates. */
export function isPoll(call: BotCall): boolean {
  return ['bots.getUpdates', 'getUpdates', 'GET /updates'].some((name) => isNamed(call, name));
}

/** The path with its ids left out: `/chats/{id}/members`. */
function templateOf(pathname: string): string {
  const signed = /^\/+(uploads|files)\//.exec(pathname)?.[1];
  if (signed !== undefined) return `/${signed}/{address}`;
  return pathname.replace(/\/+/g, '/').replace(/\/(-?\d+|mid\.[^/]+|(?<=\/videos\/)[^/]+)(?=\/|$)/g, '/{id}');
}
