const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = { least: 60_000, most: 120_000 };
const LONGEST_WISH_MS = 3_600_000;
/** A target that says for so long that it is gone is believed. */
export const GONE_MS = 23 * 3_600_000;

/**
 * How long to wait after a failed attempt, counted from 1: a second at first, then twice as long each time, up to one
 * or two minutes by `chance` (0 to 1), so that many chats do not come back in one moment. What the target asks for in
 * `Retry-After` is honoured up to an hour.
 */
export function waitAfter(attempt: number, retryAfter: string | undefined, chance: number): number {
  const wish = /^\s*\d{1,9}\s*$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0;
  const { least, most } = LONGEST_RETRY_MS;
  const own = Math.min(FIRST_RETRY_MS * 2 ** Math.min(attempt - 1, 20), least + chance * (most - least));
  return Math.max(own, Math.min(wish, LONGEST_WISH_MS));
}

/** An address without the user and the password it names, and the header that says these. */
export function splitCredentials(text: string): { url: string; authorization?: string } {
  const url = URL.parse(text);
  if (url === null || (url.username === '' && url.password === '')) return { url: text };
  const [user, password] = [decode(url.username), decode(url.password)];
  url.username = '';
  url.password = '';
  return { url: url.href, authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
