import type { ContentKind, Language } from '@veche/contract';

/** What a notification says of a message without words. */
export const contentWords: Record<Language, Record<ContentKind, string>> = {
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

export const testWords: Record<Language, { title: string; body: string }> = {
  ru: { title: 'Вече', body: 'Уведомления на этом устройстве работают.' },
  en: { title: 'Veche', body: 'Notifications work on this device.' },
};
