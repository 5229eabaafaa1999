/** Clients one node may have come back each second. */
const RETURNS_PER_SECOND = 500;
const MAX_SPREAD_MS = 120_000;

/** Milliseconds over which clients should spread their return when so many sockets are let go at once. */
export function spreadOf(sockets: number): number {
  return Math.min(MAX_SPREAD_MS, Math.ceil((sockets / RETURNS_PER_SECOND) * 1000));
}
