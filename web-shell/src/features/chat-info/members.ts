import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { AccountId, ChatId, InputOf, Member, chats } from '@veche/contract';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';

/** Members of a group or channel as the panel shows them, read anew after each change. */
export interface Members {
  readonly list: ReadonlySignal<readonly Member[]>;
  readonly hasMore: ReadonlySignal<boolean>;
  readonly failure: ReadonlySignal<string | null>;
  load(): Promise<void>;
  loadMore(): Promise<void>;
  add(accountId: AccountId): Promise<boolean>;
  remove(accountId: AccountId): Promise<boolean>;
  ban(accountId: AccountId): Promise<boolean>;
  demote(accountId: AccountId): Promise<boolean>;
  passOn(accountId: AccountId): Promise<boolean>;
  leave(): Promise<boolean>;
  erase(): Promise<boolean>;
  showTopics(on: boolean): Promise<boolean>;
  update(change: Omit<InputOf<typeof chats.update>, 'chatId'>): Promise<boolean>;
}

export function createMembers(shell: Shell, chatId: ChatId): Members {
  const { client, words } = shell;
  const list = signal<readonly Member[]>([]);
  const hasMore = signal(false);
  const failure = signal<string | null>(null);
  let cursor: string | undefined;

  const read = async (from: string | undefined): Promise<void> => {
    try {
      const page = await client.call('chats.listMembers', { chatId, ...(from !== undefined && { cursor: from }) });
      list.value = from === undefined ? page.members : [...list.value, ...page.members];
      cursor = page.nextCursor;
      [hasMore.value, failure.value] = [cursor !== undefined, null];
    } catch (error) {
      failure.value = errorWords(words, error);
    }
  };
  const change = (act: () => Promise<unknown>) => attempt(shell, act);
  const changeList = async (act: () => Promise<unknown>): Promise<boolean> => {
    const done = await change(act);
    if (done) await read(undefined);
    return done;
  };

  return {
    list,
    hasMore,
    failure,
    load: () => read(undefined),
    loadMore: () => read(cursor),
    add: (accountId) => changeList(() => client.call('chats.addMember', { chatId, accountId })),
    remove: (accountId) => changeList(() => client.call('chats.removeMember', { chatId, accountId })),
    ban: (accountId) => changeList(() => client.call('members.ban', { chatId, accountId })),
    demote: (accountId) => changeList(() => client.call('members.demote', { chatId, accountId })),
    passOn: (accountId) => changeList(() => client.call('chats.transferOwnership', { chatId, accountId })),
    leave: () => change(() => client.call('chats.leave', { chatId })),
    erase: () => change(() => client.call('chats.delete', { chatId })),
    showTopics: (on) => change(() => client.call(on ? 'topics.enable' : 'topics.disable', { chatId })),
    update: (fields) => change(() => client.call('chats.update', { chatId, ...fields })),
  };
}
