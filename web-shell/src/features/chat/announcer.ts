import { effect } from '@preact/signals-core';
import { nameOf } from '../../state/people.ts';
import type { OpenChat } from './open-chat.ts';

const gatherMs = 700;

/** Tells screen readers of messages that arrive in the open chat, bursts as one number. Returns the way to stop. */
export function announceNew(chat: OpenChat, say: (text: string) => void): () => void {
  const { shell, window } = chat;
  let newest: number | null = null;
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const messages = window.messages.value.filter((message) => message.state === 'sent');
    const last = messages.at(-1)?.messageId ?? null;
    // The first page and jumps are not news, nor is anything while later messages are not loaded.
    if (newest !== null && last !== null && !window.hasLater.value) {
      for (const message of messages) {
        if (message.messageId <= newest || message.senderId === shell.client.myId.value) continue;
        waiting.push(shell.words.t('chat.announceOne', { name: nameOf(shell, message.senderId), text: message.text }));
      }
    }
    if (last !== null) newest = Math.max(newest ?? 0, last);
    if (waiting.length > 0) timer ??= setTimeout(speak, gatherMs);
  });
  const speak = () => {
    timer = undefined;
    say(waiting.length > 2 ? shell.words.t('chat.announceMany', { count: waiting.length }) : waiting.join('\n'));
    waiting = [];
  };
  return () => {
    stop();
    clearTimeout(timer);
  };
}
