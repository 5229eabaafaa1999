import type { Language } from '@veche/contract';
import type { LaunchData } from '../launch-data.ts';

export interface LaunchFacts {
  readonly launchId: string;
  readonly person: Partial<LaunchData['person']>;
  readonly chat: LaunchData['chat'];
  readonly startParam: string | undefined;
  readonly language: Language;
}

/** Names of kinds of chats on the wire (`launch-data.ts`). */
const kinds = { saved: 'sender', direct: 'private', group: 'supergroup', channel: 'channel' } as const;

/** Launch data in the form of the server's, unsigned: no server believes it. */
export function launchText({ launchId, person, chat, startParam, language }: LaunchFacts): string {
  const { id = 7, firstName = '', lastName, username, botMayWrite = false } = person;
  const user = {
    ...{ id, first_name: firstName, language_code: person.language ?? language },
    ...(lastName === undefined ? {} : { last_name: lastName }),
    ...(username === undefined ? {} : { username }),
    ...(botMayWrite ? { allows_write_to_pm: true } : {}),
  };
  return new URLSearchParams({
    query_id: launchId,
    user: JSON.stringify(user),
    ...(chat === undefined ? {} : { chat_type: kinds[chat.kind], chat_instance: chat.instance }),
    ...(startParam === undefined ? {} : { start_param: startParam }),
    auth_date: String(Math.floor(Date.now() / 1000)),
    hash: '00',
    signature: 'unsigned',
  }).toString();
}
