import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../../../../tests/setup/database.ts';
import { connect, type Queryable } from './sql.ts';
import { transaction } from './transaction.ts';

const { sql: watcher, connection } = await createTestDatabase();
await watcher`create table kept (word text primary key)`;
/** One connection: whatever is left of a transaction is in the way of the next. */
const sql = connect({ ...connection, max: 1 });

beforeEach(async () => void (await watcher`delete from kept`));

const words = async () =>
  (await watcher<{ word: string }[]>`select word from kept order by word`).map(({ word }) => word);
const pidOf = async (tx: Queryable) => (await tx<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid ?? 0;
const terminate = (pid: number) => watcher`select pg_terminate_backend(${pid}, 5000)`;
/** The next transactions of the pool; the first may be told of the lost connection. */
const goesOn = async () => {
  await transaction(sql, (tx) => tx`insert into kept values ('after')`);
  expect(await words()).toEqual(['after']);
};

test('what a transaction did is kept, and its answer given', async () => {
  const answer = await transaction(sql, async (tx) => {
    await tx`insert into kept values ('one')`;
    expect(await words()).toEqual([]);
    return 7;
  });
  expect([answer, await words()]).toEqual([7, ['one']]);
});

test('an error undoes everything, and the connection is free again', async () => {
  const failing = transaction(sql, async (tx) => {
    await tx`insert into kept values ('one')`;
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  await goesOn();
});

test('an error that nobody minded undoes everything all the same, and is told', async () => {
  const careless = sql.begin(async (tx) => {
    await tx`insert into kept values ('one')`;
    await tx`insert into kept values ('one')`.catch(() => undefined);
    return 'done';
  });
  await expect(careless).rejects.toMatchObject({ code: '23505' });
  await goesOn();
});

test('COMMIT may leave with the last statements', async () => {
  await transaction(sql, async (tx, commit) => {
    await Promise.all([tx`insert into kept values ('one')`.execute(), commit()]);
  });
  expect(await words()).toEqual(['one']);
});

test('a statement that fails before a COMMIT already sent undoes everything', async () => {
  const failing = transaction(sql, async (tx, commit) => {
    const writes = [tx`insert into kept values ('one')`, tx`insert into kept values ('one')`];
    await Promise.all([...writes.map((write) => write.execute()), commit()]);
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  await goesOn();
});

test('what failed first is told, not what was refused because of it', async () => {
  const failing = transaction(sql, async (tx) => {
    await tx`insert into kept values ('one')`;
    await tx`insert into kept values ('one')`.catch(() => undefined);
    await tx`insert into kept values ('two')`;
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  await goesOn();
});

test('a statement after the end is refused and does nothing', async () => {
  const late = transaction(sql, async (tx, commit) => {
    await commit();
    await tx`insert into kept values ('late')`;
  });
  await expect(late).rejects.toThrow('after the end');
  expect(await words()).toEqual([]);
});

test('a backend terminated during a statement fails the transaction and nothing else', async () => {
  const lost = transaction(sql, async (tx) => {
    await tx`insert into kept values ('one')`;
    const pid = await pidOf(tx);
    const pause = tx`select pg_sleep(20)`;
    // Those behind it never leave.
    await Promise.all([pause, tx`insert into kept values ('two')`, sleep(50).then(() => terminate(pid))]);
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await goesOn();
});

test('a backend terminated between statements: what still runs sends nothing more', async () => {
  let later: unknown;
  const lost = transaction(sql, async (tx) => {
    await tx`insert into kept values ('one')`;
    await terminate(await pidOf(tx));
    await sleep(100);
    later = await tx`insert into kept values ('two')`.catch((error: unknown) => error);
    await tx`insert into kept values ('three')`;
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  expect(later).toMatchObject({ code: 'CONNECTION_CLOSED' });
  await goesOn();
});

test('a transaction beyond its time fails and leaves the pool in order', async () => {
  const brief = connect({ ...connection, max: 1, transactionTimeoutMs: 100 });
  const lost = transaction(brief, async (tx) => {
    await tx`insert into kept values ('one')`;
    await sleep(400);
    await tx`insert into kept values ('two')`;
  });
  await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' });
  await transaction(brief, (tx) => tx`insert into kept values ('after')`);
  expect(await words()).toEqual(['after']);
  await brief.end();
});

test.each([98, 99, 100, 101])('a transaction behind %i statements has its connection for itself', async (count) => {
  const busy = connect({ ...connection, max: 1 });
  await busy`select 1`;
  const before = Array.from({ length: count }, () => busy`select 1`.execute());
  const begun = transaction(busy, async (tx) => {
    await tx`insert into kept values ('mine')`;
    await sleep(20);
    throw new Error('changed my mind');
  });
  const after = busy`insert into kept values ('of another')`.execute();
  await expect(begun).rejects.toThrow('changed my mind');
  await Promise.all([...before, after]);
  expect(await words()).toEqual(['of another']);
  await busy.end();
});

test('a connection that is lost while something is about to be written is not in the way of what follows', async () => {
  const pool = connect({ ...connection, max: 2, transactionTimeoutMs: 500 });
  for (let round = 0; round < 3; round += 1) {
    const pids = await Promise.all(
      [1, 2].map(() => pool<{ pid: number }[]>`select pg_backend_pid() as pid, pg_sleep(0.05)`),
    );
    // Whoever hears of the loss asks again at once, of connections that are about to close as well.
    const asking = Array.from({ length: 10 }, async () => {
      for (let tries = 0; tries < 50; tries += 1) await pool`select pg_sleep(0.01)`.catch(() => undefined);
    });
    await watcher`select pg_terminate_backend(p) from unnest(${pids.map(([row]) => row?.pid ?? 0)}::int[]) p`;
    await Promise.all(asking);
  }
  expect(await Promise.all([1, 2, 3].map(() => pool`select 1 as one`))).toHaveLength(3);
  await pool.end();
});

test('transactions of many at once take turns on one connection', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => transaction(sql, (tx) => tx`insert into kept values (${`w${index}`})`)),
  );
  expect(await words()).toHaveLength(20);
});
