import type { ImportSource } from '@veche/contract';
import type { Archive } from './open-archive.ts';
import type { ArchivedEntry } from './item.ts';
import { readTelegramChats, readTelegramEntries } from './telegram.ts';
import { decodeText, textLines } from './text-lines.ts';
import { readWhatsappEntries, readWhatsappLayout, whatsappChat } from './whatsapp.ts';

/** The chats of an archive, whatever its format. */
export async function readSources(archive: Archive): Promise<ImportSource[]> {
  if (archive.format === 'telegram') return readTelegramChats(decodeText(archive.openText()));
  return [whatsappChat(await readWhatsappLayout(linesOf(archive)), archive.name)];
}

/** The entries of one chat, in the order of the archive; the same on every reading. */
export async function readEntries(
  archive: Archive,
  sourceKey: string,
  timeZone: string,
): Promise<AsyncGenerator<ArchivedEntry>> {
  if (archive.format === 'telegram')
    return readTelegramEntries(decodeText(archive.openText()), { chatKey: sourceKey, timeZone });
  return readWhatsappEntries(linesOf(archive), await readWhatsappLayout(linesOf(archive)), timeZone);
}

function linesOf(archive: Archive): AsyncGenerator<string> {
  return textLines(decodeText(archive.openText()));
}
