import type { AccountId } from '@veche/contract';
import { attempt } from './attempt.ts';
import { chatPath } from './router.ts';
import type { Shell } from './shell.ts';

/**
 * Opens the direct chat with a person or a bot; it is made when there is none. A failure is told at the edge; true when
 * it is open.
 * `layer`: the query of what opens over the chat.
 */
export async function openPerson(shell: Shell, accountId: AccountId, layer = ''): Promise<boolean> {
  return attempt(shell, async () => {
    const { chat } = await shell.client.call('chats.createDirect', { accountId });
    shell.router.go(chatPath(chat.chatId) + layer);
  });
}
