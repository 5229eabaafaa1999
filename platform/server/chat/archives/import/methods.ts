import { randomUUID } from 'node:crypto';
import {
  type AccountId,
  archiveImports as contract,
  type ImportId,
  IMPORTS_PER_DAY,
  type ParsedInputOf,
  VecheError,
} from '@veche/contract';
import { repeatedClientId, requestHashOf } from '../../../kernel/conversation-log/index.ts';
import type { Tx } from '../../../kernel/database/sql.ts';
import { accountOf } from '../../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../../kernel/rpc/handler.ts';
import { readSeat } from '../../chats/store.ts';
import { noSuchChat } from '../../messages/rules.ts';
import { numbersOfCursor, pageOf } from '../../../kernel/paging.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { readItems } from './items.ts';
import { IMPORT_JOB } from './job.ts';
import {
  changePhase,
  chooseSource,
  findImportByClient,
  type ImportRow,
  insertImport,
  readImport,
  readImports,
  readRequestTimes,
  toImport,
} from './store.ts';
import { UNDO_JOB } from './undo.ts';

const DAY_MS = 86_400_000;

export function importHandlers(dependencies: ArchiveDependencies): Handler[] {
  const { sql, jobs, clock } = dependencies;
  const find = async (accountId: AccountId, importId: ImportId): Promise<ImportRow> => {
    const row = await readImport(sql, { accountId, importId });
    if (row === null) throw new VecheError('not_found', 'There is no such import.', { field: 'importId' });
    return row;
  };
  /** A unique index lets one import of an account run. */
  const oneAtATime = async (run: (tx: Tx) => Promise<void>): Promise<void> => {
    await sql.begin(run).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '23505') throw anotherRuns();
      throw error;
    });
  };
  const answer = async (accountId: AccountId, importId: ImportId) => ({
    import: toImport(await find(accountId, importId)),
  });

  return [
    implement(contract.startImport, async ({ caller }, input) => ({
      import: toImport(await start(dependencies, accountOf(caller), input)),
    })),
    implement(contract.listImports, async ({ caller }) => ({
      imports: (await readImports(sql, accountOf(caller))).map(toImport),
    })),
    implement(contract.getImport, ({ caller }, { importId }) => answer(accountOf(caller), importId)),

    implement(contract.chooseImportSource, async ({ caller }, { importId, sourceKey }) => {
      const accountId = accountOf(caller);
      const row = await find(accountId, importId);
      if (row.sourceKey === sourceKey) return { import: toImport(row) };
      const source = row.sources?.find(({ key }) => key === sourceKey);
      if (source === undefined)
        throw new VecheError('not_found', 'The archive has no such chat.', { field: 'sourceKey' });
      await oneAtATime(async (tx) => {
        const place = { accountId, importId };
        const isChosen = row.phase === 'choosing' && (await chooseSource(tx, place, source));
        if (!isChosen || !(await changePhase(tx, place, ['choosing'], 'waiting')))
          throw new VecheError('conflict', 'The import is past choosing.', { field: 'importId' });
        await jobs.add(tx, IMPORT_JOB, place);
      });
      return answer(accountId, importId);
    }),

    implement(contract.listImportItems, async ({ caller }, { importId, onlyTrouble, cursor, limit }) => {
      const { chatId } = await find(accountOf(caller), importId);
      const [entry, part] = numbersOfCursor(cursor, 2) ?? [];
      const after = entry === undefined || part === undefined ? undefined : { entry, part };
      if (chatId === null) return { items: [] };
      const rows = await readItems(sql, { chatId, importId }, { onlyTrouble, after, limit: limit + 1 });
      const { page, next } = pageOf(rows, limit, (last) => `${last.entry}_${last.part}`);
      return {
        items: page.map(({ entry: _entry, ...item }) => item),
        ...next,
      };
    }),

    implement(contract.cancelImport, async ({ caller }, { importId }) => {
      const accountId = accountOf(caller);
      await find(accountId, importId);
      const alive = ['waiting', 'reading', 'choosing', 'running'] as const;
      await changePhase(sql, { accountId, importId }, alive, 'cancelled', { finishedAt: clock.now() });
      return answer(accountId, importId);
    }),

    implement(contract.undoImport, async ({ caller }, { importId }) => {
      const accountId = accountOf(caller);
      const { phase } = await find(accountId, importId);
      if (phase === 'undoing' || phase === 'undone') return answer(accountId, importId);
      await oneAtATime(async (tx) => {
        const place = { accountId, importId };
        if (!(await changePhase(tx, place, ['done', 'failed', 'cancelled'], 'undoing')))
          throw new VecheError('conflict', 'The import still runs; cancel it first.', { field: 'importId' });
        await jobs.add(tx, UNDO_JOB, place);
      });
      return answer(accountId, importId);
    }),
  ];
}

async function start(
  dependencies: ArchiveDependencies,
  accountId: AccountId,
  { clientId, fileId, chatId = undefined, timeZone }: ParsedInputOf<typeof contract.startImport>,
): Promise<ImportRow> {
  const { sql, jobs, clock, files } = dependencies;
  const requestHash = requestHashOf([fileId, chatId ?? null, timeZone]);
  const known = await findImportByClient(sql, accountId, clientId);
  if (known !== null) return sameRequest(known, requestHash);
  if (chatId !== undefined) {
    const seat = await readSeat(sql, chatId, accountId);
    if (seat === null) throw noSuchChat();
    if (seat.kind !== 'group' || seat.role === 'member')
      throw new VecheError('forbidden', 'An archive goes into a group of which one is owner or admin.', {
        field: 'chatId',
      });
  }
  const source = await files.openOwn(accountId, fileId);
  if (source === null) throw new VecheError('not_found', 'There is no such file of yours.', { field: 'fileId' });

  const at = clock.now();
  const times = await readRequestTimes(sql, accountId, new Date(at.getTime() - DAY_MS));
  const [oldest] = times;
  if (times.length >= IMPORTS_PER_DAY && oldest !== undefined) {
    throw new VecheError('rate_limited', `At most ${IMPORTS_PER_DAY} imports a day.`, {
      retryAfterSeconds: Math.ceil((oldest.getTime() + DAY_MS - at.getTime()) / 1000),
    });
  }
  const place = { accountId, importId: randomUUID() as ImportId };
  await sql.begin(async (tx) => {
    const row = {
      ...place,
      clientId,
      requestHash,
      fileId,
      fileName: source.name,
      timeZone,
      chatId: chatId ?? null,
      at,
    };
    if (await insertImport(tx, row)) await jobs.add(tx, IMPORT_JOB, place);
  });
  // Sent twice at once, the second finds the first one; otherwise another import is under way.
  const row = await findImportByClient(sql, accountId, clientId);
  if (row === null) throw anotherRuns();
  return sameRequest(row, requestHash);
}

function anotherRuns(): VecheError {
  return new VecheError('conflict', 'Another import is under way.');
}

function sameRequest(row: ImportRow, requestHash: number): ImportRow {
  if (row.requestHash === requestHash) return row;
  throw repeatedClientId();
}
