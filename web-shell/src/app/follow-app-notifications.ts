import { effect, untracked } from '@preact/signals-core';
import type { AppNotification, Language } from '@veche/contract';
import type { Shell } from '../state/shell.ts';

/** Longest time since a notification of an app for which an open shell still shows it by itself. */
const FRESH_MS = 60_000;

/** Longest line of a notice in UTF-16 units. */
const LONGEST_NOTICE = 160;

/** Shows what an app tells while the shell is open; the page of what apps may do keeps it. */
export function followAppNotifications({ client, notices, words }: Shell): void {
  let seen = client.changes.peek().notified;
  const show = async (): Promise<void> => {
    const { notifications } = await client.call('appNotifications.list', { limit: 1 });
    const [newest] = notifications;
    if (newest === undefined || Date.now() - Date.parse(newest.at) > FRESH_MS) return;
    const language = words.language.peek();
    notices.show(noticeOf(newest, language));
  };
  effect(() => {
    const now = client.changes.value.notified;
    // Without an answer it waits on its page.
    if (now !== seen) void untracked(show).catch(() => undefined);
    seen = now;
  });
}

/** One line of a notification; the whole stands on its page. */
export function noticeOf(
  { app, text }: Pick<AppNotification, 'text'> & { readonly app: Pick<AppNotification['app'], 'name'> },
  language: Language,
): string {
  const line = `${app.name[language]}: ${text[language]}`;
  return line.length > LONGEST_NOTICE ? `${line.slice(0, LONGEST_NOTICE).toWellFormed()}…` : line;
}
