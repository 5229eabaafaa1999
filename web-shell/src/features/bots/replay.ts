import type { AccountId } from '@veche/contract';
import { attempt } from '../../state/attempt.ts';
import type { Shell } from '../../state/shell.ts';

/** Asks, and queues updates of a bot once more; tells what came of it. True when at least one was queued. */
export async function replay(shell: Shell, accountId: AccountId, updateIds: number[]): Promise<boolean> {
  const { client, notices, words } = shell;
  const { t } = words;
  const agreed = await notices.ask({
    title: t('console.replayTitle', { count: updateIds.length }),
    text: t('console.replayText'),
    accept: t('console.replay'),
    cancel: t('action.cancel'),
  });
  if (!agreed) return false;
  let count = 0;
  await attempt(shell, async () => {
    const { replayed, passedOver } = await client.call('bots.replayUpdates', { accountId, updateIds });
    count = replayed.length;
    const passed = passedOver.length === 0 ? '' : ` ${t('console.passedOver', { count: passedOver.length })}`;
    notices.show(t('console.replayed', { count }) + passed);
  });
  return count > 0;
}
