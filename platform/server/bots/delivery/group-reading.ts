import { findMarks } from '../marks.ts';

/**
 * Whether a bot that does not read everything is told of a group's message: commands (those addressed to another
 * bot excepted), replies to the bot, and mentions of it.
 */
export function isMeantFor(text: string, isReplyToBot: boolean, username: string): boolean {
  if (isReplyToBot) return true;
  const own = username.toLowerCase();
  return findMarks(text).some(({ kind, offset, length }) => {
    const mark = text.slice(offset, offset + length).toLowerCase();
    if (kind === 'mention') return mark.slice(1) === own;
    if (kind !== 'command') return false;
    const addressee = mark.split('@')[1];
    return addressee === undefined || addressee === own;
  });
}
