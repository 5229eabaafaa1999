import type { AccountId, FileId } from '@veche/contract';
import { describe, expect, test } from 'vitest';
import { createSecrets } from '../../../kernel/secrets.ts';
import { createAddresses } from './addresses.ts';

const DAY_MS = 24 * 3_600_000;
const addresses = createAddresses(createSecrets(Buffer.alloc(32, 1)));
const botId = 5 as AccountId;
const file = { fileId: 7 as FileId, kind: 'file' as const, isPreview: false, from: null };
const tokenHash = Buffer.alloc(32, 2);
const now = 1_800_000_000_000;

describe.each(['files', 'uploads'] as const)('an address of %s', (purpose) => {
  const signed = addresses.write(purpose, { botId, file, tokenHash, now }).split('/').at(-1) ?? '';
  const read = (at: number, current: Uint8Array | null) =>
    addresses.read(purpose, signed, { now: at, tokenHashOf: () => Promise.resolve(current) });

  test('is read for a day', async () => {
    expect(await read(now + DAY_MS - 1, tokenHash)).toEqual({ botId, file });
    expect(await read(now + DAY_MS, tokenHash)).toBeNull();
  });

  test('is none for another token, or for no token', async () => {
    expect(await read(now, Buffer.alloc(32, 3))).toBeNull();
    expect(await read(now, null)).toBeNull();
  });

  test('is none for another purpose', async () => {
    const other = purpose === 'files' ? 'uploads' : 'files';
    expect(await addresses.read(other, signed, { now, tokenHashOf: () => Promise.resolve(tokenHash) })).toBeNull();
  });
});
