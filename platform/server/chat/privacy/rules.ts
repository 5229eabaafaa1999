import { VecheError } from '@veche/contract';

/** The account's rule, or a block: which of them is not said. `field` names the account. */
export function byInviteOnly(field: string): VecheError {
  return new VecheError('forbidden', 'This person cannot be added by you: send an invite link.', { field });
}
