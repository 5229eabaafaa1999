import {
  type Account,
  type AccountId,
  invalidInput,
  type InputOf,
  type MethodByName,
  type MethodName,
  type OutputOf,
} from '@veche/contract';
import { z } from 'zod';
import type { Sql } from '../../../kernel/database/sql.ts';
import type { FileDesk } from '../../files/desk.ts';
import type { LinkWriter } from './links.ts';

/** What an operation works with. It may only call the contract's methods, as the bot. */
export interface MaxCall {
  readonly botId: AccountId;
  readonly webOrigin: string;
  /** For translating ids and names; rules are the contract's. */
  readonly sql: Sql;
  call<N extends MethodName>(name: N, input: InputOf<MethodByName<N>>): Promise<OutputOf<MethodByName<N>>>;
  readonly desk: FileDesk;
  readonly links: LinkWriter;
  /** Ends when the other side went away or the server stops. */
  readonly signal: AbortSignal;
  /** Refuses when the token of this request is none any more, for what takes long. */
  requireToken(): Promise<void>;
  /** The bot's own account. */
  self(): Promise<Account>;
}

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One operation of the dialect, with what it reads of path, query and body. */
export interface MaxOperation {
  readonly verb: Verb;
  /** Such as `/chats/{chat_id}/pin`. */
  readonly path: string;
  readonly uses: readonly string[];
  /** Fewer calls of one bot than of others, for what costs much. */
  readonly perMinute?: number;
  /** Parameters that change nothing here, each with why that is no broken promise. */
  readonly passesOver: Readonly<Record<string, string>>;
  /** Known here, and always answered with a refusal. */
  readonly isRefused?: true;
  run(call: MaxCall, values: Readonly<Record<string, unknown>>): Promise<object>;
}

/** Parameters that an operation does not know are passed over, as clients of later versions send them. */
export function defineOperation<Shape extends z.ZodRawShape>(definition: {
  readonly verb: Verb;
  readonly path: string;
  readonly input: Shape;
  readonly perMinute?: number;
  readonly passesOver?: Readonly<Record<string, string>>;
  run(call: MaxCall, input: z.output<z.ZodObject<Shape>>): Promise<object>;
}): MaxOperation {
  const { verb, path, input, perMinute, passesOver = {}, run } = definition;
  const schema = z.object(input);
  return {
    ...{ verb, path, passesOver, uses: Object.keys(input) },
    ...(perMinute === undefined ? {} : { perMinute }),
    run: (call, values) => {
      const parsed = schema.safeParse(values);
      if (!parsed.success) throw invalidInput(parsed.error);
      return run(call, parsed.data);
    },
  };
}

/** What is answered where nothing else is to be said. */
export const success = { success: true };
