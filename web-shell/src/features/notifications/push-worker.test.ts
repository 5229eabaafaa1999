import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';

interface Page {
  visibilityState: string;
  focused: boolean;
  focus(): Promise<void>;
  postMessage(message: unknown): void;
}

/** The worker's script among the few things it asks of a browser. */
function start({ language = 'ru-RU', pages = [] as Page[] } = {}) {
  const handlers = new Map<string, (event: object) => void>();
  const shown: { title: string; options: Record<string, unknown> }[] = [];
  const opened: string[] = [];
  const waiting: Promise<unknown>[] = [];
  const navigator = { language };
  const self = {
    navigator,
    addEventListener: (name: string, handler: (event: object) => void) => void handlers.set(name, handler),
    clients: {
      matchAll: () => Promise.resolve(pages),
      openWindow: (path: string) => Promise.resolve(void opened.push(path)),
    },
    registration: {
      showNotification: (title: string, options: Record<string, unknown>) =>
        Promise.resolve(void shown.push({ title, options })),
    },
  };
  const script = readFileSync(new URL('../../../service-worker/push.js', import.meta.url), 'utf8');
  runInNewContext(script, { self, navigator });
  const tell = async (name: string, event: object) => {
    handlers.get(name)?.({ ...event, waitUntil: (work: Promise<unknown>) => waiting.push(work) });
    await Promise.all(waiting);
  };
  return { shown, opened, push: (data: unknown) => tell('push', { data: { json: () => data } }), tell };
}

const page = (more: Partial<Page> = {}): Page => ({
  visibilityState: 'visible',
  focused: true,
  focus: () => Promise.resolve(),
  postMessage: () => undefined,
  ...more,
});

test('a push is shown with what it says; without text, that something came, in the language of the browser', async () => {
  const russian = start();
  await russian.push({ v: 1, tag: 'chat 5', chatId: 5, messageId: 7, title: 'Двор', body: 'Алиса: привет' });
  await russian.push({ v: 1, tag: 'veche' });
  expect(russian.shown.map(({ title, options }) => [title, options['body'], options['tag']])).toEqual([
    ['Двор', 'Алиса: привет', 'chat 5'],
    ['Вече', 'Новое сообщение', 'veche'],
  ]);
  const english = start({ language: 'en-GB' });
  await english.push({ v: 1, tag: 'veche' });
  expect(english.shown[0]).toMatchObject({ title: 'Veche', options: { body: 'A new message' } });
});

test('a call stays on the screen until it is answered, and leads to its chat', async () => {
  const worker = start();
  await worker.push({ v: 1, tag: 'chat 5', chatId: 5, title: 'Алиса', body: 'Звонит Вам', ring: true });
  expect(worker.shown[0]?.options).toMatchObject({ requireInteraction: true, silent: false });
  const notification = { close: () => undefined, data: worker.shown[0]?.options['data'] };
  await worker.tell('notificationclick', { notification });
  expect(worker.opened).toEqual(['/c/5']);
});

test('who looks at the chats is not told again, save by a test', async () => {
  const worker = start({ pages: [page()] });
  await worker.push({ v: 1, tag: 'chat 5', title: 'Двор' });
  expect(worker.shown).toEqual([]);
  await worker.push({ v: 1, tag: 'test', title: 'Вече' });
  expect(worker.shown).toHaveLength(1);
});

test('a click leads to the message: in the page that is open, else in a new one', async () => {
  const notification = { close: () => undefined, data: { chatId: 5, messageId: 7 } };
  const closed = start();
  await closed.tell('notificationclick', { notification });
  expect(closed.opened).toEqual(['/c/5?m=7']);
  const told: unknown[] = [];
  const open = start({ pages: [page({ postMessage: (message) => void told.push(message) })] });
  await open.tell('notificationclick', { notification });
  expect(told).toEqual([{ t: 'go', path: '/c/5?m=7' }]);
  expect(open.opened).toEqual([]);
});
