import type { EnginePorts, TabNews, Tabs } from './ports.ts';
import { createStore } from './store.ts';
import { openTablesInBrowser } from './tables-in-browser.ts';
import { createTablesInMemory } from './tables-in-memory.ts';

/** Name of the cache that is there while somebody who signed out has left something behind. */
const LEFT_BEHIND = 'veche-left';

/** What the engine needs, from the browser; works in a worker and on the page alike. */
export function browserPorts(): EnginePorts {
  const openSpareStore = () => createStore(createTablesInMemory());
  return {
    openSocket({ opened, received, closed }) {
      const url = new URL('/ws', location.origin);
      url.protocol = url.protocol.replace('http', 'ws');
      const socket = new WebSocket(url);
      socket.onopen = opened;
      socket.onmessage = ({ data }) => received(String(data));
      socket.onclose = ({ code }) => closed(code);
      return { send: (text) => socket.send(text), close: () => socket.close() };
    },
    async openStore(lost) {
      try {
        if (await globalThis.caches?.has(LEFT_BEHIND).catch(() => false))
          await (await import('./left-behind.ts')).finishRemoving(LEFT_BEHIND);
        return { store: createStore(await openTablesInBrowser(lost)), isKept: true };
      } catch {
        return { store: openSpareStore(), isKept: false };
      }
    },
    openSpareStore,
    removeLeft: async (account) => (await import('./left-behind.ts')).removeLeft(LEFT_BEHIND, account),
    clock: {
      now: () => Date.now(),
      after(milliseconds, act) {
        const timer = setTimeout(act, milliseconds);
        return () => clearTimeout(timer);
      },
    },
    random: { number: () => Math.random(), uuid: () => crypto.randomUUID() },
    tabs: browserTabs(),
    upload: async (content, options) => (await import('./upload-bytes.ts')).uploadBytes(content, options),
    endUpload: async (fileId) => (await import('./upload-bytes.ts')).endUpload(fileId),
  };
}

function browserTabs(): Tabs {
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('veche');
  const { locks } = navigator as { locks?: LockManager };
  return {
    tell: (news) => channel?.postMessage(news),
    listen(heard) {
      if (channel !== null) channel.onmessage = ({ data }) => heard(data as TabNews);
    },
    whenLeading(lead) {
      if (locks === undefined) return lead();
      // Held until the tab goes, so the promise never settles. Where locks are refused, every tab sends: the
      // server knows a repeat by its client id.
      locks
        .request('veche-queue', () => {
          lead();
          return new Promise<never>(() => {});
        })
        .catch(lead);
    },
    async alone(name, signal, work) {
      await (locks === undefined ? work() : locks.request(name, { signal }, work));
    },
  };
}
