import type { Account, ExportId, FileId } from '@veche/contract';
import { EXPORT_DAYS } from '@veche/contract';
import { readAccounts } from '../../../identity/index.ts';
import type { Job } from '../../../kernel/jobs.ts';
import type { PersonalData } from '../../../kernel/personal-data.ts';
import { readChats } from '../../chats/store.ts';
import type { ArchiveDependencies } from '../dependencies.ts';
import { blobOf, deleteBlob } from './blob.ts';
import { writePhoto } from './files.ts';
import type { ExportedChat, ExportFormat } from './format.ts';
import { indexPage } from './html/index-page.ts';
import { beginExport, endExport, type ExportCounts, type ExportPlace, finishExport, moveExport } from './store.ts';
import { writeChat } from './write-chat.ts';
import { createZipWriter, type ZipWriter } from './zip-writer.ts';

export const EXPORT_JOB = 'archives-export';

/** The owner gave it up while it ran. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/** Writes the zip of an export; begins anew after a kill. */
export function exportJob(dependencies: ArchiveDependencies, format: () => ExportFormat): Job<ExportPlace> {
  const { sql, blobs, clock } = dependencies;
  return {
    name: EXPORT_JOB,
    isLong: true,
    async run({ accountId, exportId }, { signal }) {
      const place = { accountId, exportId };
      const row = await beginExport(sql, place, clock.now());
      const [account] = await readAccounts(sql, [accountId], accountId);
      if (row === null || account === undefined) return;
      const stop = new AbortController();
      const zip = createZipWriter(AbortSignal.any([signal, stop.signal]));
      const storing = blobs.putStream(blobOf(place), zip.output);
      storing.catch((error: unknown) => stop.abort(error));
      try {
        await write({ ...dependencies, format: format(), account, zip, place, row, signal });
        zip.end();
        await storing;
      } catch (error) {
        stop.abort(error);
        await storing.catch(() => undefined);
        if (!(error instanceof Cancelled)) throw error;
        return deleteBlob(dependencies, place);
      }
      const at = clock.now();
      const expiresAt = new Date(at.getTime() + EXPORT_DAYS * 86_400_000);
      const sizeBytes = await blobs.size(blobOf(place));
      if (!(await finishExport(sql, place, { at, expiresAt, sizeBytes }))) await deleteBlob(dependencies, place);
    },
    failed: ({ accountId, exportId }) => endExport(sql, { accountId, exportId }, 'failed'),
  };
}

interface Work extends ArchiveDependencies {
  readonly format: ExportFormat;
  readonly account: Account;
  readonly zip: ZipWriter;
  readonly place: ExportPlace & { exportId: ExportId };
  readonly row: NonNullable<Awaited<ReturnType<typeof beginExport>>>;
  readonly signal: AbortSignal;
}

async function write(work: Work): Promise<void> {
  const { sql, clock, format, account, zip, place, row, signal, blobs } = work;
  const { accountId } = place;
  const exportedAt = clock.now();
  const chats = await readAllChats(work);
  const counts: ExportCounts = {
    chats: 0,
    messages: 0,
    expectedMessages: chats.reduce((sum, chat) => sum + chat.messageCount, 0),
    files: 0,
    missingFiles: 0,
  };
  const tell = async (): Promise<void> => {
    if (!(await moveExport(sql, place, counts))) throw new Cancelled();
  };
  await tell();
  const exported: ExportedChat[] = [];
  const written = new Set<FileId>();
  for (const chat of chats) {
    const one = await writeChat(
      {
        ...{ sql, blobs, zip, format, accountId, signal, written },
        language: row.language,
        progress: async (step) => {
          counts.messages += step.messages;
          counts.files += step.files;
          counts.missingFiles += step.missingFiles;
          await tell();
        },
      },
      chat,
    );
    exported.push(one);
    counts.chats += 1;
  }
  const photo = row.chatId === null ? await writePhoto({ sql, blobs, zip, written }, accountId, account.photoId) : null;
  const sections = row.chatId === null ? await readSections(work.personalData(), accountId) : undefined;
  await zip.addText(
    'index.html',
    await indexPage({ language: row.language, account, exportedAt, chats: exported, sections }),
  );
  await zip.addText('schema.json', format.schemaJson);
  await zip.addText(
    'export.json',
    format.indexJson({
      ...{ exportedAt, accountId, chats: exported },
      scope: row.chatId === null ? 'account' : 'chat',
      ...(photo === null ? {} : { photo }),
      ...(sections === undefined ? {} : { account: sections }),
    }),
  );
  await tell();
}

/** The chats of the account, or the one that was asked for while the account is still in it. */
async function readAllChats({ sql, place: { accountId }, row, signal }: Work) {
  if (row.chatId !== null) return readChats(sql, { accountId, chatId: row.chatId, limit: 1 });
  const all: Awaited<ReturnType<typeof readChats>> = [];
  for (;;) {
    signal.throwIfAborted();
    const last = all.at(-1);
    const page = await readChats(sql, {
      accountId,
      limit: 500,
      ...(last === undefined ? {} : { before: { at: new Date(last.lastAt), chatId: last.chatId } }),
    });
    all.push(...page);
    if (page.length < 500) return all;
  }
}

async function readSections(
  personalData: readonly PersonalData[],
  accountId: ExportPlace['accountId'],
): Promise<Record<string, unknown>> {
  const sections: Record<string, unknown> = {};
  for (const { name, given } of personalData) {
    if (given !== undefined) sections[name] = await given.read(accountId);
  }
  return sections;
}
