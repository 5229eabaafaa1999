/* global caches, navigator, Response, self */
// Shows what the server pushes, and leads to it. Payloads are those of PushPayload in the contract.
const words = navigator.language.startsWith('ru')
  ? { title: 'Вече', body: 'Новое сообщение' }
  : { title: 'Veche', body: 'A new message' };

self.addEventListener('push', (event) => event.waitUntil(Promise.all([show(read(event.data)), noteTime()])));

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { chatId, messageId } = event.notification.data ?? {};
  const place = messageId === undefined ? '' : `?m=${messageId}`;
  const path = chatId === undefined ? '/c' : `/c/${chatId}${place}`;
  event.waitUntil(open(path));
});

function read(data) {
  try {
    return data.json();
  } catch {
    return {};
  }
}

/** For the page that tells why pushes do not come. Nothing depends on it. */
async function noteTime() {
  try {
    await (await caches.open('veche-pushes')).put('/last-push', new Response(new Date().toISOString()));
  } catch {
    // No room, or not allowed.
  }
}

async function show({ tag = 'veche', title = words.title, body = words.body, badge, silent, ring, chatId, messageId }) {
  // Not waited for: where there is no icon to mark, some browsers never answer.
  if (badge !== undefined) self.navigator.setAppBadge?.(badge).catch(() => undefined);
  // A page that is being looked at tells of the message by itself; a test is meant to be seen.
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tag !== 'test' && pages.some((page) => page.visibilityState === 'visible' && page.focused)) return;
  await self.registration.showNotification(title, {
    ...{ body, tag, icon: '/icon-192.png', badge: '/icon-192.png', silent: silent === true, renotify: silent !== true },
    requireInteraction: ring === true,
    data: { chatId, messageId },
  });
}

async function open(path) {
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (page === undefined) return self.clients.openWindow(path);
  await page.focus();
  page.postMessage({ t: 'go', path });
}
