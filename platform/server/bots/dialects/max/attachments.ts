import type { InputOf, MethodByName, NewAttachment } from '@veche/contract';
import { z } from 'zod';
import { AddressError } from '../../files/desk.ts';
import { readFileName } from '../../files/file-name.ts';
import { attachmentNamed } from '../../files/named-attachment.ts';
import { optionalInteger, optionalText } from './fields.ts';
import { type ReadKeyboard, readKeyboard, Rows } from './keyboard.ts';
import { badRequest, notSupported } from './max-error.ts';
import type { MaxCall } from './operation.ts';

const MAX_FETCHED_BYTES = 50 * 1024 * 1024;

const RawAttachment = z.object({
  type: z.string(),
  payload: z.record(z.string(), z.unknown()).nullish(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
});
type RawAttachment = z.infer<typeof RawAttachment>;

/** `attachments` of a message; null stands for none given. */
export const Attachments = z.array(RawAttachment).max(20).nullish();

type Content = Pick<InputOf<MethodByName<'messages.send'>>, 'location' | 'contact'>;

/** What `attachments` come to. */
export interface ReadAttachments extends ReadKeyboard, Content {
  readonly attachments?: NewAttachment[];
}

/** Reads them; of keyboards, contacts and places a message has one at most. */
export async function readAttachments(call: MaxCall, given: readonly RawAttachment[]): Promise<ReadAttachments> {
  const files: NewAttachment[] = [];
  let read: ReadAttachments = {};
  for (const [index, attachment] of given.entries()) {
    const part = await readOne(call, attachment).catch((error: unknown) => {
      if (error instanceof z.ZodError) throw badRequest(`attachments.${index}: ${error.issues[0]?.message}`);
      throw error;
    });
    if (part instanceof Array) files.push(...part);
    else {
      const twice = Object.keys(part).find((name) => name in read);
      if (twice !== undefined) throw badRequest(`attachments.${index}: a message has one ${attachment.type}`);
      read = { ...read, ...part };
    }
  }
  return files.length === 0 ? read : { ...read, attachments: files };
}

async function readOne(call: MaxCall, attachment: RawAttachment): Promise<NewAttachment[] | ReadAttachments> {
  const { type, payload, latitude, longitude } = attachment;
  switch (type) {
    case 'image':
      return readImages(call, Image.parse(payload));
    case 'video':
    case 'audio':
    case 'file':
      return [await readToken(call, Media.parse(payload).token)];
    case 'contact':
      return { contact: readContact(Contact.parse(payload)) };
    case 'location':
      if (latitude === undefined || longitude === undefined) throw badRequest('latitude and longitude must be given');
      return { location: { latitude, longitude } };
    case 'inline_keyboard':
      return readKeyboard(call, z.object({ buttons: Rows }).parse(payload).buttons);
    default:
      throw notSupported(`Attachments of the type ${type.slice(0, 40)} are`);
  }
}

const Media = z.object({ token: z.string() });
const Image = z.object({
  token: optionalText,
  url: optionalText,
  photos: z.record(z.string(), z.object({ token: z.string() })).nullish(),
});

export type GivenImage = z.infer<typeof Image>;
/** The photo of a chat is given as that of a message is. */
export const ImagePayload = Image;

export async function readImages(call: MaxCall, { token, url, photos }: GivenImage): Promise<NewAttachment[]> {
  const tokens = token === undefined ? Object.values(photos ?? {}).map((photo) => photo.token) : [token];
  if (tokens.length > 0) return Promise.all(tokens.map((one) => readToken(call, one)));
  if (url === undefined) throw badRequest('an image has a token, photos or a url');
  const file = await call.desk.fetch(url, { kind: 'photo' }, MAX_FETCHED_BYTES).catch((error: unknown) => {
    throw error instanceof AddressError ? badRequest(`url: the image could not be had (${error.reason})`) : error;
  });
  return [{ fileId: file.fileId }];
}

async function readToken({ sql, botId }: MaxCall, token: string): Promise<NewAttachment> {
  const name = readFileName(token);
  if (name === null || name.isPreview) throw badRequest('token: there is no file of this token');
  return attachmentNamed(sql, botId, name);
}

const Contact = z.object({
  name: optionalText,
  contact_id: optionalInteger,
  vcf_info: optionalText,
  vcf_phone: optionalText,
});

/** By the fields, or what a card says where they are silent. */
function readContact({ name, contact_id: accountId, vcf_info: card = '', vcf_phone }: z.infer<typeof Contact>) {
  const phone = (vcf_phone ?? /^TEL[^:\r\n]*:(.*)$/im.exec(card)?.[1] ?? '').replace(/[^\d+]/g, '');
  const shownName = name ?? /^FN[^:\r\n]*:(.*)$/im.exec(card)?.[1]?.trim();
  if (shownName === undefined) throw badRequest('name: a contact has one');
  return {
    name: shownName,
    ...(phone === '' ? {} : { phone: phone.startsWith('+') ? phone : `+${phone}` }),
    ...(accountId === undefined ? {} : { accountId: accountId }),
  };
}
