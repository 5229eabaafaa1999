import type { VecheError } from '@veche/contract';
import { hasLeft } from '../../../chat/index.ts';
import { badRequest, DialectError } from './dialect-error.ts';
import type { DialectCall } from './method.ts';
import type { Place } from './place.ts';

/** Why nothing can be done in a chat, where the dialect has words of its own for it; null for other refusals. */
export async function refusalIn(
  { sql, botId }: DialectCall,
  { chatId, isDirect, kind }: Place,
  { code, field }: VecheError,
): Promise<DialectError | null> {
  if (field !== 'chatId') return null;
  if (code === 'forbidden') {
    if (isDirect) return new DialectError(403, 'Forbidden: bot was blocked by the user');
    return badRequest(
      (await kind()) === 'channel'
        ? 'need administrator rights in the channel chat'
        : 'not enough rights to send text messages to the chat',
    );
  }
  if (code !== 'not_found' || isDirect || !(await hasLeft(sql, chatId, botId))) return null;
  return new DialectError(403, `Forbidden: bot was kicked from the ${await kind()} chat`);
}
