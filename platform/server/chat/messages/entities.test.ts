import { checkEntities } from '@veche/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyText } from '../../../../tests/support/any-text.ts';
import { entitiesOf } from './entities.ts';

const pieces = [
  '@anna_k',
  '#сход',
  '/start',
  'example.org',
  'ya.ru/a',
  'президент.рф',
  '+7 999 123-45-67',
  '8(800)555-35-35',
];

test('a text that seems plain at a glance has no entities', () => {
  const text = fc.array(fc.oneof(anyText, fc.constantFrom(...pieces), fc.constantFrom(' ', '. ', '1')), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(text, (parts) => {
      const whole = parts.join('');
      expect(entitiesOf(whole) ?? []).toEqual(checkEntities(whole, []));
    }),
    { numRuns: 2000 },
  );
});

test.each(['Привет', 'Да. Нет... Ну, 10 раз!', 'в 7:30', ''])('«%s» is plain', (text) => {
  expect(entitiesOf(text)).toBeUndefined();
});
