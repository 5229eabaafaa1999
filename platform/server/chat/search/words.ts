import type { ContentKind, Message } from '@veche/contract';

/** Kinds of content in the words of the search index. */
export function kindsOf(message: Message): ContentKind[] {
  const kinds = new Set<ContentKind>();
  for (const { kind } of message.attachments ?? []) kinds.add(kind === 'videoNote' ? 'video' : kind);
  if (message.entities?.some(({ kind }) => kind === 'url' || kind === 'link') === true) kinds.add('link');
  for (const kind of ['poll', 'location', 'contact', 'sticker'] as const)
    if (message[kind] !== undefined) kinds.add(kind);
  return [...kinds];
}

/** Everything of a message that one may remember in words: text, names of files, a poll's question and options. */
export function wordsOf({ text, attachments = [], poll, contact }: Message): string {
  const parts = [text, ...attachments.map(({ name }) => name), poll?.question, ...(poll?.options ?? []), contact?.name];
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

/** `ё` is `е`, capitals are small: as the database folds. */
export function fold(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

/** Longest and most words of a query; the rest is passed over. */
const MAX_WORDS = 8;

/** The words of a query in the order they stand. */
export function splitWords(query: string): string[] {
  return (fold(query).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MAX_WORDS);
}
