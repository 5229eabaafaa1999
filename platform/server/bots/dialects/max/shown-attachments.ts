import type { Account, Attachment, Message } from '@veche/contract';
import { type LinkWriter, nameOf } from './links.ts';
import { toUser } from './objects.ts';
import { toKeyboard } from './shown-keyboard.ts';

interface Context {
  readonly links: LinkWriter;
  readonly webOrigin: string;
  readonly accounts: readonly Account[];
}

/** What a message carries beside its text, in the dialect's nine kinds; a poll has none there. */
export function toAttachments(message: Message, context: Context): object[] {
  const { location, contact, preview } = message;
  return [
    ...(message.attachments ?? []).map((file) => toFile(file, message, context.links)),
    ...(contact === undefined ? [] : [toContact(contact, context.accounts)]),
    ...(location === undefined
      ? []
      : [{ type: 'location', latitude: location.latitude, longitude: location.longitude }]),
    ...(preview === undefined
      ? []
      : [
          {
            ...{ type: 'share', payload: { url: preview.url } },
            ...(preview.title === undefined ? {} : { title: preview.title }),
            ...(preview.description === undefined ? {} : { description: preview.description }),
          },
        ]),
    ...toKeyboard(message, context.webOrigin),
  ];
}

function toFile(file: Attachment, message: Message, links: LinkWriter): object {
  const name = nameOf(file, message);
  const payload = { url: links.url(name), token: links.token(name) };
  const [width, height] = [file.width ?? 0, file.height ?? 0];
  switch (file.kind) {
    case 'photo':
      return { type: 'image', payload: { ...payload, photo_id: file.fileId } };
    case 'video':
    case 'videoNote': {
      const thumbnail =
        file.thumbnail === undefined ? {} : { thumbnail: { url: links.url(nameOf(file, message, true)) } };
      const duration = Math.round(file.durationSeconds ?? 0);
      return { type: 'video', payload, ...thumbnail, width, height, duration };
    }
    case 'voice':
    case 'audio':
      return { type: 'audio', payload };
    case 'sticker':
      return { type: 'sticker', payload: { url: payload.url, code: payload.token }, width, height };
    case 'file':
      return { type: 'file', payload, filename: file.name, size: file.sizeBytes };
  }
}

/** A card of RFC 6350's older form, which the dialect's clients read. */
function toContact({ name, phone, accountId }: NonNullable<Message['contact']>, accounts: readonly Account[]): object {
  const card = [
    ...['BEGIN:VCARD', 'VERSION:3.0', `FN:${escapeCard(name)}`],
    ...(phone === undefined ? [] : [`TEL;TYPE=cell:${phone}`]),
    ...['END:VCARD', ''],
  ];
  const account = accounts.find((one) => one.accountId === accountId);
  return {
    type: 'contact',
    payload: { vcf_info: card.join('\r\n'), ...(account === undefined ? {} : { max_info: toUser(account) }) },
  };
}

function escapeCard(text: string): string {
  return text.replace(/[\\,;]/g, '\\$&');
}
