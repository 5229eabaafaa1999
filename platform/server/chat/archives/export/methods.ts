import { randomUUID } from 'node:crypto';
import {
  type AccountId,
  archives as contract,
  type ChatId,
  type ClientId,
  type ExportId,
  EXPORTS_PER_DAY,
  type Language,
  VecheError,
} from '@veche/contract';
import { readOwnAccount } from '../../../identity/index.ts';
import { repeatedClientId, requestHashOf } from '../../../kernel/conversation-log/index.ts';
import { accountOf } from '../../../kernel/rpc/caller.ts';
import { type Handler, implement } from '../../../kernel/rpc/handler.ts';
import { readRole } from '../../chats/store.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { deleteBlob } from './blob.ts';
import { EXPORT_JOB } from './job.ts';
import {
  endExport,
  findExportByClient,
  insertExport,
  readExport,
  readExports,
  readRequestTimes,
  toExport,
} from './store.ts';

const DAY_MS = 86_400_000;

export function exportHandlers(dependencies: ArchiveDependencies): Handler[] {
  const { sql } = dependencies;
  return [
    implement(contract.startExport, async ({ caller }, input) => ({
      export: await start(dependencies, accountOf(caller), input),
    })),
    implement(contract.listExports, async ({ caller }) => ({
      exports: (await readExports(sql, accountOf(caller))).map(toExport),
    })),
    implement(contract.getExport, async ({ caller }, { exportId }) => ({
      export: toExport(await require(dependencies, accountOf(caller), exportId)),
    })),
    implement(contract.cancelExport, async ({ caller }, { exportId }) => {
      const accountId = accountOf(caller);
      const { phase } = await require(dependencies, accountId, exportId);
      await endExport(sql, { accountId, exportId }, 'cancelled');
      // The job that still writes deletes what it wrote.
      if (phase === 'ready') await deleteBlob(dependencies, { accountId, exportId });
      return { export: toExport(await require(dependencies, accountId, exportId)) };
    }),
  ];
}

async function start(
  { sql, jobs, clock }: ArchiveDependencies,
  accountId: AccountId,
  input: { clientId: ClientId; chatId?: ChatId | undefined; language?: Language | undefined },
) {
  const { clientId, chatId = null } = input;
  const requestHash = requestHashOf([chatId, input.language ?? null]);
  const known = await findExportByClient(sql, accountId, clientId);
  if (known !== null) return toExport(sameRequest(known, requestHash));
  if (chatId !== null && (await readRole(sql, chatId, accountId)) === null)
    throw new VecheError('not_found', 'There is no such chat.', { field: 'chatId' });

  const at = clock.now();
  const times = await readRequestTimes(sql, accountId, new Date(at.getTime() - DAY_MS));
  const [oldest] = times;
  if (times.length >= EXPORTS_PER_DAY && oldest !== undefined) {
    throw new VecheError('rate_limited', `At most ${EXPORTS_PER_DAY} exports a day.`, {
      retryAfterSeconds: Math.ceil((oldest.getTime() + DAY_MS - at.getTime()) / 1000),
    });
  }
  const language = input.language ?? (await readOwnAccount(sql, accountId))?.language ?? 'ru';
  const exportId = randomUUID() as ExportId;
  const place = { accountId, exportId };
  const isNew = await sql.begin(async (tx) => {
    if (!(await insertExport(tx, { ...place, clientId, requestHash, chatId, language, at }))) return false;
    await jobs.add(tx, EXPORT_JOB, place);
    return true;
  });
  if (!isNew) {
    // Sent twice at once, or another export is under way.
    const twin = await findExportByClient(sql, accountId, clientId);
    if (twin === null) throw new VecheError('conflict', 'Another export is under way.');
    return toExport(sameRequest(twin, requestHash));
  }
  const row = await readExport(sql, place);
  if (row === null) throw new Error('an export that was just written is not there');
  return toExport(row);
}

function sameRequest<R extends { requestHash: number }>(row: R, requestHash: number): R {
  if (row.requestHash === requestHash) return row;
  throw repeatedClientId();
}

async function require({ sql }: ArchiveDependencies, accountId: AccountId, exportId: ExportId) {
  const row = await readExport(sql, { accountId, exportId });
  if (row === null) throw new VecheError('not_found', 'There is no such export.', { field: 'exportId' });
  return row;
}
