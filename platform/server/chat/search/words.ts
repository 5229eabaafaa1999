import type { ContentKind, Message } from '@veche/contract';

/** Kinds of content in the words of the search index, and what of a message has words beside its text. */
export function kindsOf(message: Message): ContentKind[] {
  const kinds = new Set<ContentKind>();
  const content = message as Message & Record<string, unknown>;
  for (const { kind } of message.attachments ?? []) kinds.add(kind === 'videoNote' ? 'video' : kind);
  if (message.entities?.some(({ kind }) => kind === 'url' || kind === 'link') === true) kinds.add('link');
  for (const kind of ['poll', 'location', 'contact'] as const) if (content[kind] !== undefined) kinds.add(kind);
  return [...kinds];
}

/** Everything of a message that one may remember in words: text, names of files, a poll's question and options. */
export function wordsOf(message: Message): string {
  const content = message as Message & Record<string, unknown>;
  const poll = asRecord(content['poll']);
  const contact = asRecord(content['contact']);
  const parts = [
    message.text,
    ...(message.attachments ?? []).map(({ name }) => name),
    poll['question'],
    ...asList(poll['options']).map(({ text }) => text),
    contact['name'],
  ];
  return parts.filter((part) => typeof part === 'string' && part !== '').join('\n');
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

function asList(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(asRecord) : [];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
