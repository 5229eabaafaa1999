import type { AccountId, BotCommand, BotMenu, ChatId, CommandScope, Role } from '@veche/contract';

/** A list of commands as it is kept. */
export interface CommandList {
  readonly scope: string;
  readonly language: string;
  readonly commands: BotCommand[];
}

/** What a bot says of itself in a language; empty where nothing is said. */
export interface About {
  readonly language: string;
  readonly description: string;
  readonly shortDescription: string;
}

/** How a scope is written in a key. */
export function scopeKey(scope: CommandScope): string {
  switch (scope.kind) {
    case 'chat':
    case 'chatAdmins':
      return `${scope.kind}:${scope.chatId}`;
    case 'chatMember':
      return `${scope.kind}:${scope.chatId}:${scope.accountId}`;
    default:
      return scope.kind;
  }
}

/** Who looks at a bot's commands, and where. */
export interface Reader {
  readonly kind: 'direct' | 'group';
  readonly chatId: ChatId;
  readonly accountId: AccountId;
  readonly role: Role;
}

/** Keys of the scopes that a reader comes under, the narrowest first: the order of the Telegram dialect. */
export function scopesOf({ kind, chatId, accountId, role }: Reader): string[] {
  if (kind === 'direct') return [`chat:${chatId}`, 'allDirect', 'default'];
  const isAdmin = role !== 'member';
  return [
    `chatMember:${chatId}:${accountId}`,
    ...(isAdmin ? [`chatAdmins:${chatId}`] : []),
    `chat:${chatId}`,
    ...(isAdmin ? ['allAdmins'] : []),
    'allGroups',
    'default',
  ];
}

/** The list that a reader is shown: of the narrowest scope that has one, in the own language before the general one. */
export function commandsFor(reader: Reader, language: string, lists: readonly CommandList[]): BotCommand[] {
  const byName = new Map(lists.map((list) => [`${list.scope} ${list.language}`, list.commands]));
  for (const scope of scopesOf(reader)) {
    const commands = byName.get(`${scope} ${language}`) ?? byName.get(`${scope} `);
    if (commands !== undefined) return commands;
  }
  return [];
}

/** What is said of a bot in a language, each sentence alone: in the own language before the general one. */
export function aboutFor(
  language: string,
  said: readonly About[],
): { description?: string; shortDescription?: string } {
  const [own, general] = [language, ''].map((wanted) => said.find((about) => about.language === wanted));
  const description = own?.description || general?.description;
  const shortDescription = own?.shortDescription || general?.shortDescription;
  return { ...(description && { description }), ...(shortDescription && { shortDescription }) };
}

/** Where nothing was set, the button opens the commands. */
export const usualMenu: BotMenu = { kind: 'commands' };
