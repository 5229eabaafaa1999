/* global caches, Response, self */
// What other programs share with the installed shell is put aside for the page that opens, which asks for a chat.
const SHARED = 'veche-shared';

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method === 'POST' && new URL(request.url).pathname === '/share')
    event.respondWith(putAside(request).catch(() => Response.redirect('/c', 303)));
});

async function putAside(request) {
  const form = await request.formData();
  const word = (name) => String(form.get(name) ?? '').trim();
  const text = [...new Set([word('title'), word('text'), word('url')])].filter((part) => part !== '').join('\n');
  const files = form.getAll('files').filter((file) => typeof file !== 'string' && file.size > 0);
  const cache = await caches.open(SHARED);
  await cache.put('/shared', Response.json({ text, names: files.map(({ name }) => name) }));
  for (const [index, file] of files.entries()) await cache.put(`/shared/${index}`, new Response(file));
  return Response.redirect('/c?share=1', 303);
}
