import { effect, untracked } from '@preact/signals-core';
import type { AppScope } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';
import type { Launch } from './app-session.ts';

/** What an open app was let have for longer than once. */
export interface HeldGrants {
  add(scope: AppScope): void;
  stop(): void;
}

/** Tells of each scope that the person took back, on whichever device. */
export function followHeldGrants(
  { client, words }: Pick<Shell, 'client' | 'words'>,
  { app }: Launch,
  ended: (scope: AppScope) => void,
): HeldGrants {
  const held = new Set<AppScope>();
  let seen = client.changes.peek().grants;
  const lookAfter = async (): Promise<void> => {
    const { grants } = await client.call('grants.list', { language: words.language.peek() });
    const standing = new Set(grants.filter((grant) => grant.app.appId === app.appId).map(({ scope }) => scope));
    for (const scope of held) if (!standing.has(scope) && held.delete(scope)) ended(scope);
  };
  const stop = effect(() => {
    const now = client.changes.value.grants;
    // Without an answer the next news asks again; a reading is refused by the server meanwhile.
    if (now !== seen && held.size > 0) void untracked(lookAfter).catch(() => undefined);
    seen = now;
  });
  return {
    add: (scope) => void held.add(scope),
    stop() {
      held.clear();
      stop();
    },
  };
}
