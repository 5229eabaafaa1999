import type { AccountId, Message } from '@veche/contract';

/**
 * Whether a bot that does not read everything is told of a group's message: commands (those addressed to another
 * bot excepted), replies to the bot, and mentions of it.
 */
export function isMeantFor(
  { text, entities = [] }: Pick<Message, 'text' | 'entities'>,
  isReplyToBot: boolean,
  bot: { readonly botId: AccountId; readonly username: string },
): boolean {
  if (isReplyToBot) return true;
  const own = bot.username.toLowerCase();
  return entities.some((entity) => {
    const { kind, offset, length } = entity;
    if (kind === 'accountMention') return entity.accountId === bot.botId;
    const part = text.slice(offset, offset + length).toLowerCase();
    if (kind === 'mention') return part.slice(1) === own;
    if (kind !== 'botCommand') return false;
    const addressee = part.split('@')[1];
    return addressee === undefined || addressee === own;
  });
}
