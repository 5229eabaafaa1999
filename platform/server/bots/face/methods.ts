import { type AccountId, botFace as contract, type ChatId, type CommandScope, VecheError } from '@veche/contract';
import { readKeyboard, tellProfile } from '../../chat/index.ts';
import { readAccounts } from '../../identity/index.ts';
import { accountOf } from '../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../kernel/rpc/handler.ts';
import type { BotsDependencies } from '../dependencies.ts';
import { aboutFor, commandsFor, scopeKey, usualMenu } from './rules.ts';
import {
  countCommandLists,
  readAbout,
  readChatBots,
  readCommands,
  readMenu,
  removeCommands,
  rename,
  sitsIn,
  writeAbout,
  writeCommands,
  writeMenu,
} from './store.ts';

export function faceHandlers({ sql, writer }: Pick<BotsDependencies, 'sql' | 'writer'>): Handler[] {
  return [
    implement(contract.setCommands, async ({ caller }, { scope, language, commands }) => {
      const list = { botId: accountOf(caller), scope: scopeKey(scope), language };
      if (commands.length === 0) {
        await removeCommands(sql, list);
        return {};
      }
      const twice = commands.findIndex(({ command }, index) =>
        commands.slice(0, index).some((other) => other.command === command),
      );
      if (twice >= 0) {
        const field = `commands.${twice}.command`;
        throw new VecheError('invalid_input', `${field}: stands in the list twice`, { field });
      }
      await requireSeat(list.botId, scope);
      await sql.begin(async (tx) => {
        // Two lists written side by side would both see the same count.
        await tx`select from bot where bot_id = ${list.botId} for update`;
        if ((await readCommands(tx, list)) === null && (await countCommandLists(tx, list.botId)) >= MAX_LISTS) {
          throw new VecheError('conflict', `A bot may keep up to ${MAX_LISTS} lists of commands.`, { field: 'scope' });
        }
        await writeCommands(tx, list, commands);
      });
      return {};
    }),

    implement(contract.getCommands, async ({ caller }, { scope, language }) => ({
      commands: (await readCommands(sql, { botId: accountOf(caller), scope: scopeKey(scope), language })) ?? [],
    })),

    implement(contract.deleteCommands, async ({ caller }, { scope, language }) => {
      await removeCommands(sql, { botId: accountOf(caller), scope: scopeKey(scope), language });
      return {};
    }),

    implement(contract.setName, ({ caller }, { name }) =>
      writer.transact([], async (batch) => {
        const botId = accountOf(caller);
        const isNew = await rename(batch.tx, botId, name);
        const [account] = isNew ? [await tellProfile(batch, botId)] : await readAccounts(batch.tx, [botId], botId);
        if (account === undefined) throw new VecheError('unauthenticated', 'This bot is no more.');
        return { account };
      }),
    ),

    implement(contract.setAbout, async ({ caller }, about) => {
      await writeAbout(sql, accountOf(caller), about);
      return {};
    }),

    implement(contract.getAbout, async ({ caller }, { language }) => {
      const about = await readAbout(sql, accountOf(caller), language);
      return { description: about?.description ?? '', shortDescription: about?.shortDescription ?? '' };
    }),

    implement(contract.setMenu, async ({ caller }, { chatId, menu }) => {
      const botId = accountOf(caller);
      await requireDirect(botId, chatId);
      await writeMenu(sql, { botId, chatId: chatId ?? 0, menu });
      return {};
    }),

    implement(contract.getMenu, async ({ caller }, { chatId }) => {
      const botId = accountOf(caller);
      await requireDirect(botId, chatId);
      return { menu: (await readMenu(sql, botId, chatId ?? 0)) ?? usualMenu };
    }),

    implement(contract.chatBots, async ({ caller }, { chatId }) => {
      const accountId = accountOf(caller);
      const [read, last] = await Promise.all([
        readChatBots(sql, { chatId, accountId, limit: contract.MAX_TOLD_BOTS }),
        readKeyboard(sql, { chatId, accountId }),
      ]);
      if (read === null) throw noSuchChat('chatId');
      const { kind, role, language, bots } = read;
      if (kind === 'channel') return { bots: [] };
      return {
        bots: bots.map(({ account, lists, said, menu }) => ({
          account,
          commands: commandsFor({ kind, chatId, accountId, role }, language, lists),
          ...aboutFor(language, said),
          ...(kind === 'direct' ? { menu: menu ?? usualMenu } : {}),
        })),
        ...(last === null || last.keyboard.kind === 'none' ? {} : { keyboard: last }),
      };
    }),
  ];

  /** Lists for a chat are for those the bot is in, and of a member, for one who is in it. */
  async function requireSeat(botId: AccountId, scope: CommandScope): Promise<void> {
    if (!('chatId' in scope)) return;
    const kinds = scope.kind === 'chat' ? (['direct', 'group'] as const) : (['group'] as const);
    const beside = scope.kind === 'chatMember' ? scope.accountId : undefined;
    if (!(await sitsIn(sql, { botId, chatId: scope.chatId, beside, kinds }))) throw noSuchChat('scope.chatId');
  }

  async function requireDirect(botId: AccountId, chatId: ChatId | undefined): Promise<void> {
    if (chatId !== undefined && !(await sitsIn(sql, { botId, chatId, kinds: ['direct'] }))) throw noSuchChat('chatId');
  }
}

const MAX_LISTS = contract.MAX_COMMAND_LISTS;

/** Refused alike for chats that do not exist and chats one is not in. */
function noSuchChat(field: string): VecheError {
  return new VecheError('not_found', 'There is no such chat among yours.', { field });
}
