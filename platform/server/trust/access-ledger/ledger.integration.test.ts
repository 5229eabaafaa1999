import type { VecheError } from '@veche/contract';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchOf, publishAsking, wants } from '../../../../tests/support/asking-app.ts';
import { verifyAlone } from '../../../../tests/support/ledger-copy.ts';
import { refusal } from '../../../../tests/support/refusal.ts';
import { startTestServer, type TestPerson } from '../../../../tests/support/server.ts';
import { deriveSigningKey } from '../../kernel/signing-key.ts';
import { createSecrets } from '../../kernel/secrets.ts';
import { verifyConsistency, verifyInclusion } from '../verifier/verify-ledger.mjs';
import { logAllHeads } from './heads.ts';

const server = await startTestServer({ deletionGraceDays: 0 });
const { sql } = server.app;
const log = { origin: server.url, signingKey: deriveSigningKey(createSecrets(Buffer.alloc(32, 1)), 'test') };
const dmitry = await server.person('Дмитрий');
beforeAll(() => publishAsking(dmitry, 'clinic', [wants('name'), wants('phoneNumber')]));

/** A person of whom the clinic read something, as often as said. */
async function visitor(name: string, readings: number): Promise<TestPerson> {
  const person = await server.person(name);
  const launchId = await launchOf(person, 'clinic');
  await person.call('grants.give', { launchId, scope: 'phoneNumber', duration: 'whileOpen' });
  for (let count = 0; count < readings; count++) {
    await person.call('people.getAttributes', { launchId, scope: 'phoneNumber' });
  }
  return person;
}

/** The file that the shell writes. */
async function copyOf(person: TestPerson): Promise<string> {
  const sealed = await person.call('ledger.seal', {});
  const { entries } = await person.call('ledger.list', { limit: 200 });
  return JSON.stringify({ format: 'veche-access-ledger', version: 1, entries: entries.toReversed(), ...sealed });
}

describe('the ledger', () => {
  test('says who, what by name, why and when, and holds no value', async () => {
    const alice = await visitor('Алиса', 1);
    const { entries } = await alice.call('ledger.list', {});
    expect(entries).toMatchObject([
      {
        ...{ seq: 2, act: 'used', scope: 'phoneNumber', fields: ['phoneNumber'], duration: 'whileOpen' },
        app: { slug: 'clinic', name: { ru: 'Приложение clinic', en: 'App clinic' } },
        ...{ purpose: { en: 'What for: phoneNumber' }, release: expect.stringMatching(/^[0-9a-f]{64}$/) },
        previous: entries[1]?.hash,
      },
      { seq: 1, act: 'given', previous: '0'.repeat(64) },
    ]);
    const [row] = await sql<{ text: string }[]>`
      select string_agg(e::text, '') as text from access_entry e where account_id = ${alice.accountId}`;
    expect(row?.text).not.toContain(alice.phone);
  });

  test('is read page by page, by app and by scope', async () => {
    const alice = await visitor('Алиса', 4);
    const first = await alice.call('ledger.list', { limit: 3 });
    const rest = await alice.call('ledger.list', { limit: 3, cursor: first.nextCursor ?? '' });
    expect([...first.entries, ...rest.entries].map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
    expect(rest.nextCursor).toBeUndefined();
    const appId = first.entries[0]!.app.appId;
    expect((await alice.call('ledger.list', { appId, scope: 'phoneNumber' })).entries).toHaveLength(5);
    expect((await alice.call('ledger.list', { appId, scope: 'name' })).entries).toEqual([]);
    expect((await alice.call('ledger.list', { appId: dmitry.accountId })).entries).toEqual([]);
    expect(await refusal(alice.call('ledger.list', { cursor: 'мимо' }))).toMatchObject({ field: 'cursor' });
  });

  test('has no gap and no fork when many windows read at once', async () => {
    const alice = await server.person('Алиса');
    const windows = await Promise.all(Array.from({ length: 6 }, () => launchOf(alice, 'clinic')));
    const ask = async (launchId: string) => {
      await alice.call('grants.give', { launchId, scope: 'name', duration: 'once' });
      await alice.call('people.getAttributes', { launchId, scope: 'name' });
    };
    await Promise.all(windows.map(ask));
    expect((await verifyAlone(await copyOf(alice))).said).toMatch(/^OK: 12 entries/);
  });

  test('is not written when the reading is refused, and names who said no', async () => {
    const alice = await server.person('Алиса');
    const launchId = await launchOf(alice, 'clinic');
    await refusal(alice.call('people.getAttributes', { launchId, scope: 'name' }));
    await alice.call('grants.refuse', { launchId, scope: 'name' });
    expect((await alice.call('ledger.list', {})).entries).toMatchObject([{ act: 'refused', scope: 'name' }]);
  });

  test('of who has none, there is nothing to prove', async () => {
    const boris = await server.person('Борис');
    expect((await refusal(boris.call('ledger.seal', {}))).code).toBe('not_found');
  });
});

describe('a copy', () => {
  test('passes the verifier in an empty folder, with the key that the server publishes', async () => {
    const copy = await copyOf(await visitor('Алиса', 3));
    const response = await fetch(`${server.url}/.well-known/veche-transparency-keys.json`);
    const { keys } = (await response.json()) as { keys: { kid: string }[] };
    const { exitCode, said } = await verifyAlone(copy, keys[0]?.kid);
    expect([exitCode, said]).toEqual([0, expect.stringMatching(/^OK: 4 entries, none changed/)]);
    expect(await verifyAlone(copy, '0123456789abcdef')).toMatchObject({
      exitCode: 1,
      said: expect.stringContaining('is signed with'),
    });
  });

  test('is what the server gives out as the verifier, to the byte', async () => {
    const served = await (await fetch(`${server.url}/docs/verify-ledger.mjs`)).text();
    const { readFile } = await import('node:fs/promises');
    expect(served).toBe(await readFile(new URL('../verifier/verify-ledger.mjs', import.meta.url), 'utf8'));
  });

  test('fails with any one byte changed, and says where', async () => {
    const copy = await copyOf(await visitor('Алиса', 3));
    const { entries } = JSON.parse(copy) as { entries: { at: string; hash: string }[] };
    const places: [what: string, find: string, named: RegExp][] = [
      ['the words of a purpose', 'What for: phone', /entry 1 was changed/],
      ['a moment', `"at":"${entries[2]!.at.slice(0, -1)}`, /entry \d was changed/],
      ['what was done', '"act":"used', /entry 2 was changed/],
      ['a number', '"seq":3', /entry 3 (was changed|stands where)/],
      ['the hash of an entry', `"hash":"${entries[1]!.hash}`, /entry 2 was changed/],
      ['a link', `"previous":"${entries[2]!.hash}`, /entry 4 does not follow/],
      ['the salt', '"salt":"', /leaf is not of this head|head is not whole/],
      ['the leaf', '"leaf":{"index":', /leaf|inclusion/],
      ['the size of the log', '"treeSize":', /inclusion|treeHead/],
      ['the root', '"rootHash":"', /inclusion does not lead/],
      ['the moment of the root', `"origin":"${server.url}`, /treeHead has a signature of something else/],
      ['the signature', '"signature":"', /treeHead has a signature of something else/],
      ['the key', '"x":"', /is the name of another key/],
    ];
    for (const [what, find, named] of places) {
      const bytes = Buffer.from(copy);
      const start = bytes.indexOf(find);
      expect(start, what).toBeGreaterThan(0);
      // The last byte of what is named, or the one behind it where that is punctuation.
      const at = start + Buffer.byteLength(find) - (/[\w]$/.test(find) ? 1 : 0);
      bytes[at] = bytes[at] === 0x31 ? 0x32 : 0x31;
      const { exitCode, said } = await verifyAlone(bytes);
      expect([exitCode, said], what).toEqual([1, expect.stringMatching(named)]);
    }
  }, 60_000);

  test('fails when it says something twice, though the last of both is right', async () => {
    const copy = await copyOf(await visitor('Алиса', 1));
    for (const [find, put] of [
      ['"act":"used"', '"act":"refused","act":"used"'],
      ['"seq":2', '"seq":2.0'],
      ['"head":', '"head":{},"head":'],
    ] as const) {
      expect((await verifyAlone(copy.replace(find, put))).said, put).toMatch(/says something twice/);
    }
    expect((await verifyAlone(JSON.stringify(JSON.parse(copy), null, 2))).exitCode).toBe(0);
  });

  test('fails without its last entry, and with one put in', async () => {
    const copy = JSON.parse(await copyOf(await visitor('Алиса', 2))) as { entries: object[] };
    const told = (entries: object[]) => verifyAlone(JSON.stringify({ ...copy, entries }));
    expect((await told(copy.entries.slice(0, -1))).said).toMatch(/head speaks of 3 entries/);
    expect((await told(copy.entries.toSpliced(1, 1))).said).toMatch(/entry 2 stands where/);
    expect((await told([...copy.entries, copy.entries[2]!])).said).toMatch(/entry 4 stands where/);
  });
});

describe('the log', () => {
  test('takes the head of every ledger with news once, and proves each of its sizes from the ones before', async () => {
    await Promise.all([visitor('Алиса', 1), visitor('Борис', 2), visitor('Вера', 1)]);
    const headNow = async () => (await dmitry.call('transparency.getHead', {})).treeHead;
    const before = await copyOf(await visitor('Глеб', 1)).then(() => headNow());
    await logAllHeads(sql, log, new Date());
    const after = (await headNow())!;
    expect(after.treeSize).toBeGreaterThanOrEqual(before!.treeSize + 3);
    await logAllHeads(sql, log, new Date());
    expect(await headNow()).toEqual(after);

    const sizes = { fromSize: before!.treeSize, toSize: after.treeSize };
    const { from, to, proof } = await dmitry.call('transparency.getConsistency', sizes);
    expect(verifyConsistency({ ...sizes, from: from.rootHash, to: to.rootHash, proof })).toBe(true);
    const { leaves } = await dmitry.call('transparency.listLeaves', { from: 0 });
    expect(leaves).toHaveLength(after.treeSize);
    for (const [index, leaf] of leaves.entries()) {
      const { leafHash, path } = await dmitry.call('transparency.getInclusion', {
        leafIndex: index,
        treeSize: after.treeSize,
      });
      expect(leafHash).toBe(leaf);
      expect(verifyInclusion({ index, size: after.treeSize, leaf, path, root: after.rootHash })).toBe(true);
    }
  });

  test('answers anyone, and names what it does not have', async () => {
    const ask = async (method: string, input: object) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${server.url}/api/${method}`, {
        method: 'POST',
        headers,
        body: JSON.stringify(input),
      });
      const body = (await response.json()) as { error: ConstructorParameters<typeof VecheError>[2] };
      return [response.status, body.error?.field];
    };
    expect(await ask('transparency.getHead', {})).toEqual([200, undefined]);
    expect(await ask('transparency.getInclusion', { leafIndex: 0, treeSize: 1e9 })).toEqual([404, 'treeSize']);
    const { treeHead } = await dmitry.call('transparency.getHead', {});
    const { treeSize } = treeHead!;
    expect(await ask('transparency.getInclusion', { leafIndex: treeSize, treeSize })).toEqual([404, 'leafIndex']);
    expect(await ask('transparency.getConsistency', { fromSize: 2, toSize: 1 })).toEqual([400, 'fromSize']);
    expect(await ask('ledger.list', {})).toEqual([401, undefined]);
  });

  test('keeps its heads when an account is erased, and nothing in the house tells of its ledger any more', async () => {
    const vera = await visitor('Вера', 2);
    await copyOf(vera);
    const { treeHead } = await dmitry.call('transparency.getHead', {});
    const left = async () => {
      const [row] = await sql<{ count: number }[]>`
        select (select count(*) from access_entry where account_id = ${vera.accountId})
          + (select count(*) from access_ledger where account_id = ${vera.accountId})
          + (select count(*) from app_grant where account_id = ${vera.accountId})
          + (select count(*) from app_launch where account_id = ${vera.accountId}) as count`;
      return Number(row?.count);
    };
    expect(await left()).toBeGreaterThan(4);
    const phrase = 'Удалить мою учетную запись';
    await vera.call('identity.deleteAccount', { confirmation: { by: 'phrase', phrase } });
    await expect.poll(left, { timeout: 60_000 }).toBe(0);
    expect((await dmitry.call('transparency.getHead', {})).treeHead).toEqual(treeHead);
  }, 90_000);
});
