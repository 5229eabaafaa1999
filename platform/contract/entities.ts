import { z } from 'zod';
import { AccountId } from './core/ids.ts';
import { PlainText, WebAddress } from './core/text.ts';
import { MAX_ENTITIES } from './markup/formatted-text.ts';

export { checkEntities } from './markup/check-entities.ts';

const span = {
  /** UTF-16 units from the start of the text. */
  offset: z.int().min(0).max(0xffff),
  /** UTF-16 units. */
  length: z.int().min(1).max(0xffff),
};

function plain<Kind extends string>(kind: Kind) {
  return z.strictObject({ kind: z.literal(kind), ...span });
}

/** Kinds that say how a text is drawn and nothing else. Telegram's Bot API and its exports call them the same. */
const plainStyles = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'code'] as const;

export function isPlainStyle(kind: string): kind is (typeof plainStyles)[number] {
  return (plainStyles as readonly string[]).includes(kind);
}

/** What a part of a text is. The last six kinds the server finds by itself; what a client says of them is passed over. */
export const Entity = z.discriminatedUnion('kind', [
  plain('bold'),
  plain('italic'),
  plain('underline'),
  plain('strikethrough'),
  /** Hidden until the reader asks for it. */
  plain('spoiler'),
  plain('code'),
  /** A block of code. */
  plain('pre').extend({ language: PlainText.min(1).max(64).optional() }),
  /** A quote; an expandable one is shown folded. */
  plain('blockquote').extend({ expandable: z.literal(true).optional() }),
  /** A text that leads to an address other than itself. */
  plain('link').extend({ url: WebAddress }),
  /** A text that leads to an account, which need not have a public name. */
  plain('accountMention').extend({ accountId: AccountId }),
  /** `@name`. */
  plain('mention'),
  plain('hashtag'),
  plain('url'),
  plain('email'),
  plain('phone'),
  /** `/command` or `/command@bot`. */
  plain('botCommand'),
]);
export type Entity = z.infer<typeof Entity>;

/** Entities of one text. */
export const Entities = z.array(Entity).max(MAX_ENTITIES);
