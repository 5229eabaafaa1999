import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PushPayload } from '@veche/contract';
import { afterAll } from 'vitest';

/** A browser's push service and one subscribed device: takes pushes over HTTP and reads them as the device would. */
export async function startPushService() {
  const device = createECDH('prime256v1');
  const publicKey = device.generateKeys();
  const auth = randomBytes(16);
  const pushes: { payload: PushPayload; headers: Record<string, string | string[] | undefined>; path: string }[] = [];
  /** Statuses of the next answers; 201 when there are none. */
  const answers: { status: number; retryAfter?: string }[] = [];

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers.shift() ?? { status: 201 };
      if (answer.status < 300) {
        const text = decrypt(Buffer.concat(chunks), device, publicKey, auth);
        const payload = PushPayload.parse(JSON.parse(text));
        pushes.push({ payload, headers: request.headers, path: request.url ?? '' });
      }
      response.writeHead(answer.status, answer.retryAfter === undefined ? {} : { 'Retry-After': answer.retryAfter });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const { port } = server.address() as AddressInfo;
  return {
    pushes,
    answers,
    subscription: (path: string) => ({
      endpoint: `http://localhost:${port}/${path}`,
      keys: { p256dh: publicKey.toString('base64url'), auth: auth.toString('base64url') },
    }),
  };
}

/** Content encoding `aes128gcm` with the key agreement of Web Push. Source: RFC 8188, section 2; RFC 8291, section 3.4. */
function decrypt(body: Buffer, device: ReturnType<typeof createECDH>, publicKey: Buffer, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const serverKey = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, serverKey]);
  const input = hkdfSync('sha256', device.computeSecret(serverKey), auth, info, 32);
  const key = hkdfSync('sha256', Buffer.from(input), salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = hkdfSync('sha256', Buffer.from(input), salt, 'Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', Buffer.from(key), Buffer.from(nonce));
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}
