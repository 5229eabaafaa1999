import { effect, untracked } from '@preact/signals-core';
import type { Shell } from '../../state/shell.ts';
import type { CallsLayer } from './calls-layer.ts';

/** What calls are drawn in, over everything; made with the first call. */
export async function openCalls(shell: Shell): Promise<CallsLayer> {
  await Promise.all([import('./calls-layer.ts'), shell.words.forPages()]);
  const there = document.querySelector<CallsLayer>('veche-calls');
  if (there !== null) return there;
  const layer = document.createElement('veche-calls') as CallsLayer;
  layer.shell = shell;
  document.body.append(layer);
  return layer;
}

/** Looks for a call with every new connection, and when one is told. */
export function followCalls(shell: Shell): void {
  const { client, notices, words } = shell;
  const failed = () => notices.show(words.t('app.loadFailed'));
  // What cannot be asked now is asked with the next connection.
  const look = async () => {
    const { call } = await client.call('calls.current', {}).catch(() => ({ call: undefined }));
    if (call !== undefined) await openCalls(shell).catch(failed);
  };
  effect(() => {
    const frame = client.calls.value;
    const isOnline = client.status.value === 'online';
    if (frame?.t === 'ring' && frame.call.state === 'ringing') void openCalls(shell).catch(failed);
    else if (isOnline && frame === null) untracked(() => void look());
  });
}
