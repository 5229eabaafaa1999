import type { AccountId } from '@veche/contract';
import { attempt } from './attempt.ts';
import type { Shell } from './shell.ts';

interface Person {
  readonly accountId: AccountId;
  readonly name: string;
}

/** Asks, then blocks. True when the person is blocked. */
export async function block(shell: Shell, { accountId, name }: Person): Promise<boolean> {
  const { client, notices, words } = shell;
  const agreed = await notices.ask({
    title: words.t('blocked.title', { name }),
    text: words.t('blocked.text'),
    accept: words.t('blocked.add'),
    cancel: words.t('action.cancel'),
    danger: true,
  });
  if (!agreed || !(await attempt(shell, () => client.call('blocks.add', { accountId })))) return false;
  notices.show(words.t('blocked.added', { name }));
  return true;
}

export async function unblock(shell: Shell, { accountId, name }: Person): Promise<boolean> {
  const { client, notices, words } = shell;
  if (!(await attempt(shell, () => client.call('blocks.remove', { accountId })))) return false;
  notices.show(words.t('blocked.removed', { name }));
  return true;
}
