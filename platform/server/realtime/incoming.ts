import { MAX_FRAMES_PER_MESSAGE } from '@veche/contract';
import type { Connection } from './connection.ts';

/** The frames of one message, or null when it is none of the allowed forms. */
export function parseFrames(data: Buffer): unknown[] | null {
  try {
    const value: unknown = JSON.parse(data.toString());
    if (typeof value !== 'object' || value === null) return null;
    if (!Array.isArray(value)) return [value];
    return value.length <= MAX_FRAMES_PER_MESSAGE ? value : null;
  } catch {
    return null;
  }
}

/** The id of a frame that is wrong otherwise, for the answer. */
export function idOf(raw: unknown): { id?: string | number } {
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? raw.id : undefined;
  return (typeof id === 'string' && id.length <= 64) || Number.isSafeInteger(id) ? { id: id as string | number } : {};
}

/** Spends a connection's budget of frames; false when it is over. */
export function takeTokens(
  connection: Connection,
  count: number,
  budget: { burst: number; perSecond: number },
): boolean {
  const now = performance.now();
  const refill = ((now - connection.frameTokensAt) * budget.perSecond) / 1000;
  connection.frameTokens = Math.min(budget.burst, connection.frameTokens + refill) - count;
  connection.frameTokensAt = now;
  return connection.frameTokens >= 0;
}
