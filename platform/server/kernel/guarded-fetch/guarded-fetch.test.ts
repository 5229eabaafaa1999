import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createGuardedFetch, type GuardedFetchOptions, type GuardedRequest } from './guarded-fetch.ts';

const closers: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const LOOPBACK = { address: '127.0.0.1', family: 4 };

/** A server of this machine under any name, as in development. */
function client(options: GuardedFetchOptions = {}) {
  const guarded = createGuardedFetch({ allowLoopback: true, resolve: async () => [LOOPBACK], ...options });
  closers.push(() => guarded.stop());
  return (url: string, request: Partial<GuardedRequest> = {}) =>
    guarded.fetch({ url, allowHttp: true, maxBytes: 1024, totalSeconds: 5, idleSeconds: 2, ...request });
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  closers.push(() => server.closeAllConnections());
  return listen(server);
}

async function serveRaw(write: (send: (text: string) => void) => void): Promise<number> {
  return listen(
    createTcpServer((socket) => {
      closers.push(() => void socket.destroy());
      socket.on('error', () => undefined);
      socket.once('data', () => write((text) => void (socket.writable && socket.write(text))));
    }),
  );
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

describe('a fetch', () => {
  test('brings status, headers and bytes, sends a fixed agent and keeps no cookie', async () => {
    const seen: IncomingMessage['headers'][] = [];
    const port = await serve((request, response) => {
      seen.push(request.headers);
      response.setHeader('set-cookie', 'a=b').setHeader('x-two', ['1', '2']).end('здравствуй');
    });
    const fetch = client();
    const url = `http://example.test:${port}/a?b#c`;
    const answer = await fetch(url, { headers: { accept: 'text/html' } });
    if (!answer.ok) throw new Error(answer.reason);
    expect(text(answer.bytes)).toBe('здравствуй');
    expect(answer).toMatchObject({ url: `http://example.test:${port}/a?b`, status: 200, truncated: false });
    expect(answer.headers['x-two']).toBe('1, 2');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    await fetch(url);
    expect(seen[0]).toMatchObject({ accept: 'text/html', host: `example.test:${port}` });
    expect(seen[0]?.['user-agent']).toContain('Veche');
    expect(seen[1]).not.toHaveProperty('cookie');
  });

  test('posts a body', async () => {
    const port = await serve((request, response) => void request.pipe(response));
    const answer = await client()(`http://example.test:${port}/`, { method: 'POST', body: 'hook' });
    expect(answer.ok && text(answer.bytes)).toBe('hook');
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('takes %s apart', async (encoding, compress) => {
    const port = await serve((_request, response) =>
      response.setHeader('content-encoding', encoding).end(compress(Buffer.from('сжато'))),
    );
    const answer = await client()(`http://example.test:${port}/`);
    expect(answer.ok && text(answer.bytes)).toBe('сжато');
  });

  test("refuses a request that sets what is not the caller's", async () => {
    await expect(client()('http://example.test/', { headers: { Cookie: 'a=b' } })).rejects.toThrow(TypeError);
  });
});

describe('an address', () => {
  test.each([
    ['of another scheme', 'ftp://example.test/'],
    ['of a file', 'file:///etc/passwd'],
    ['with credentials', 'https://user:secret@example.test/'],
    ['with a user alone', 'https://user@example.test/'],
    ['with a port of something else', 'https://example.test:6379/'],
    ['that is none', 'https://'],
    ['that is a path', '/etc/passwd'],
    ['that is too long', `https://example.test/${'a'.repeat(2048)}`],
  ])('%s is refused before anything is resolved', async (_what, url) => {
    const resolve = () => {
      throw new Error('resolved');
    };
    const answer = await client({ allowLoopback: false, resolve })(url);
    expect(answer).toEqual({ ok: false, reason: 'bad_url' });
  });

  test('without TLS is refused unless the caller allows it', async () => {
    expect(await client()('http://example.test/', { allowHttp: false })).toEqual({ ok: false, reason: 'bad_url' });
  });

  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://0x7f.0.0.1/',
    'http://127.0.0.1./',
    'http://127%2e0.0.1/',
    'http://①②⑦.0.0.1/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.0.1:8443/',
  ])('%s is out of bounds', async (url) => {
    const answer = await client({ allowLoopback: false })(url);
    expect(answer).toEqual({ ok: false, reason: 'forbidden_address' });
  });

  test('of a name that leads to this machine is out of bounds', async () => {
    const port = await serve((_request, response) => void response.end('secret'));
    const answer = await client({ allowLoopback: false, ports: [port] })(`http://evil.test:${port}/`);
    expect(answer).toEqual({ ok: false, reason: 'forbidden_address' });
  });

  test('of a name with one private address among public ones is out of bounds', async () => {
    const resolve = async () => [
      { address: '8.8.8.8', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ];
    const answer = await client({ resolve })('https://evil.test/');
    expect(answer).toEqual({ ok: false, reason: 'forbidden_address' });
  });

  test('at a strange port is reached on this machine alone, even in development', async () => {
    const resolve = async () => [{ address: '8.8.8.8', family: 4 }];
    expect(await client({ resolve })('http://example.test:6379/')).toEqual({ ok: false, reason: 'forbidden_address' });
  });

  test('of a name nobody knows is unresolved', async () => {
    const unknown = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
    const failing = client({ resolve: () => Promise.reject(unknown) });
    expect(await failing('https://nowhere.test/')).toEqual({ ok: false, reason: 'unresolved' });
    expect(await client({ resolve: async () => [] })('https://nowhere.test/')).toEqual({
      ok: false,
      reason: 'unresolved',
    });
  });

  test('of a name whose servers never answer is given up by the check', async () => {
    vi.useFakeTimers();
    closers.push(() => void vi.useRealTimers());
    const guarded = createGuardedFetch({ resolve: () => new Promise(() => undefined) });
    closers.push(() => guarded.stop());
    const checked = guarded.check('https://slow.test/');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await checked).toBe('timeout');
  });

  test('that changes after the check is not asked for again: the socket goes where the check looked', async () => {
    const port = await serve((_request, response) => void response.setHeader('connection', 'close').end('first'));
    const answers = [LOOPBACK, { address: '10.0.0.1', family: 4 }];
    let asked = 0;
    const fetch = client({ resolve: async () => [answers[asked++]!] });
    const first = await fetch(`http://rebinding.test:${port}/`);
    expect(first.ok && text(first.bytes)).toBe('first');
    expect(asked).toBe(1);
    // The next socket asks anew, and is checked anew.
    const second = await fetch(`http://rebinding.test:${port}/`);
    expect(second).toEqual({ ok: false, reason: 'forbidden_address' });
  });

  test('that nobody listens at is unreachable', async () => {
    const port = await serve(() => undefined);
    for (const close of closers.splice(0).reverse()) await close();
    expect(await client()(`http://example.test:${port}/`)).toEqual({ ok: false, reason: 'unreachable' });
  });
});

describe('a redirect', () => {
  const to =
    (location: string, status = 302) =>
    (response: ServerResponse) =>
      void response.writeHead(status, { location }).end();

  test('is followed, with its fragment left behind', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/new') response.end('here');
      else to('/new#part', 301)(response);
    });
    const answer = await client()(`http://example.test:${port}/old`);
    expect(answer).toMatchObject({ ok: true, url: `http://example.test:${port}/new` });
  });

  test.each([
    ['a private address', 'http://10.0.0.1/', 'forbidden_address'],
    ['the metadata of a cloud', 'http://169.254.169.254/', 'forbidden_address'],
    ['another scheme', 'file:///etc/passwd', 'bad_url'],
    ['credentials', 'http://a:b@example.test/', 'bad_url'],
    ['nonsense', 'http://', 'bad_url'],
  ])('to %s is refused like a first address', async (_what, location, reason) => {
    const port = await serve((_request, response) => to(location)(response));
    expect(await client()(`http://example.test:${port}/`)).toEqual({ ok: false, reason });
  });

  test('is resolved and checked like a first address', async () => {
    const port = await serve((_request, response) => to('http://inside.test/')(response));
    const resolve = async (name: string) => [name === 'inside.test' ? { address: '10.1.2.3', family: 4 } : LOOPBACK];
    const answer = await client({ resolve })(`http://example.test:${port}/`);
    expect(answer).toEqual({ ok: false, reason: 'forbidden_address' });
  });

  test('that leads on and on is given up after five', async () => {
    let visits = 0;
    const port = await serve((_request, response) => to(`/${++visits}`)(response));
    const answer = await client()(`http://example.test:${port}/`);
    expect(answer).toEqual({ ok: false, reason: 'too_many_redirects' });
    expect(visits).toBe(6);
  });

  test('takes no secret to another origin, and no body where the method changes', async () => {
    const seen: [string | undefined, string | undefined, string | undefined][] = [];
    const listener: RequestListener = (request, response) => {
      seen.push([request.method, request.headers['x-secret'] as string, request.headers.accept]);
      if (request.url === '/there') response.end();
      else to(`http://other.test:${port}/there`)(response);
    };
    const port = await serve(listener);
    await client()(`http://example.test:${port}/`, {
      method: 'POST',
      body: '{}',
      headers: { 'x-secret': 's', accept: '*/*' },
    });
    expect(seen).toEqual([
      ['POST', 's', '*/*'],
      ['GET', undefined, '*/*'],
    ]);
  });

  test('is the answer itself where none is followed', async () => {
    const port = await serve((_request, response) => to('/elsewhere')(response));
    const answer = await client()(`http://example.test:${port}/`, { maxRedirects: 0 });
    expect(answer).toMatchObject({ ok: true, status: 302 });
  });
});

describe('a hostile answer', () => {
  test('that is too large is refused, or cut where the caller takes a part', async () => {
    const port = await serve((_request, response) => void response.end('x'.repeat(4096)));
    const fetch = client();
    expect(await fetch(`http://example.test:${port}/`)).toEqual({ ok: false, reason: 'too_large' });
    const part = await fetch(`http://example.test:${port}/`, { truncate: true });
    expect(part.ok && [part.bytes.length, part.truncated]).toEqual([1024, true]);
    const whole = await fetch(`http://example.test:${port}/`, { maxBytes: 4096 });
    expect(whole.ok && [whole.bytes.length, whole.truncated]).toEqual([4096, false]);
  });

  test('that never ends is left at the limit', async () => {
    let closed: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (closed = resolve));
    const port = await serve((_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(64 * 1024)));
      };
      response.on('drain', more).on('close', closed);
      more();
    });
    expect(await client()(`http://example.test:${port}/`, { truncate: true })).toMatchObject({ truncated: true });
    await left;
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('that grows when %s is taken apart is left at the limit', async (encoding, compress) => {
    const bomb = compress(Buffer.alloc(32 * 1024 * 1024));
    const port = await serve((_request, response) => response.setHeader('content-encoding', encoding).end(bomb));
    const before = process.memoryUsage().arrayBuffers;
    const answer = await client()(`http://example.test:${port}/`, { maxBytes: 64 * 1024 });
    expect(answer).toEqual({ ok: false, reason: 'too_large' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  });

  test('that is compressed twice, unknown or broken is a bad response', async () => {
    const port = await serve((request, response) =>
      response.setHeader('content-encoding', decodeURIComponent(request.url!.slice(1))).end('not compressed'),
    );
    for (const encoding of ['gzip, gzip', 'zstd', 'gzip', 'br']) {
      const answer = await client()(`http://example.test:${port}/${encodeURIComponent(encoding)}`);
      expect(answer).toEqual({ ok: false, reason: 'bad_response' });
    }
  });

  test('with huge headers is a bad response', async () => {
    const port = await serveRaw((send) => {
      send('HTTP/1.1 200 OK\r\n');
      for (let header = 0; header < 40; header++) send(`x-${header}: ${'y'.repeat(1024)}\r\n`);
      send('\r\n');
    });
    expect(await client()(`http://example.test:${port}/`)).toEqual({ ok: false, reason: 'bad_response' });
  });

  test('that is not HTTP is a bad response', async () => {
    const port = await serveRaw((send) => send('-ERR unknown command\r\n'));
    expect(await client()(`http://example.test:${port}/`)).toEqual({ ok: false, reason: 'bad_response' });
  });

  test('that says nothing is given up', async () => {
    const port = await serve(() => undefined);
    const answer = await client()(`http://example.test:${port}/`, { idleSeconds: 0.2 });
    expect(answer).toEqual({ ok: false, reason: 'timeout' });
  });

  test.each([
    ['headers', 'HTTP/1.1 200 OK\r\n', 'x: y\r\n'],
    ['body', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\na\r\n'],
  ])('whose %s come drop by drop is given up when time is over', async (_part, start, drop) => {
    const port = await serveRaw((send) => {
      send(start);
      const timer = setInterval(() => send(drop), 20);
      closers.push(() => clearInterval(timer));
    });
    const answer = await client()(`http://example.test:${port}/`, { totalSeconds: 0.4, idleSeconds: 0.3 });
    expect(answer).toEqual({ ok: false, reason: 'timeout' });
  });
});

describe('many fetches', () => {
  test('of one host wait for each other; too many are refused; other hosts are free', async () => {
    const held: ServerResponse[] = [];
    const port = await serve((request, response) => {
      if (request.headers.host?.startsWith('slow')) held.push(response);
      else response.end();
    });
    const fetch = client({ perHost: 2, waitingPerHost: 1 });
    const slow = Array.from({ length: 4 }, () => fetch(`http://slow.test:${port}/`));
    expect(await slow[3]).toEqual({ ok: false, reason: 'busy' });
    expect(await fetch(`http://quick.test:${port}/`)).toMatchObject({ ok: true });
    await expect.poll(() => held.length).toBe(2);
    held[0]!.end();
    await expect.poll(() => held.length).toBe(3);
    held.forEach((response) => response.end());
    expect((await Promise.all(slow.slice(0, 3))).every(({ ok }) => ok)).toBe(true);
  });

  test('that wait too long give their place up', async () => {
    const port = await serve(() => undefined);
    const fetch = client({ perHost: 1 });
    const [first, second] = [
      fetch(`http://slow.test:${port}/`, { totalSeconds: 0.5 }),
      fetch(`http://slow.test:${port}/`, { totalSeconds: 0.1 }),
    ];
    expect(await second).toEqual({ ok: false, reason: 'timeout' });
    expect(await first).toEqual({ ok: false, reason: 'timeout' });
  });

  test('end when the caller or the server stops', async () => {
    const port = await serve(() => undefined);
    const controller = new AbortController();
    const given = client()(`http://example.test:${port}/`, { signal: controller.signal });
    controller.abort();
    expect(await given).toEqual({ ok: false, reason: 'stopped' });
    const guarded = createGuardedFetch({ allowLoopback: true, resolve: async () => [LOOPBACK] });
    const stopped = guarded.fetch({ url: `http://example.test:${port}/`, allowHttp: true, maxBytes: 1 });
    await guarded.stop();
    expect(await stopped).toEqual({ ok: false, reason: 'stopped' });
  });
});
