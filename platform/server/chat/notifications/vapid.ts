import { createECDH } from 'node:crypto';
import type { Secrets } from '../../kernel/secrets.ts';

/** The key pair that push services know this server by (RFC 8292): the same on every node and after every start. */
export function deriveVapidKeys(secrets: Pick<Secrets, 'derive'>): { publicKey: string; privateKey: string } {
  // A derived number may be none of the curve's, which is about as likely as never.
  for (let attempt = 0; ; attempt += 1) {
    try {
      const ecdh = createECDH('prime256v1');
      const number = secrets.derive(`push key ${attempt}`, 32);
      ecdh.setPrivateKey(number);
      // Not what ECDH would give back: that leaves out leading zeros.
      return { publicKey: ecdh.getPublicKey('base64url'), privateKey: Buffer.from(number).toString('base64url') };
    } catch (error) {
      if (attempt >= 8) throw error;
    }
  }
}
