import type { AccountId, InputOf, MethodByName, MethodName, OutputOf } from '@veche/contract';
import type { CallContext } from '../../../kernel/rpc/handler.ts';
import type { GuardedFetch } from '../../../kernel/guarded-fetch/index.ts';
import { createFileDesk } from '../../files/desk.ts';
import type { RequestSpool } from '../request/spool.ts';
import type { BotsDependencies } from '../../dependencies.ts';
import type { GivenFields } from '../request/read-fields.ts';
import { createAccountReader } from './account-reader.ts';
import { coerceParameters } from './coerce.ts';
import { unauthorized } from './errors.ts';
import { Described } from './described.ts';
import type { DialectCall } from './method.ts';
import { createParameters } from './parameters.ts';
import type { PollManners } from './poll-manners.ts';
import { findMethod, refuseUnsupported } from './support.ts';

type Dependencies = Pick<BotsDependencies, 'sql' | 'webOrigin' | 'dispatcher' | 'uploads'> & {
  readonly manners: PollManners;
  readonly guard: GuardedFetch;
};

/** What a call is answered with: its result, and at times a word beside it. */
interface Executed {
  readonly result: unknown;
  readonly description?: string;
}

/** Runs a method of the dialect as a bot. Throws DialectError and VecheError. */
export async function execute(
  { sql, webOrigin, dispatcher, manners, uploads, guard }: Dependencies,
  context: CallContext & { readonly botId: AccountId; readonly spool: RequestSpool },
  name: string,
  { values, files }: GivenFields,
): Promise<Executed> {
  const { method, shape } = findMethod(name);
  const coerced = coerceParameters(shape.parameters, values);
  refuseUnsupported(method, coerced);
  const { botId, spool, signal } = context;
  const call = <N extends MethodName>(called: N, input: InputOf<MethodByName<N>>) =>
    dispatcher().call(context, called, input) as Promise<OutputOf<MethodByName<N>>>;
  const readAccount = createAccountReader(sql);
  const request: DialectCall = {
    ...{ botId, webOrigin, sql, manners, files, signal, call, readAccount },
    desk: createFileDesk({
      ...{ botId, guard, spool, signal },
      uploads: uploads(),
      finish: (input) => call('media.finish', input),
    }),
    parameters: createParameters(coerced),
    self: async () => {
      const bot = await readAccount(botId);
      if (bot === undefined) throw unauthorized();
      return bot;
    },
  };
  const result = await method.run(request);
  return result instanceof Described ? { result: result.result, description: result.description } : { result };
}
