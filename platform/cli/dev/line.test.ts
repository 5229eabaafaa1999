import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from './free-port.ts';
import { openLine } from './line.ts';

/** A line to a server that repeats what it hears. */
async function openEcho() {
  const echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  const port = await freePort();
  const line = await openLine({ port, to: (echo.address() as AddressInfo).port });
  onTestFinished(async () => {
    await line.close();
    echo.close();
  });
  return { line, dial: () => connect(port, '127.0.0.1').on('error', () => undefined) };
}

test('what is said comes back whole and in order, as late as is set', async () => {
  const { line, dial } = await openEcho();
  line.latencyMs = 150;
  const began = performance.now();
  const socket = dial();
  for (const word of ['one ', 'two ', 'three']) socket.write(word);
  socket.end();
  expect(await text(socket)).toBe('one two three');
  expect(performance.now() - began).toBeGreaterThanOrEqual(149);
});

test('a cut line ends what is open and lets nothing in until it is mended', async () => {
  const { line, dial } = await openEcho();
  const open = dial();
  open.write('one');
  await once(open, 'data');
  line.isCut = true;
  await once(open, 'close');
  expect(await text(dial().end('two')).catch(() => '')).toBe('');
  line.isCut = false;
  expect(await text(dial().end('three'))).toBe('three');
});
