/* global caches, fetch, location, Request, self */
/* global VERSION, FILES, ENTRY -- the build writes them above. */
// Keeps one whole version of the shell, so that it starts without a network and never mixes two versions.
const CACHE = `veche-shell-${VERSION}`;
const kept = new Set(FILES);
/** Paths that the page itself answers, as on the server. */
const pages = /^\/(?:$|c(?:\/|$)|sign-in$|(?:settings|moderation|dev)(?:\/|$)|apps(?:\/|$))/;
const AT_ONCE = 6;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));
self.addEventListener('activate', (event) => event.waitUntil(Promise.all([forgetOld(), self.clients.claim()])));
self.addEventListener('message', ({ data }) => {
  if (data?.t === 'takeOver') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin || request.method !== 'GET') return;
  if (request.mode === 'navigate') {
    if (pages.test(pathname)) event.respondWith(answer('/', request));
  } else if (kept.has(pathname) || pathname.startsWith('/assets/')) event.respondWith(answer(pathname, request));
});

/** An open page may still be of the version before: its parts are looked for there, too. */
async function answer(path, request) {
  const own = await (await caches.open(CACHE)).match(path, { ignoreVary: true });
  return own ?? (await caches.match(path, { ignoreVary: true })) ?? fetch(request);
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  const waiting = ['/', ...FILES];
  const keepNext = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) await keep(cache, path);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, keepNext));
}

/** A network that answers everything with a page of its own must not become part of the shell. */
async function keep(cache, path) {
  if (path.startsWith('/assets/')) {
    const before = await caches.match(path, { ignoreVary: true });
    if (before !== undefined) return cache.put(path, before);
  }
  const response = await fetch(new Request(path, path.startsWith('/assets/') ? {} : { cache: 'no-cache' }));
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  const isWanted = path === '/' ? isPage && (await response.clone().text()).includes(ENTRY) : !isPage;
  if (!response.ok || response.redirected || !isWanted) throw new Error(`${path} is not what it should be`);
  return cache.put(path, response);
}

/** The version before stays, for pages that still are of it. */
async function forgetOld() {
  const names = (await caches.keys()).filter((name) => name.startsWith('veche-shell-') && name !== CACHE);
  await Promise.all(names.slice(0, -1).map((name) => caches.delete(name)));
}
