import type { SyncStatus } from './client.ts';
import type { Phase } from './connection.ts';

interface Known {
  /** What this device keeps was read. */
  readonly isLoaded: boolean;
  readonly isSignedOut: boolean;
  /** Something is known of who is signed in, from this device or from the server. */
  readonly isKnown: boolean;
}

/** What people are told of the connection. */
export function statusOf(phase: Phase, { isLoaded, isSignedOut, isKnown }: Known): SyncStatus {
  if (phase === 'ready') return 'online';
  if (isSignedOut) return 'signedOut';
  // Whether anyone is signed in is not known before the first answer.
  if (!isLoaded || (phase === 'opening' && !isKnown)) return 'starting';
  return phase === 'opening' ? 'connecting' : 'offline';
}
