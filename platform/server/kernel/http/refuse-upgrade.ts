import type { Duplex } from 'node:stream';

/**
 * Answers an upgrade request with a refusal, and closes. Node takes its own listeners off such a socket, so an error
 * of a client that went away would otherwise end the process.
 */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '404 Not Found' | '503 Service Unavailable') {
  socket.on('error', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
