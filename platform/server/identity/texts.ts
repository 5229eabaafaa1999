import type { Language } from '@veche/contract';

/** What identity says to people, by language. */
export const texts: Record<
  Language,
  { product: string; codeMessage(code: string): string; newMember: string; passkey: string }
> = {
  ru: {
    product: 'Вече',
    codeMessage: (code) => `Код для входа в Вече: ${code}. Никому его не сообщайте.`,
    newMember: 'Новый участник',
    passkey: 'Ключ доступа',
  },
  en: {
    product: 'Veche',
    codeMessage: (code) => `Your Veche sign-in code: ${code}. Do not share it with anyone.`,
    newMember: 'New member',
    passkey: 'Passkey',
  },
};
