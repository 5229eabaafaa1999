import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { startTestServer } from '../../../../tests/support/server.ts';

const server = await startTestServer();

/** Asks for an upgrade and resets the connection at once. */
function askAndReset(path: string, headers: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\n${headers}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      socket.resetAndDestroy();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
}

describe('a refused upgrade', () => {
  const ours = () => `Host: localhost:${server.port}\r\n`;
  test.each<[string, string, () => string]>([
    ['to another path', '/nope', ours],
    ['to another host', '/ws', () => 'Host: elsewhere\r\n'],
    ['from another origin', '/ws', () => `${ours()}Origin: http://evil.example\r\n`],
  ])('%s that its client resets ends nothing but itself', async (_case, path, headers) => {
    const faults: unknown[] = [];
    const note = (error: unknown) => void faults.push(error);
    process.on('uncaughtException', note);
    for (let round = 0; round < 30; round += 1) await askAndReset(path, headers());
    await setTimeout(100);
    process.off('uncaughtException', note);
    expect(faults).toEqual([]);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  });
});
