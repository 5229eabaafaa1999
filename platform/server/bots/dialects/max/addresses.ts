import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountId } from '@veche/contract';
import type { Secrets } from '../../../kernel/secrets.ts';
import { type FileName, readFileName, writeFileName } from '../../files/file-name.ts';

const DAY_MS = 24 * 3_600_000;

/** A file for which the bearer of an address acts as the bot. */
export interface Addressed {
  readonly botId: AccountId;
  readonly file: FileName;
}

/** First part of an address: what it is for. */
type Purpose = 'files' | 'uploads';

/** Whom an address is made for, and when: milliseconds. */
interface Signed {
  /** Of the bot's token. */
  readonly tokenHash: Uint8Array;
  readonly now: number;
}

/**
 * Addresses of files and for uploads, for a day. Bots ask them without their token: the address carries a proof, and names
 * the bot whose rights are asked each time. They end with the token for which they were made.
 */
export function createAddresses(secrets: Secrets) {
  const key = secrets.derive('addresses of the MAX dialect', 32);
  const proofOf = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  const sign = (purpose: string, parts: readonly string[]): string =>
    [...parts, proofOf([purpose, ...parts].join('.'))].join('.');
  const open = (purpose: string, text: string): string[] | null => {
    const parts = text.split('.');
    const given = Buffer.from(parts.pop() ?? '');
    const proof = Buffer.from(proofOf([purpose, ...parts].join('.')));
    return given.length === proof.length && timingSafeEqual(given, proof) ? parts : null;
  };
  const markOf = (tokenHash: Uint8Array): string => proofOf(`token ${Buffer.from(tokenHash).toString('hex')}`);

  return {
    /** Path of a file that the bot may read, or one that takes the content of a file. */
    write: (purpose: Purpose, { botId, file, tokenHash, now }: Addressed & Signed): string => {
      const until = (now + DAY_MS).toString(36);
      return `/${purpose}/${sign(purpose, [botId.toString(36), writeFileName(file), markOf(tokenHash), until])}`;
    },
    /** Null for what is no such address, or not any more. */
    async read(
      purpose: Purpose,
      text: string,
      { now, tokenHashOf }: { now: number; tokenHashOf: (botId: AccountId) => Promise<Uint8Array | null> },
    ): Promise<Addressed | null> {
      const [bot = '', name = '', mark, until = ''] = open(purpose, text) ?? [];
      const file = readFileName(name);
      if (file === null || parseInt(until, 36) <= now) return null;
      const botId = parseInt(bot, 36) as AccountId;
      const tokenHash = await tokenHashOf(botId);
      return tokenHash !== null && markOf(tokenHash) === mark ? { botId, file } : null;
    },
  };
}
export type Addresses = ReturnType<typeof createAddresses>;
