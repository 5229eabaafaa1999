import { VecheError } from '@veche/contract';
import type { InviteRow } from './store.ts';

/** What a link may grant: a time to come, and a limit only where nobody decides each time. */
export function checkTerms(
  row: Pick<InviteRow, 'expiresAt' | 'useLimit' | 'needsApproval'>,
  now: Date,
): VecheError | null {
  if (row.expiresAt !== null && row.expiresAt <= now) {
    return new VecheError('invalid_input', 'expiresAt: must be in the future', { field: 'expiresAt' });
  }
  if (row.needsApproval && row.useLimit !== null) {
    return new VecheError('invalid_input', 'useLimit: there is none where admins decide each time', {
      field: 'useLimit',
    });
  }
  return null;
}

/** Whether a link still lets people in. */
export function mayUse(row: InviteRow, now: Date): VecheError | null {
  const isOver =
    row.revokedAt !== null ||
    (row.expiresAt !== null && row.expiresAt <= now) ||
    (row.useLimit !== null && row.useCount >= row.useLimit);
  return isOver ? new VecheError('expired', 'This invitation is no longer valid.', { field: 'token' }) : null;
}

export function noSuchToken(): VecheError {
  return new VecheError('not_found', 'There is no such invitation.', { field: 'token' });
}

export function noSuchInvite(): VecheError {
  return new VecheError('not_found', 'There is no such invitation of this chat.', { field: 'inviteId' });
}
