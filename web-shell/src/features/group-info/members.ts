import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { AccountId, ChatId, Member } from '@veche/contract';
import { errorWords } from '../../state/error-words.ts';
import type { Shell } from '../../state/shell.ts';

/** Members of a group as the panel shows them, read anew after each change. */
export interface Members {
  readonly list: ReadonlySignal<readonly Member[]>;
  readonly failure: ReadonlySignal<string | null>;
  load(): Promise<void>;
  add(accountId: AccountId): Promise<boolean>;
  remove(accountId: AccountId): Promise<boolean>;
  leave(): Promise<boolean>;
  rename(title: string): Promise<boolean>;
}

export function createMembers({ client, words, notices }: Shell, chatId: ChatId): Members {
  const list = signal<readonly Member[]>([]);
  const failure = signal<string | null>(null);
  const change = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      notices.show(errorWords(words, error));
      return false;
    }
  };
  const members: Members = {
    list,
    failure,
    async load() {
      try {
        const read: Member[] = [];
        let cursor: string | undefined;
        do {
          const page = await client.call('chats.listMembers', { chatId, ...(cursor !== undefined && { cursor }) });
          read.push(...page.members);
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        [list.value, failure.value] = [read, null];
      } catch (error) {
        failure.value = errorWords(words, error);
      }
    },
    add: (accountId) => change(() => client.call('chats.addMember', { chatId, accountId })),
    remove: (accountId) => change(() => client.call('chats.removeMember', { chatId, accountId })),
    leave: () => change(() => client.call('chats.leave', { chatId })),
    rename: (title) => change(() => client.call('chats.update', { chatId, title })),
  };
  return members;
}
