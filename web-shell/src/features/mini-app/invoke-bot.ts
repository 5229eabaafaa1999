import type { ClientId } from '@veche/contract';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';
import type { AppAnswer } from './bridge/host.ts';
import { requesterOf } from './wishes.ts';

interface BotInvoker {
  readonly shell: Pick<Shell, 'client' | 'words'>;
  readonly launch: Launch;
  ask(question: PlatformQuestion): Promise<AppAnswer>;
}

/** Asks whether a command goes to the app's own bot, and sends it in the person's name. Rejects with what the server says. */
export async function invokeBot(
  { shell: { client, words }, launch, ask }: BotInvoker,
  command: string,
): Promise<AppAnswer | 'noBot'> {
  const { botId: accountId } = launch.app;
  if (accountId === undefined) return 'noBot';
  const answer = await ask({
    kind: 'permission',
    requester: requesterOf(launch),
    what: words.t('apps.invokeBot'),
    items: [command],
  });
  if (answer !== 'accepted') return answer;
  const { chat } = await client.call('chats.createDirect', { accountId });
  const clientId = crypto.randomUUID() as string as ClientId;
  await client.call('messages.send', { chatId: chat.chatId, clientId, text: command });
  return answer;
}
