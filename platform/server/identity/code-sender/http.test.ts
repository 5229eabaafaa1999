import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpCodeSender } from './http.ts';
import { createTerminalCodeSender } from './terminal.ts';

const message = { phone: '+79990000001', code: '123456', text: 'Код: 123456' };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function gateway(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`;
}

test('the gateway gets phone and text as JSON with its key', async () => {
  const seen: unknown[] = [];
  const url = await gateway((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { authorization, 'content-type': type } = request.headers;
      seen.push({ method: request.method, url: request.url, authorization, type, body: JSON.parse(body) });
      response.writeHead(202).end('taken');
    })();
  });
  await createHttpCodeSender({ url, key: 'gateway-key', allowLoopback: true }).send(message);
  expect(seen).toEqual([
    {
      method: 'POST',
      url: '/send',
      authorization: 'Bearer gateway-key',
      type: 'application/json',
      body: { phone: '+79990000001', text: 'Код: 123456' },
    },
  ]);
});

test.each([400, 429, 500])('an answer %d of the gateway is told as unavailable', async (status) => {
  const url = await gateway((_request, response) => void response.writeHead(status).end('{"error":"no"}'));
  const sending = createHttpCodeSender({ url, key: 'gateway-key', allowLoopback: true }).send(message);
  await expect(sending).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 60 });
});

test('phone and code do not follow a redirect', async () => {
  let followed = false;
  const other = await gateway((_request, response) => {
    followed = true;
    response.end();
  });
  const url = await gateway((_request, response) => void response.writeHead(307, { location: other }).end());
  const sending = createHttpCodeSender({ url, key: 'gateway-key', allowLoopback: true }).send(message);
  await expect(sending).rejects.toMatchObject({ code: 'unavailable' });
  expect(followed).toBe(false);
});

test('a gateway that stays silent is given up', async () => {
  const url = await gateway(() => undefined);
  const sender = createHttpCodeSender({ url, key: 'gateway-key', allowLoopback: true, timeoutMs: 100 });
  await expect(sender.send(message)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a gateway that is not there is told as unavailable', async () => {
  const url = await gateway(() => undefined);
  for (const close of closers.splice(0)) close();
  const sender = createHttpCodeSender({ url, key: 'gateway-key', allowLoopback: true });
  await expect(sender.send(message)).rejects.toMatchObject({ code: 'unavailable' });
});

test.each(['http://gateway.example/send', 'http://127.0.0.1:9/send', 'ftp://gateway.example', 'gateway'])(
  'codes do not travel to %s',
  (url) => {
    expect(() => createHttpCodeSender({ url, key: 'gateway-key' })).toThrow('must start with https://');
  },
);

test('loopback is allowed on its own address only', () => {
  expect(() => createHttpCodeSender({ url: 'http://10.0.0.1/', key: 'gateway-key', allowLoopback: true })).toThrow(
    'https',
  );
});

test('the terminal shows phone and code', async () => {
  const lines: string[] = [];
  await createTerminalCodeSender((line) => lines.push(line)).send(message);
  expect(lines).toEqual(['Code for +79990000001: 123456']);
});
