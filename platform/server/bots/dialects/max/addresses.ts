import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AccountId } from '@veche/contract';
import type { Secrets } from '../../../kernel/secrets.ts';
import { type FileName, readFileName, writeFileName } from '../../files/file-name.ts';

const UPLOAD_HOURS = 24;

/** A file for which the bearer of an address acts as the bot. */
export interface Addressed {
  readonly botId: AccountId;
  readonly file: FileName;
}

/**
 * Addresses of files and for uploads. Bots ask them without their token: the address carries a proof, and names the bot
 * whose rights are asked each time.
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
  const addressed = (botId: string | undefined, name: string | undefined): Addressed | null => {
    const file = readFileName(name ?? '');
    return file === null ? null : { botId: parseInt(botId ?? '', 36) as AccountId, file };
  };

  return {
    /** Path of a file that the bot may read. */
    writeFile: (botId: AccountId, file: FileName): string =>
      `/files/${sign('file', [botId.toString(36), writeFileName(file)])}`,
    readFile: (text: string): Addressed | null => {
      const [botId, name] = open('file', text) ?? [];
      return addressed(botId, name);
    },
    /** Path that takes the content of one file for a day. */
    writeUpload: (botId: AccountId, file: FileName, now: number): string => {
      const until = now + UPLOAD_HOURS * 3_600_000;
      return `/uploads/${sign('upload', [botId.toString(36), writeFileName(file), until.toString(36)])}`;
    },
    readUpload: (text: string, now: number): Addressed | null => {
      const [botId, name, until = ''] = open('upload', text) ?? [];
      return parseInt(until, 36) > now ? addressed(botId, name) : null;
    },
  };
}
export type Addresses = ReturnType<typeof createAddresses>;
