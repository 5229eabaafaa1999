import type { ContentKind, Language, Message } from '@veche/contract';
import { kindsOf } from '../search/words.ts';

const contentWords: Record<Language, Record<ContentKind, string>> = {
  ru: {
    photo: 'Фотография',
    video: 'Видео',
    voice: 'Голосовое сообщение',
    audio: 'Аудио',
    file: 'Файл',
    link: 'Ссылка',
    poll: 'Опрос',
    location: 'Место на карте',
    contact: 'Контакт',
    sticker: 'Стикер',
  },
  en: {
    photo: 'Photo',
    video: 'Video',
    voice: 'Voice message',
    audio: 'Audio',
    file: 'File',
    link: 'Link',
    poll: 'Poll',
    location: 'Location',
    contact: 'Contact',
    sticker: 'Sticker',
  },
};

/** What a notification says of a message: its text, else what it is, by its name where it has one. */
export function saidOf(message: Message, language: Language): string {
  const text = message.text.trim();
  const [kind] = kindsOf(message);
  if (text !== '' || kind === undefined) return text;
  const { attachments = [], poll, contact } = message;
  const names = attachments.flatMap((file) => (file.kind === 'file' || file.kind === 'audio' ? file.name : []));
  const name = poll?.question ?? contact?.name ?? names.join(', ');
  return name === '' ? contentWords[language][kind] : `${contentWords[language][kind]}: ${name}`;
}

export const testWords: Record<Language, { title: string; body: string }> = {
  ru: { title: 'Вече', body: 'Уведомления на этом устройстве работают.' },
  en: { title: 'Veche', body: 'Notifications work on this device.' },
};
