import type { Language } from '@veche/contract';

/** What identity says to people, by language. */
export const texts: Record<Language, { codeMessage(code: string): string; newMember: string }> = {
  ru: {
    codeMessage: (code) => `Код для входа в Вече: ${code}. Никому его не сообщайте.`,
    newMember: 'Новый участник',
  },
  en: {
    codeMessage: (code) => `Your Veche sign-in code: ${code}. Do not share it with anyone.`,
    newMember: 'New member',
  },
};
