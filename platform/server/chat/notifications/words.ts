import type { ContentKind, Language, Message, SecurityNews } from '@veche/contract';
import { coverSpoilers } from '@veche/contract/markup';
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

const missedWords: Record<Language, string> = { ru: 'Пропущенный звонок', en: 'Missed call' };
const coverWords: Record<Language, string> = { ru: '[скрыто]', en: '[hidden]' };

/** What a notification says of a message: its text, else what it is, by its name where it has one. */
export function saidOf(message: Message, language: Language): string {
  if (message.call !== undefined) return missedWords[language];
  const text = coverSpoilers(message.text, message.entities, coverWords[language]).trim();
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

const securityBodies: Record<Language, Record<SecurityNews, string>> = {
  ru: {
    signedIn: 'Выполнен вход в Вашу учётную запись',
    passkeyAdded: 'Добавлен ключ доступа',
    passkeyRenamed: 'Ключ доступа переименован',
    passkeyRemoved: 'Удалён ключ доступа',
    passwordSet: 'Задан дополнительный пароль',
    passwordOff: 'Дополнительный пароль выключен',
    recoveryCodeReplaced: 'Выдан новый код восстановления',
    liftAsked: 'Кто-то просит снять дополнительный пароль. Если это не Вы, отмените это в настройках',
    liftCancelled: 'Дополнительный пароль сохранён',
    passwordLifted: 'Дополнительный пароль снят',
  },
  en: {
    signedIn: 'Your account was signed in to',
    passkeyAdded: 'A passkey was added',
    passkeyRenamed: 'A passkey was renamed',
    passkeyRemoved: 'A passkey was removed',
    passwordSet: 'An additional password was set',
    passwordOff: 'The additional password was turned off',
    recoveryCodeReplaced: 'A new recovery code was given',
    liftAsked: 'Somebody asks to lift the additional password. If it is not you, say no in the settings',
    liftCancelled: 'The additional password stays',
    passwordLifted: 'The additional password was lifted',
  },
};

/** What a device is told of the ways into its account, and where it was done. */
export function securityWords(what: SecurityNews, device: string): Record<Language, { title: string; body: string }> {
  const said = (language: Language) => {
    const body = securityBodies[language][what];
    return { title: testWords[language].title, body: device === '' ? `${body}.` : `${body}: ${device}.` };
  };
  return { ru: said('ru'), en: said('en') };
}
