import { effect, untracked } from '@preact/signals-core';
import type { Shell } from '../state/shell.ts';

/** Longest time since a notification of an app for which an open shell still shows it by itself. */
const FRESH_MS = 60_000;

/** Shows what an app tells while the shell is open; the page of what apps may do keeps it. */
export function followAppNotifications({ client, notices, words }: Shell): void {
  let seen = client.changes.peek().notified;
  const show = async (): Promise<void> => {
    const { notifications } = await client.call('appNotifications.list', { limit: 1 });
    const [newest] = notifications;
    if (newest === undefined || Date.now() - Date.parse(newest.at) > FRESH_MS) return;
    const language = words.language.peek();
    notices.show(`${newest.app.name[language]}: ${newest.text[language]}`);
  };
  effect(() => {
    const now = client.changes.value.notified;
    // Without an answer it waits on its page.
    if (now !== seen) void untracked(show).catch(() => undefined);
    seen = now;
  });
}
