import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChatEvent, Entity, Message, MessageId } from '@veche/contract';
import sharp from 'sharp';
import { afterAll, describe, expect, test } from 'vitest';
import { clientId, startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();
const [alice, bob, vera] = await Promise.all(['Алиса', 'Борис', 'Вера'].map((name) => server.person(name)));
if (alice === undefined || bob === undefined || vera === undefined) throw new Error('people are missing');
const { chat } = await alice.call('chats.createGroup', {
  clientId: clientId(),
  title: 'Двор',
  memberIds: [bob.accountId],
});
const { chatId } = chat;

const picture = await sharp({ create: { width: 960, height: 480, channels: 3, background: 'teal' } })
  .png()
  .toBuffer();
const drawing =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><rect width="400" height="400"/></svg>';

const asked: string[] = [];
const held: ServerResponse[] = [];
let released: true | undefined;
const answer: RequestListener = (request, response) => {
  const path = request.url ?? '/';
  asked.push(path);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (path.startsWith('/silent')) response.end('<html><body>ничего</body></html>');
  else if (path.startsWith('/moved')) response.writeHead(302, { location: '/page?moved' }).end();
  else if (path.startsWith('/inside')) response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
  else if (path.startsWith('/pictured')) {
    const image = new URL(path, site).searchParams.get('image') ?? '';
    response.end(`<title>С картинкой</title><meta property="og:image" content="${image}">`);
  } else if (path.startsWith('/picture.png')) response.setHeader('content-type', 'image/png').end(picture);
  else if (path.startsWith('/drawing.svg')) response.setHeader('content-type', 'image/svg+xml').end(drawing);
  else if (path.startsWith('/huge.png')) response.setHeader('content-type', 'image/png').end(Buffer.alloc(6_000_000));
  else if (path.startsWith('/slow')) setTimeout(() => response.end('<title>Медленно</title>'), 300);
  else if (path.startsWith('/hanging') && released === undefined) held.push(response);
  else response.end(`<title>Страница ${path}</title><meta name="description" content="О деле">`);
};
const web = createServer(answer);
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
const site = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
/** The same under another name. */
const otherWeb = createServer(answer);
await new Promise<void>((resolve) => otherWeb.listen(0, '127.0.0.2', resolve));
const other = `http://127.0.0.2:${(otherWeb.address() as AddressInfo).port}`;
afterAll(() => {
  for (const one of [web, otherWeb]) {
    one.closeAllConnections();
    one.close();
  }
});

const send = async (text: string, more: { noPreview?: boolean; entities?: Entity[] } = {}) =>
  (await alice.call('messages.send', { chatId, clientId: clientId(), text, ...more })).messageId;
const read = async (messageId: MessageId): Promise<Message | undefined> =>
  (await bob.call('messages.history', { chatId })).messages.find((message) => message.messageId === messageId);
const previewOf = async (messageId: MessageId) => (await read(messageId))?.preview ?? null;
/** Until everything that was sent before has had its turn. */
const settle = async () => {
  const messageId = await send(`последняя ${site}/page?${clientId()}`);
  await expect.poll(() => previewOf(messageId)).not.toBeNull();
};
const eventsAfter = async (seq: number): Promise<ChatEvent[]> =>
  (await bob.call('sync.pull', { chatId, after: seq, limit: 100 })).events;

describe('a link in a message', () => {
  test('gets what its page says of itself, told to everyone by an event', async () => {
    const messageId = await send(`Смотри: ${site}/page`);
    await expect
      .poll(() => previewOf(messageId))
      .toEqual({
        url: `${site}/page`,
        title: 'Страница /page',
        description: 'О деле',
      });
    const events = await eventsAfter(messageId);
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'message.changed',
        messageId,
        actorId: alice.accountId,
        set: { preview: expect.objectContaining({ title: 'Страница /page' }) },
      }),
    );
    expect((await read(messageId))?.editedAt).toBeUndefined();
  });

  test('is asked for once, however many point at it', async () => {
    const url = `${site}/page?once`;
    const first = await send(url);
    await expect.poll(() => previewOf(first)).not.toBeNull();
    const second = await send(`и снова ${url}`);
    await expect.poll(() => previewOf(second)).not.toBeNull();
    expect(asked.filter((path) => path === '/page?once')).toHaveLength(1);
  });

  test('may stand under a text, and redirects are followed', async () => {
    const entities: Entity[] = [{ kind: 'link', offset: 0, length: 3, url: `${site}/moved` }];
    const messageId = await send('тут', { entities });
    await expect.poll(async () => (await previewOf(messageId))?.title).toBe('Страница /page?moved');
  });

  test('is left alone when the sender says so, and under a spoiler', async () => {
    const quiet = await send(`${site}/page?quiet`, { noPreview: true });
    const hidden = await send(`${site}/page?hidden`, { entities: [{ kind: 'spoiler', offset: 0, length: 99 }] });
    await settle();
    expect([await previewOf(quiet), await previewOf(hidden)]).toEqual([null, null]);
    expect(asked.some((path) => path.endsWith('quiet') || path.endsWith('hidden'))).toBe(false);
  });

  test('gets nothing where the page says nothing, or leads inside', async () => {
    const silent = await send(`${site}/silent`);
    const inside = await send(`${site}/inside`);
    const metadata = await send('http://169.254.169.254/latest/meta-data/');
    await settle();
    for (const messageId of [silent, inside, metadata]) expect(await previewOf(messageId)).toBeNull();
  });

  test('loses its preview with an edit that takes the link away, and gets that of a new one', async () => {
    const messageId = await send(`${site}/page?before`);
    await expect.poll(() => previewOf(messageId)).not.toBeNull();
    await alice.call('messages.edit', { chatId, messageId, text: 'без ссылки' });
    expect(await previewOf(messageId)).toBeNull();
    const events = await eventsAfter(messageId);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'message.changed', set: { preview: null } }));
    await alice.call('messages.edit', { chatId, messageId, text: `${site}/page?after` });
    await expect.poll(async () => (await previewOf(messageId))?.title).toBe('Страница /page?after');
  });

  test('keeps its preview when the words around it are edited', async () => {
    const messageId = await send(`${site}/page?kept`);
    await expect.poll(() => previewOf(messageId)).not.toBeNull();
    await alice.call('messages.edit', { chatId, messageId, text: `Смотри: ${site}/page?kept` });
    expect((await previewOf(messageId))?.title).toBe('Страница /page?kept');
  });

  test('gets none any more when the message was deleted or edited before the page answered', async () => {
    const deleted = await send(`${site}/slow?deleted`);
    const edited = await send(`${site}/slow?edited`);
    await alice.call('messages.delete', { chatId, messageIds: [deleted] });
    await alice.call('messages.edit', { chatId, messageId: edited, text: 'передумала' });
    await expect.poll(() => asked.filter((path) => path.startsWith('/slow')).length).toBe(2);
    await settle();
    expect(await previewOf(edited)).toBeNull();
    expect(await read(deleted)).toBeUndefined();
  });
});

describe('pages that hang', () => {
  const hanging = () => asked.filter((path) => path.startsWith('/hanging')).length;

  test('hold up neither others nor other hosts: a sender and a host have a share', async () => {
    for (let page = 0; page < 4; page += 1) {
      await send(`${site}/hanging?alice${page}`);
      await send(`${other}/hanging?alice${page}`);
    }
    for (let page = 0; page < 8; page += 1) {
      const text = `${site}/hanging?bob${page}`;
      await bob.call('messages.send', { chatId, clientId: clientId(), text });
    }
    const text = `${other}/page?meanwhile`;
    const { messageId } = await bob.call('messages.send', { chatId, clientId: clientId(), text });
    await expect.poll(() => previewOf(messageId), { timeout: 3_000 }).not.toBeNull();
    // Two of Алиса's, and one of Борис's at the host where one of hers hangs.
    expect(hanging()).toBe(3);
    released = true;
    for (const response of held) response.end();
  });
});

describe('the picture of a page', () => {
  const fileOf = async (person: typeof bob, fileId: number) =>
    fetch(`${server.url}/files/${fileId}`, { headers: { authorization: `Bearer ${await person.token()}` } });
  const imageOf = async (image: string) => {
    const messageId = await send(`${site}/pictured?image=${image}`);
    await expect.poll(async () => (await previewOf(messageId))?.title).toBe('С картинкой');
    return { messageId, image: (await previewOf(messageId))?.image };
  };

  test('is made anew, small, and shown to members of the chat alone', async () => {
    const { image } = await imageOf('/picture.png');
    if (image === undefined) throw new Error('there is no picture');
    expect([image.width, image.height]).toEqual([480, 240]);
    expect(image.thumbhash).not.toBe('');
    const shown = await fileOf(bob, image.fileId);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp']);
    expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).format).toBe('webp');
    expect((await fileOf(vera, image.fileId)).status).toBe(404);
  });

  test('goes with its message, and with an edit that takes the link away', async () => {
    const [deleted, edited] = [await imageOf('/picture.png?deleted'), await imageOf('/picture.png?edited')];
    await alice.call('messages.delete', { chatId, messageIds: [deleted.messageId] });
    await alice.call('messages.edit', { chatId, messageId: edited.messageId, text: 'без ссылки' });
    for (const { image } of [deleted, edited]) expect((await fileOf(bob, image?.fileId ?? 0)).status).toBe(404);
  });

  test('changes with the link', async () => {
    const { messageId, image } = await imageOf('/picture.png?first');
    await alice.call('messages.edit', { chatId, messageId, text: `${site}/pictured?image=/picture.png?second` });
    await expect.poll(async () => (await previewOf(messageId))?.url).toContain('second');
    const second = (await previewOf(messageId))?.image;
    expect(second?.fileId).toBe(image?.fileId);
    expect((await fileOf(bob, second?.fileId ?? 0)).status).toBe(200);
  });

  test.each(['/drawing.svg', '/huge.png', '/silent', 'http://169.254.169.254/a.png'])(
    'is left out when it is %s',
    async (image) => expect((await imageOf(image)).image).toBeUndefined(),
  );
});
