import { serve } from '@hono/node-server';
import { Hono } from 'hono';

/** The limit: the same request and an answer of the same shape from a bare route, which stores nothing. */
process.once('message', ({ port }: { port: number }) => {
  process.on('disconnect', () => process.exit());
  process.on('message', () => process.exit());
  const app = new Hono();
  let count = 0;
  app.post('/:bot/sendMessage', async (c) => {
    const { chat_id: id, text } = await c.req.json<{ chat_id: number; text: string }>();
    count += 1;
    const date = Math.floor(Date.now() / 1000);
    return c.json({ ok: true, result: { message_id: count, date, chat: { id, type: 'private' }, text } });
  });
  serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => process.send?.({}));
});
