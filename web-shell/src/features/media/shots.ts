import type { Attachment, Message } from '@veche/contract';

/** A photo or a video, and the message that carries it. */
export interface Shot {
  readonly message: Message;
  readonly file: Attachment;
}

/** Messages of one calendar month of this device, or what is in them. */
export interface Month<Item> {
  /** Of its first item. */
  readonly at: string;
  readonly items: readonly Item[];
}

const isShot = ({ kind }: Attachment) => kind === 'photo' || kind === 'video' || kind === 'videoNote';

/** Photos and videos of messages, in the order of the messages. */
export function shotsOf(messages: readonly Message[]): Shot[] {
  return messages.flatMap((message) =>
    (message.attachments ?? []).filter(isShot).map((file): Shot => ({ message, file })),
  );
}

/** Both without what the second repeats, oldest first. */
export function merged(known: readonly Message[], read: readonly Message[]): Message[] {
  const byId = new Map<number, Message>([...known, ...read].map((message) => [message.messageId, message]));
  return [...byId.values()].sort((a, b) => a.messageId - b.messageId);
}

/** Splits what is in order of time where a month ends. */
export function byMonth<Item>(items: readonly Item[], atOf: (item: Item) => string): Month<Item>[] {
  const months: { key: string; at: string; items: Item[] }[] = [];
  for (const item of items) {
    const at = atOf(item);
    const date = new Date(at);
    const key = `${date.getFullYear()} ${date.getMonth()}`;
    const last = months.at(-1);
    if (last?.key === key) last.items.push(item);
    else months.push({ key, at, items: [item] });
  }
  return months;
}

/** Addresses that a message leads to, each once, with the words that lead there. */
export function linksOf({ text, entities = [] }: Pick<Message, 'text' | 'entities'>): { url: string; words: string }[] {
  const links = new Map<string, string>();
  for (const entity of entities) {
    const words = text.slice(entity.offset, entity.offset + entity.length);
    const address = entity.kind === 'link' ? entity.url : entity.kind === 'url' ? withScheme(words) : '';
    if (URL.canParse(address) && /^https?:/.test(address) && !links.has(address)) links.set(address, words);
  }
  return [...links].map(([url, words]) => ({ url, words }));
}

/** People write addresses without it. */
const withScheme = (words: string) => (/^[a-z][a-z\d+.-]*:/i.test(words) ? words : `https://${words}`);
