import type { ChatId, FileId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Connection } from './connection.ts';
import { codeOf, mayPass } from './failures.ts';
import type { Outbox } from './outbox.ts';
import type { EnginePorts, Timings } from './ports.ts';
import type { Replica } from './replica.ts';
import type { Outgoing, OutgoingFile } from './state.ts';
import type { FromEngine } from './wire.ts';
import type { Written } from './written.ts';

interface UploadsParts extends Pick<EnginePorts, 'clock' | 'tabs' | 'upload' | 'endUpload'> {
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'call' | 'phase'>;
  readonly timings: Pick<Timings, 'retry'>;
  readonly outbox: Outbox;
  output(message: FromEngine): void;
}

/**
 * Brings the files of waiting messages to the server, those of one chat one after another. What was begun before a
 * reload goes on where the server has it; of several tabs one does the work.
 */
export interface Uploads {
  send(chatId: ChatId, message: Written, files: readonly OutgoingFile[], contents: readonly Blob[]): Promise<void>;
  /** Tries a refused message again with its files as they are, not as what was meant to be shown. */
  sendAsFiles(clientId: string): Promise<void>;
  /** Forgets a waiting message, and at the server what came of its files. */
  discard(clientId: string): Promise<void>;
  /** The queue changed. */
  look(): void;
  /** A new connection is a new chance: nothing rests any longer. */
  resume(): void;
  clear(): void;
}

export function createUploads(parts: UploadsParts): Uploads {
  const { replica, connection, outbox, clock, tabs, upload, endUpload, timings, output } = parts;
  /** Contents that came from the page of this tab. */
  const held = new Map<string, readonly Blob[]>();
  const running = new Map<ChatId, { readonly clientId: string; readonly stop: AbortController }>();
  const resting = new Map<ChatId, () => void>();
  const tries = new Map<string, number>();
  const sent = new Map<string, number>();
  let told = '';

  const tell = () => {
    const uploads = outbox.withFiles().map(({ clientId, chatId, topicId, files = [], failure }) => ({
      key: clientId,
      chatId,
      ...(topicId && { topicId }),
      names: files.map(({ name }) => name),
      kinds: files.map(({ kind }) => kind),
      percent: percentOf(files, sent.get(clientId) ?? 0),
      isKept: outbox.isKept(clientId),
      ...(failure !== undefined && { failure }),
    }));
    const next = JSON.stringify(uploads);
    if (next === told) return;
    told = next;
    output({ t: 'uploads', uploads });
  };

  const look = () => {
    const waiting = outbox.withFiles();
    const here = new Set(waiting.map(({ clientId }) => clientId));
    for (const { clientId, stop } of running.values()) if (!here.has(clientId)) stop.abort();
    for (const map of [held, tries, sent]) for (const key of map.keys()) if (!here.has(key)) map.delete(key);
    const chats = new Set<ChatId>();
    for (const entry of waiting) {
      if (entry.failure !== undefined || chats.has(entry.chatId) || isFinished(entry)) continue;
      chats.add(entry.chatId);
      void begin(entry);
    }
    tell();
  };

  const begin = async ({ chatId, clientId }: Outgoing) => {
    if (running.has(chatId) || resting.has(chatId) || connection.phase() !== 'ready') return;
    const stop = new AbortController();
    running.set(chatId, { clientId, stop });
    let rest = 0;
    try {
      await tabs.alone(`veche-files-${chatId}`, stop.signal, () => bringAll(clientId, stop.signal));
    } catch (error) {
      const entry = entryOf(clientId);
      if (entry !== undefined && !stop.signal.aborted) {
        const count = (tries.get(clientId) ?? 0) + 1;
        tries.set(clientId, count);
        if (mayPass(error)) rest = timings.retry * 2 ** Math.min(count - 1, 4);
        else await outbox.amend({ ...entry, failure: failureOf(error) });
      }
    }
    if (running.get(chatId)?.stop === stop) running.delete(chatId);
    if (rest > 0) {
      const wake = () => {
        resting.delete(chatId);
        look();
      };
      resting.set(chatId, clock.after(rest, wake));
    }
    look();
  };

  const entryOf = (clientId: string) => outbox.withFiles().find((entry) => entry.clientId === clientId);

  const bringAll = async (clientId: string, signal: AbortSignal) => {
    // Another tab may have done it while this one waited.
    if (outbox.isKept(clientId)) await outbox.reload();
    const contents = held.get(clientId) ?? (await replica.keep((store) => store.contentsOf(clientId)));
    for (let place = 0; ; place += 1) {
      const file = entryOf(clientId)?.files?.[place];
      if (file === undefined || entryOf(clientId)?.failure !== undefined) return;
      if (file.isFinished) continue;
      const content = contents?.[place];
      if (content === undefined) throw new VecheError('expired', 'The file is not here any more.');
      const change = (next: Partial<OutgoingFile>) => amend(clientId, place, next);
      const fileId = await bring(file, content, contents?.[file.preview ?? -1], {
        signal,
        onBegun: (begun) => (begun === file.fileId ? undefined : void change({ fileId: begun })),
        onProgress(bytes) {
          sent.set(clientId, bytes);
          tell();
        },
      });
      sent.delete(clientId);
      await change({ fileId, isFinished: true });
    }
  };

  const amend = async (clientId: string, place: number, next: Partial<OutgoingFile>) => {
    const entry = entryOf(clientId);
    if (entry === undefined) return;
    const files = entry.files?.map((file, index) => (index === place ? { ...file, ...next } : file)) ?? [];
    await outbox.amend({ ...entry, files });
  };

  const finish = async ({ kind, facts }: OutgoingFile, fileId: FileId, preview?: FileId): Promise<FileId> => {
    const about = { ...facts, ...(preview && { thumbnailFileId: preview }) };
    return (await connection.call('media.finish', { fileId, kind, ...about })).file.fileId;
  };

  const bring = async (
    file: OutgoingFile,
    content: Blob,
    picture: Blob | undefined,
    watch: Pick<Parameters<typeof upload>[1], 'signal' | 'onBegun' | 'onProgress'>,
  ): Promise<FileId> => {
    const { name, kind, fileId: begun } = file;
    // It may have been whole, or even finished, before this page was loaded.
    const early = begun === undefined ? undefined : await finish(file, begun).catch(unlessPassing);
    if (early !== undefined) return early;
    const fileId = await upload(content, { ...watch, name, kind, begun });
    const preview =
      picture && (await upload(picture, { name, kind: 'photo', signal: watch.signal, onProgress: () => {} }));
    return finish(file, fileId, preview && (await finish({ ...file, kind: 'photo', facts: {} }, preview)));
  };

  return {
    async send(chatId, message, files, contents) {
      const entry = { ...outbox.entryFor(chatId, message), files };
      held.set(entry.clientId, contents);
      await outbox.sendFiles(entry, contents);
    },
    async sendAsFiles(clientId) {
      const entry = entryOf(clientId);
      const plain = entry?.files?.map(({ name, sizeBytes, fileId, isFinished }): OutgoingFile => {
        // What became a photo is no longer what it was.
        const begun = isFinished || fileId === undefined ? {} : { fileId };
        return { name, sizeBytes, kind: 'file', ...begun };
      });
      if (entry === undefined || plain === undefined) return;
      const { failure: _failure, ...again } = entry;
      await outbox.amend({ ...again, files: plain });
    },
    async discard(clientId) {
      const { files = [] } = entryOf(clientId) ?? {};
      await outbox.discard(clientId);
      // What was begun before a reload may not have been taken up again yet.
      for (const { fileId, isFinished } of files) if (fileId !== undefined && !isFinished) void endUpload(fileId);
    },
    look,
    resume() {
      for (const cancel of resting.values()) cancel();
      resting.clear();
      look();
    },
    clear() {
      for (const cancel of resting.values()) cancel();
      for (const { stop } of running.values()) stop.abort('keep');
      for (const map of [resting, running, held, tries, sent]) map.clear();
      tell();
    },
  };
}

/** An upload that is not complete, or gone, is a reason to upload; no answer at all is none. */
function unlessPassing(error: unknown): undefined {
  if (mayPass(error)) throw error;
}

function isFinished({ files = [] }: Outgoing): boolean {
  return files.every((file) => file.isFinished);
}

/** How much of all files is there, with so many bytes of the one that is on its way. */
function percentOf(files: readonly OutgoingFile[], bytes: number): number {
  const sum = (some: readonly OutgoingFile[]) => some.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
  const there = bytes + sum(files.filter((file) => file.isFinished));
  return Math.min(100, Math.round((100 * there) / Math.max(1, sum(files))));
}

/** Why files cannot be sent, as the words for it are named. */
function failureOf(error: unknown): string {
  const code = codeOf(error);
  const field = error instanceof VecheError ? error.field : undefined;
  if (field === 'kind') return 'files.notShown';
  if (code === 'expired') return 'files.lost';
  if (code === 'too_large') return field === 'Upload-Length' ? 'files.noRoom' : 'files.refused';
  return field === 'fileId' && code === 'invalid_input' ? 'files.refused' : code;
}
