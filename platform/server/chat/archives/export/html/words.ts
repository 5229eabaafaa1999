import type { Language } from '@veche/contract';

const ru = {
  account: 'Учётная запись',
  chats: 'Чаты',
  savedMessages: 'Избранное',
  deletedAccount: 'Удалённый аккаунт',
  untitled: 'Без названия',
  messages: 'Сообщения',
  file: 'Файл',
  missing: 'нет в архиве',
  edited: 'изменено',
  forwardedFrom: 'Переслано от',
  inReply: 'В ответ на сообщение',
  earlier: 'Раньше',
  later: 'Позже',
  all: 'Все чаты',
  page: 'Страница',
  exportOf: 'Архив от',
  imported: 'из другого мессенджера',
  nothing: 'Сообщений нет',
  poll: 'Опрос',
  contact: 'Контакт',
  place: 'Место',
  sticker: 'Стикер',
};
type Words = typeof ru;

const en: Words = {
  account: 'Account',
  chats: 'Chats',
  savedMessages: 'Saved messages',
  deletedAccount: 'Deleted account',
  untitled: 'Untitled',
  messages: 'Messages',
  file: 'File',
  missing: 'not in the archive',
  edited: 'edited',
  forwardedFrom: 'Forwarded from',
  inReply: 'In reply to a message',
  earlier: 'Earlier',
  later: 'Later',
  all: 'All chats',
  page: 'Page',
  exportOf: 'Archive of',
  imported: 'from another messenger',
  nothing: 'No messages',
  poll: 'Poll',
  contact: 'Contact',
  place: 'Place',
  sticker: 'Sticker',
};

export const words: Record<Language, Words> = { ru, en };
export type { Words };
