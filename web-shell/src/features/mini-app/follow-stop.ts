import { effect, untracked } from '@preact/signals-core';
import type { apps, OutputOf } from '@veche/contract';
import type { SyncClient } from '../../sync/client.ts';

type Why = NonNullable<OutputOf<typeof apps.checkLaunch>['why']>;

/**
 * Asks whether a launch may go on at each word of a stopped app, and whenever the connection is back. `told` is how
 * often such word had come before the launch was asked for. Returns the way to end it.
 */
export function followStop(
  { changes, status, call }: Pick<SyncClient, 'changes' | 'status' | 'call'>,
  launchId: string,
  told: number,
  stopped: (why: Why | undefined) => void,
): () => void {
  let seen = told;
  let wasOnline = true;
  let isOver = false;
  const ask = async (): Promise<void> => {
    const { isStopped, why } = await call('apps.checkLaunch', { launchId });
    if (isStopped && !isOver) stopped(why);
  };
  const end = effect(() => {
    const now = changes.value.launches;
    const isOnline = status.value === 'online';
    // Without an answer the next connection asks again.
    if (isOnline && (now !== seen || !wasOnline)) void untracked(ask).catch(() => undefined);
    if (isOnline) seen = now;
    wasOnline = isOnline;
  });
  return () => {
    isOver = true;
    end();
  };
}
