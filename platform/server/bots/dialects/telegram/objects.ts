import type { Account, ChatId, ChatKind, Language } from '@veche/contract';
import { splitName } from '../../../identity/index.ts';
import { groupChatId } from './ids.ts';

/** A chat as the dialect shows it, with the other person of a direct one. */
export interface ChatView {
  readonly chatId: ChatId;
  readonly kind: ChatKind;
  readonly title?: string | undefined;
  readonly username?: string | undefined;
  readonly hasTopics?: boolean | undefined;
  readonly person?: Account | undefined;
}

export function toUser(account: Account & { language?: Language }) {
  return {
    id: account.accountId,
    is_bot: account.kind === 'bot',
    ...namesOf(account),
    ...(account.username === undefined ? {} : { username: account.username }),
    ...(account.language === undefined || account.kind === 'bot' ? {} : { language_code: account.language }),
  };
}

/** A bot has one name, a person two fields made of it. */
function namesOf({ kind, name }: Account): { first_name: string; last_name?: string } {
  if (kind === 'bot') return { first_name: name };
  const { first, last } = splitName(name);
  return { first_name: first, ...(last === undefined ? {} : { last_name: last }) };
}

export function toChat({ chatId, kind, title, username, hasTopics, person }: ChatView) {
  if (kind !== 'direct') {
    return {
      id: groupChatId(chatId),
      // Groups here hold thousands and have topics, as its supergroups do.
      type: kind === 'channel' ? 'channel' : 'supergroup',
      title: title ?? '',
      ...(username === undefined ? {} : { username }),
      ...(hasTopics === true ? { is_forum: true } : {}),
    };
  }
  return {
    id: person?.accountId ?? 0,
    type: 'private',
    ...(person === undefined ? {} : namesOf(person)),
    ...(person?.username === undefined ? {} : { username: person.username }),
  };
}

export function seconds(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}
