import { z } from 'zod';
import { appLink } from './core/app-link.ts';
import { AccountId } from './core/ids.ts';
import { PlainText } from './core/text.ts';

/** Most keys of one keyboard. */
export const MAX_KEYS = 300;

/** What a key asks of the person, who is asked first by the shell; only in direct chats with a bot. */
const KeyRequest = z.discriminatedUnion('kind', [
  /** The own name and number, sent as a contact card. */
  z.strictObject({ kind: z.literal('contact') }),
  /** Where the person is, sent as a place. */
  z.strictObject({ kind: z.literal('location') }),
  /** A poll that the person makes. */
  z.strictObject({ kind: z.literal('poll'), quiz: z.boolean().optional() }),
  /** Opens a mini-app by its public name. */
  z.strictObject({
    kind: z.literal('app'),
    ...appLink,
  }),
]);

/** A key of a keyboard: without a request, a press sends its text. */
const Key = z.strictObject({ text: PlainText.trim().min(1).max(256), asks: KeyRequest.optional() });
export type Key = z.infer<typeof Key>;

const yes = z.literal(true).optional();
/** For those alone whom the message names, and who wrote what it answers. */
const selective = yes;
/** What stands in the empty field. */
const placeholder = PlainText.trim().min(1).max(64).optional();

const keys = {
  kind: z.literal('keys'),
  rows: z
    .array(z.array(Key).min(1).max(12))
    .min(1)
    .max(100)
    .refine((rows) => rows.flat().length <= MAX_KEYS, `may have up to ${MAX_KEYS} keys`),
  /** As low as its rows; else as high as a keyboard for writing. */
  resize: yes,
  /** Closes after a press; the person may open it again. */
  oneTime: yes,
  /** Stays open. */
  persistent: yes,
  placeholder,
  selective,
};
/** Takes the keyboard away. */
const none = { kind: z.literal('none'), selective };
/** The field is opened for an answer to this message. */
const reply = { kind: z.literal('reply'), placeholder, selective };

/** Keys in place of writing, as a bot sends them with a message. The last ones that were meant for a person are in force. */
export const NewKeyboard = z.discriminatedUnion('kind', [
  z.strictObject(keys),
  z.strictObject(none),
  z.strictObject(reply),
]);
export type NewKeyboard = z.infer<typeof NewKeyboard>;

/** Whom a selective keyboard is meant for; absent: everyone. */
const forIds = z.array(AccountId).optional();

/** The same as a message shows it. */
export const Keyboard = z.discriminatedUnion('kind', [
  z.object({ ...keys, forIds }),
  z.object({ ...none, forIds }),
  z.object({ ...reply, forIds }),
]);
export type Keyboard = z.infer<typeof Keyboard>;
