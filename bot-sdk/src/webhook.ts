import type { BotUpdate } from '@veche/contract';

/**
 * How deliveries are known to come from the platform.
 *
 * @example
 * const options: WebhookOptions = { secret: 'a long random text' };
 * const answer = bot.webhook(options);
 * const response = await answer(new Request('https://bot.example/', { method: 'POST', body: '{}' }));
 * console.assert(response.status === 401);
 */
export interface WebhookOptions {
  /** What each delivery says in a header: 1 to 256 letters, digits, `_` and `-`. */
  readonly secret: string;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;

interface Answered extends WebhookOptions {
  readonly handle: (update: BotUpdate) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Answers deliveries: 204 for what is handled, 503 once the bot stops, 500 for what is to be sent again. */
export function createWebhook({ secret, handle, signal }: Answered): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== 'POST') return answer(405);
    if (!isSame(request.headers.get('x-veche-webhook-secret') ?? '', secret)) return answer(401);
    if (signal.aborted) return answer(503);
    const text = await readText(request).catch(() => '');
    if (text === null) return answer(413);
    const update = parse(text);
    if (!isUpdate(update)) return answer(400);
    try {
      await handle(update);
      return answer(204);
    } catch {
      // What failed was told to `catch`; the platform needs to know no more than this.
      return answer(500);
    }
  };
}

/** Null for a body that is larger than an update can be: it is not read to its end. */
async function readText({ body }: Request): Promise<string | null> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const piece of body) {
    size += piece.byteLength;
    if (size > MAX_BODY_BYTES) return null;
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function answer(status: number): Response {
  return new Response(null, { status });
}

/** Compares without telling by its time where two texts differ. */
function isSame(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let index = 0; index < secret.length; index += 1)
    difference |= given.charCodeAt(index) ^ secret.charCodeAt(index);
  return difference === 0 && secret !== '';
}

/** The secret says who wrote it; this, that it is an update in our own form and not in a dialect. */
function isUpdate(body: unknown): body is BotUpdate {
  const update = body as Partial<BotUpdate> | null;
  return Number.isInteger(update?.updateId) && typeof update?.event?.kind === 'string';
}
