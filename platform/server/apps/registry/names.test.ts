import { Manifest } from '@veche/contract';
import { expect, test } from 'vitest';
import { checkNames } from './names.ts';

function refusedField(ru: string, en = 'Bell', app_id = 'bell'): string | undefined {
  const manifest = Manifest.parse({ app_id, name: { ru, en }, version: { code: 1, name: '1' }, kind: 'bundle' });
  try {
    checkNames(manifest);
    return undefined;
  } catch (error) {
    return (error as { field?: string }).field;
  }
}

test.each([
  'Госуслуги',
  'ГОСУСЛУГИ',
  'Гocуcлуги',
  'Г0суслуги',
  'Госуслуги Москвы',
  'Гос-услуги',
  'Гос услуги',
  'Мои госуслуги',
  'Вече',
  'Beчe',
  'Gosuslugi',
  'Gosus1ugi',
  'Gοsuslugi',
  'МВД',
  'ᴠᴇᴄʜᴇ',
  'ɡosusluɡi',
  'Gᴏsuslugi',
  'Вєче',
  'Госүслуги',
])('the name %s could pass for an official one', (name) => {
  expect(refusedField(name)).toBe('manifest.name.ru');
  expect(refusedField('Колокол', name)).toBe('manifest.name.en');
});

test.each(['gosuslugi', 'gos-uslugi', 'g0suslugi', 'gosus1ugi', 'my-gosuslugi', 'veche', 'veche-help'])(
  'the id %s could pass for an official one',
  (id) => {
    expect(refusedField('Колокол', 'Bell', id)).toBe('manifest.app_id');
  },
);

test('a word of letters of two alphabets is refused whatever it says', () => {
  expect(refusedField('Кoлокол')).toBe('manifest.name.ru');
  expect(refusedField('Колокол', 'Вell')).toBe('manifest.name.en');
  expect(refusedField('Колокол', 'Ꮩeche')).toBe('manifest.name.en');
  expect(refusedField('Колокол', 'ꓦeche')).toBe('manifest.name.en');
  expect(refusedField('Колокол', 'ᏙᎬᏟᎻᎬ')).toBe('manifest.name.en');
});

test.each(['Добрый вечер', 'Вечеринка', 'Привет, tma.js', 'Полицейский участок', 'Услуги дома', 'Q&A клуб', 'Ёж 2'])(
  '%s is a name like others',
  (name) => {
    expect(refusedField(name)).toBeUndefined();
  },
);
