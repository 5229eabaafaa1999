import { type AccountId, MAX_ID } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import type { DialectCall } from '../method.ts';

/** The account of `user_id`; one that cannot be is as unknown as any other. */
export function readUserId({ parameters }: DialectCall): AccountId {
  const userId = parameters.integer('user_id') ?? 0;
  if (userId < 1 || userId > MAX_ID) throw badRequest('invalid user_id specified');
  return userId as AccountId;
}
