import { expect, test } from 'vitest';
import { noticeOf } from './follow-app-notifications.ts';

const notice = (text: string): string => {
  const name = { ru: 'Клиника', en: 'Clinic' };
  return noticeOf({ app: { name }, text: { ru: text, en: text } }, 'ru');
};

test('a notification fits into a notice: what is longer is cut', () => {
  expect(notice('Анализы готовы')).toBe('Клиника: Анализы готовы');
  const long = notice('я'.repeat(500));
  expect(long).toHaveLength(161);
  expect(long.endsWith('я…')).toBe(true);
});
