import type { AccountId, InputOf, MethodByName, MethodName, OutputOf } from '@veche/contract';
import { readCorrespondents } from '../../../identity/index.ts';
import type { GuardedFetch } from '../../../kernel/guarded-fetch/index.ts';
import type { CallContext } from '../../../kernel/rpc/handler.ts';
import type { BotsDependencies } from '../../dependencies.ts';
import { createFileDesk } from '../../files/desk.ts';
import { readBotToken } from '../../registration/store.ts';
import type { RequestSpool } from '../request/spool.ts';
import type { Addresses } from './addresses.ts';
import { createLinkWriter } from './links.ts';
import { wrongToken } from './max-error.ts';
import type { MaxCall } from './operation.ts';

/** What calls of the dialect are made with. */
export type Tools = BotsDependencies & { readonly guard: GuardedFetch; readonly addresses: Addresses };

/** One request of a bot. */
export interface BotRequest {
  readonly context: CallContext & { readonly botId: AccountId };
  readonly spool: RequestSpool;
  /** Of the token that the bot gave. */
  readonly tokenHash: Uint8Array;
  /** Where the bot found us. */
  readonly origin: string;
}

export function createCall(tools: Tools, { context, spool, tokenHash, origin }: BotRequest): MaxCall {
  const { sql, webOrigin, dispatcher, uploads, guard, addresses } = tools;
  const { botId, signal } = context;
  const call = <N extends MethodName>(called: N, input: InputOf<MethodByName<N>>) =>
    dispatcher().call(context, called, input) as Promise<OutputOf<MethodByName<N>>>;
  return {
    ...{ botId, webOrigin, sql, signal, call },
    links: createLinkWriter(addresses, { botId, tokenHash, origin }),
    desk: createFileDesk({
      ...{ botId, guard, spool, signal },
      uploads: uploads(),
      finish: (input) => call('media.finish', input),
    }),
    requireToken: async () => {
      const current = await readBotToken(sql, botId);
      if (current === null || !Buffer.from(current.hash).equals(tokenHash)) throw wrongToken();
    },
    self: async () => {
      const bot = (await readCorrespondents(sql, [botId])).get(botId);
      if (bot === undefined) throw wrongToken();
      return bot;
    },
  };
}
