import { effect } from '@preact/signals-core';
import { nameOf } from '../../state/people.ts';
import type { OpenChat } from './open-chat.ts';
import { saidIn } from './quote.ts';

const gatherMs = 700;
/** So long after the last key somebody is no longer typing. */
const pauseMs = 2500;

/** Tells screen readers of messages that arrive in the open chat, bursts as one number. Returns the way to stop. */
export function announceNew(chat: OpenChat, say: (text: string) => void): () => void {
  const { shell, window } = chat;
  let newest: number | null = null;
  let waiting: string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typedAt = 0;
  const typed = () => (typedAt = Date.now());
  document.addEventListener('input', typed);
  const stop = effect(() => {
    const messages = window.messages.value.filter((message) => message.state === 'sent');
    const last = messages.at(-1)?.messageId ?? null;
    // The first page and jumps are not news, nor is anything while later messages are not loaded.
    if (newest !== null && last !== null && !window.hasLater.value) {
      for (const message of messages) {
        if (message.messageId <= newest || message.senderId === shell.client.myId.value) continue;
        const text = saidIn(shell.words, message);
        waiting.push(shell.words.t('chat.announceOne', { name: nameOf(shell, message.senderId), text }));
      }
    }
    if (last !== null) newest = Math.max(newest ?? 0, last);
    if (waiting.length > 0) timer ??= setTimeout(speak, gatherMs);
  });
  const speak = () => {
    const how = shell.preferences.of('announce');
    const isTyping = how === 'pauses' && Date.now() - typedAt < pauseMs;
    timer = isTyping ? setTimeout(speak, pauseMs) : undefined;
    if (isTyping) return;
    if (how !== 'off')
      say(waiting.length > 2 ? shell.words.t('chat.announceMany', { count: waiting.length }) : waiting.join('\n'));
    waiting = [];
  };
  return () => {
    stop();
    clearTimeout(timer);
    document.removeEventListener('input', typed);
  };
}
