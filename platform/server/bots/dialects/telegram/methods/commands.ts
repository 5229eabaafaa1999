import { type BotCommand, botFace, type CommandScope, VecheError } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { toDialectError } from '../errors.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findChat } from '../place.ts';

const MAX_COMMAND_LENGTH = 32;
const MAX_DESCRIPTION_LENGTH = 256;

export const setMyCommands: DialectMethod = {
  name: 'setMyCommands',
  uses: ['commands', 'scope', 'language_code'],
  run: async (request) => {
    const commands = ((request.parameters.list('commands') ?? []) as RawCommand[]).map(readCommand);
    if (commands.length > botFace.MAX_COMMANDS) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    await request.call('bots.setCommands', { ...(await readListName(request)), commands }).catch(throwListError);
    return true;
  },
};

export const getMyCommands: DialectMethod = {
  name: 'getMyCommands',
  uses: ['scope', 'language_code'],
  run: async (request) => (await request.call('bots.getCommands', await readListName(request))).commands,
};

export const deleteMyCommands: DialectMethod = {
  name: 'deleteMyCommands',
  uses: ['scope', 'language_code'],
  run: async (request) => {
    await request.call('bots.deleteCommands', await readListName(request));
    return true;
  },
};

interface RawCommand {
  command?: string;
  description?: string;
}

/** With a slash before it as well. The texts are the reference server's. */
function readCommand({ command: given = '', description: said = '' }: RawCommand): BotCommand {
  const command = given.trim().replace(/^\//, '');
  const description = said.trim();
  if (command === '') throw badRequest('command must be non-empty');
  if ([...command].length > MAX_COMMAND_LENGTH)
    throw badRequest(`command length must not exceed ${MAX_COMMAND_LENGTH}`);
  if (description === '') throw badRequest('command description must be non-empty');
  if ([...description].length > MAX_DESCRIPTION_LENGTH) {
    throw badRequest(`command description length must not exceed ${MAX_DESCRIPTION_LENGTH}`);
  }
  if (!/^[a-z0-9_]+$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
  return { command, description };
}

async function readListName(request: DialectCall): Promise<{ scope: CommandScope; language: string }> {
  return { scope: await readScope(request), language: readLanguage(request) };
}

/** A language of two letters, or none. */
export function readLanguage({ parameters }: DialectCall): string {
  const language = parameters.text('language_code') ?? '';
  if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('invalid language code specified');
  return language;
}

const wideScopes = {
  default: 'default',
  all_private_chats: 'allDirect',
  all_group_chats: 'allGroups',
  all_chat_administrators: 'allAdmins',
} as const;

async function readScope(request: DialectCall): Promise<CommandScope> {
  const given = request.parameters.object('scope');
  if (given === undefined) return { kind: 'default' };
  const type = typeof given['type'] === 'string' ? given['type'] : '';
  if (Object.hasOwn(wideScopes, type)) return { kind: wideScopes[type as keyof typeof wideScopes] };
  if (!['chat', 'chat_administrators', 'chat_member'].includes(type)) throw badRequest('unsupported type specified');
  const chatId = await findChat(request, given['chat_id']);
  if (type === 'chat') return { kind: 'chat', chatId };
  if (type === 'chat_administrators') return { kind: 'chatAdmins', chatId };
  const userId = given['user_id'];
  if (typeof userId !== 'number' || userId < 1) throw badRequest('PARTICIPANT_ID_INVALID');
  return {
    kind: 'chatMember',
    chatId,
    accountId: userId as Extract<CommandScope, { accountId: unknown }>['accountId'],
  };
}

function throwListError(error: unknown): never {
  if (!(error instanceof VecheError)) throw error;
  const own = { 'not_found:scope.chatId': 'chat not found', conflict: 'BOT_COMMANDS_TOO_MUCH' };
  throw toDialectError(
    error,
    error.field?.endsWith('.command') === true ? { invalid_input: 'BOT_COMMAND_INVALID' } : own,
  );
}
