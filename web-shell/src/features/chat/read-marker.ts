import type { OpenChat } from './open-chat.ts';
import { lastSeen } from './scroll-anchor.ts';

const pauseMs = 200;

/** Moves the read position to what was on screen while the page was looked at. */
export function createReadMarker(chat: OpenChat, scroller: () => HTMLElement | null): { look(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let marked = 0;
  let markedTopic = 0;
  const mark = () => {
    timer = undefined;
    const place = scroller();
    const row = chat.row.peek();
    if (place === null || row === undefined || document.visibilityState !== 'visible' || !document.hasFocus()) return;
    const seen = Number(lastSeen(place)?.dataset['id'] ?? 0);
    markTopic(seen);
    const isNew = seen > marked && seen > row.readSeq;
    // Own messages move the read position on the server by themselves.
    if (!isNew || row.unreadCount === 0) return;
    marked = seen;
    chat.shell.client.markRead(chat.chatId, seen).catch(() => (marked = 0));
  };
  const markTopic = (seen: number) => {
    const { topicId, chatId } = chat;
    if (topicId === undefined || seen <= markedTopic) return;
    markedTopic = seen;
    chat.shell.client.call('topics.markRead', { chatId, topicId, seq: seen }).catch(() => (markedTopic = 0));
  };
  const look = () => {
    timer ??= setTimeout(mark, pauseMs);
  };
  window.addEventListener('focus', look);
  document.addEventListener('visibilitychange', look);
  return {
    look,
    stop() {
      clearTimeout(timer);
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    },
  };
}
