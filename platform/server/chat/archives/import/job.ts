import { type AccountId, type ChatId, type Import, MAX_IMPORT_ENTRIES, type ImportProblem } from '@veche/contract';
import type { Job } from '../../../kernel/jobs.ts';
import { createGroup } from '../../chats/create.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { appendEntries } from './append.ts';
import { readEntries, readSources } from './entries.ts';
import { ArchiveError, cleanName } from './item.ts';
import { type Archive, openArchive } from './open-archive.ts';
import { type Prepared, prepareEntry } from './prepare.ts';
import {
  changePhase,
  chooseSource,
  describeImport,
  type ImportPlace,
  type ImportRow,
  readImport,
  setImportChat,
} from './store.ts';
import { partClientId } from './to-messages.ts';

export const IMPORT_JOB = 'archives-import';

/** Entries of one transaction. */
const STEP = 200;
/** Entries with files of one transaction: what a kill makes superfluous. */
const FILE_STEP = 20;
/** Characters of one transaction. */
const TEXT_STEP = 500_000;
/** Phases in which the job has something to do. */
const ALIVE: readonly Import['phase'][] = ['waiting', 'reading', 'running'];

/** Reads an archive and appends its messages; after a kill it goes on behind the last entry it has dealt with. */
export function importJob(dependencies: ArchiveDependencies): Job<ImportPlace> {
  const { sql, clock } = dependencies;
  const fail = (place: ImportPlace, problem: ImportProblem) =>
    changePhase(sql, place, ALIVE, 'failed', { problem, finishedAt: clock.now() });
  return {
    name: IMPORT_JOB,
    isLong: true,
    async run({ accountId, importId }, { signal }) {
      const place = { accountId, importId };
      if (!(await changePhase(sql, place, ['waiting'], 'reading')) && !ALIVE.includes((await row(place)).phase)) return;
      try {
        const archive = await open(dependencies, await row(place));
        if (archive === null) return void (await fail(place, 'fileGone'));
        try {
          await carryOut(dependencies, place, archive, signal);
        } finally {
          archive.close();
        }
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        await fail(place, error.reason);
      }
    },
    failed: async ({ accountId, importId }) => void (await fail({ accountId, importId }, 'internal')),
  };

  async function row(place: ImportPlace): Promise<ImportRow> {
    const found = await readImport(sql, place);
    if (found === null) throw new Error('an import disappeared while it ran');
    return found;
  }
}

async function open({ files }: ArchiveDependencies, row: ImportRow): Promise<Archive | null> {
  const source = await files.openOwn(row.accountId, row.fileId);
  return source === null ? null : openArchive(source);
}

async function carryOut(
  dependencies: ArchiveDependencies,
  place: ImportPlace,
  archive: Archive,
  signal: AbortSignal,
): Promise<void> {
  const { sql, clock, files } = dependencies;
  const source = await findSource(dependencies, place, archive);
  if (source === null) return void (await changePhase(sql, place, ['reading'], 'choosing'));
  if (source.entryCount > MAX_IMPORT_ENTRIES)
    throw new ArchiveError('tooLarge', `A chat of an archive has up to ${MAX_IMPORT_ENTRIES} entries.`);
  await changePhase(sql, place, ['reading'], 'running');
  const row = await readImport(sql, place);
  if (row === null || row.phase !== 'running') return;
  const chatId = row.chatId ?? (await makeGroup(dependencies, place, source.title));
  if (!(await appendAll(dependencies, { ...row, chatId }, archive, source.key, signal))) return;
  const isDone = await changePhase(sql, place, ['running'], 'done', { finishedAt: clock.now() });
  if (isDone) await files.deleteOwn(place.accountId, row.fileId);
}

/** The chat that is meant: the one that was chosen, or the only one; null when somebody has to choose. */
async function findSource({ sql }: ArchiveDependencies, place: ImportPlace, archive: Archive) {
  const row = await readImport(sql, place);
  const sources = row?.sources ?? (await readSources(archive));
  if (row?.sources == null) await describeImport(sql, place, { format: archive.format, sources });
  if (row?.sourceKey != null) return sources.find(({ key }) => key === row.sourceKey) ?? null;
  const [only] = sources;
  if (only === undefined || sources.length > 1) return null;
  await chooseSource(sql, place, only);
  return only;
}

/** The same group however often the job runs. */
async function makeGroup(dependencies: ArchiveDependencies, place: ImportPlace, title: string): Promise<ChatId> {
  const name = cleanName(title) || 'Импорт';
  const chatId = await createGroup(dependencies, place.accountId, {
    clientId: partClientId(place.importId, -1, 0),
    title: name,
    memberIds: [],
  });
  await setImportChat(dependencies.sql, place, chatId);
  return chatId;
}

/** Appends what is left, some entries a transaction; false when the import was ended meanwhile. */
async function appendAll(
  { sql, writer, clock, files }: ArchiveDependencies,
  row: ImportRow & { chatId: ChatId; accountId: AccountId },
  archive: Archive,
  sourceKey: string,
  signal: AbortSignal,
): Promise<boolean> {
  let waiting: Prepared[] = [];
  const flush = async (): Promise<boolean> => {
    signal.throwIfAborted();
    if (waiting.length === 0) return true;
    const entries = waiting;
    waiting = [];
    const stop = await writer.transact([row.chatId], (batch) => appendEntries(batch, row, entries));
    if (stop === 'noRights')
      await changePhase(sql, row, ['running'], 'failed', { problem: 'noRights', finishedAt: clock.now() });
    return stop === null;
  };
  let number = -1;
  /** Files that wait for their messages. */
  let stored = 0;
  let length = 0;
  for await (const entry of await readEntries(archive, sourceKey, row.timeZone)) {
    number += 1;
    if (number < row.doneEntries) continue;
    waiting.push(await prepareEntry({ archive, store: files.store, accountId: row.accountId }, number, entry));
    stored += 'message' in entry && entry.message.file !== undefined ? 1 : 0;
    length += 'message' in entry ? entry.message.text.length : 0;
    if (waiting.length < STEP && stored < FILE_STEP && length < TEXT_STEP) continue;
    stored = 0;
    length = 0;
    if (!(await flush())) return false;
  }
  return flush();
}
