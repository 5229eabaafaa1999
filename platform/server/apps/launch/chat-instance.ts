import { createHmac, hkdfSync } from 'node:crypto';

/** Names a chat to one app, always alike, and tells other apps nothing: a signed 64-bit number in digits. */
export function chatInstanceOf(serverSecret: Uint8Array, appId: number, chatId: number): string {
  const key = Buffer.from(hkdfSync('sha256', serverSecret, '', 'veche chat instance', 32));
  return createHmac('sha256', key).update(`${appId} ${chatId}`).digest().readBigInt64BE().toString();
}
