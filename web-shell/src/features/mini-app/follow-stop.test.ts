import { signal } from '@preact/signals-core';
import { expect, test, vi } from 'vitest';
import type { OwnList, SyncClient, SyncStatus } from '../../sync/client.ts';
import { followStop } from './follow-stop.ts';

function follow({ told = 0, isStopped = true } = {}) {
  const none = { contacts: 0, blocks: 0, privacy: 0, security: 0, grants: 0, notified: 0, launches: 0 };
  const changes = signal<Readonly<Record<OwnList, number>>>(none);
  const status = signal<SyncStatus>('online');
  const call = vi.fn(async () => ({ isStopped, ...(isStopped && { why: 'uninstalled' }) }));
  const stopped = vi.fn();
  const end = followStop({ changes, status, call: call as unknown as SyncClient['call'] }, 'one', told, stopped);
  const tell = () => (changes.value = { ...changes.peek(), launches: changes.peek().launches + 1 });
  return { status, call, stopped, end, tell };
}

test('asks at the word of a stopped app, and after a lost connection', async () => {
  const { status, call, stopped, tell } = follow({ isStopped: false });
  expect(call).not.toHaveBeenCalled();
  tell();
  expect(call).toHaveBeenCalledTimes(1);
  status.value = 'offline';
  status.value = 'connecting';
  expect(call).toHaveBeenCalledTimes(1);
  status.value = 'online';
  expect(call).toHaveBeenCalledTimes(2);
  expect(call).toHaveBeenLastCalledWith('apps.checkLaunch', { launchId: 'one' });
  await Promise.resolve();
  expect(stopped).not.toHaveBeenCalled();
});

test('a word that came while the launch was under way counts', async () => {
  const { stopped } = follow({ told: -1 });
  await expect.poll(() => stopped.mock.calls).toEqual([['uninstalled']]);
});

test('what has ended is not stopped any more', async () => {
  const { call, stopped, end, tell } = follow();
  tell();
  end();
  tell();
  await Promise.allSettled(call.mock.results.map(({ value }) => value as Promise<unknown>));
  expect(call).toHaveBeenCalledTimes(1);
  expect(stopped).not.toHaveBeenCalled();
});
