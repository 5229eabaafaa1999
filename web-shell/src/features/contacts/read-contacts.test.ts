import { expect, test } from 'vitest';
import { readContacts } from './read-contacts.ts';

test('a pasted list has a number on each line, with a name on either side or none', () => {
  const list = 'Анна, +7 999 000-00-01\r\n8 (999) 000-00-02; Борис\n\nпросто слова\n89990000003\nАнна\t+79990000001';
  expect(readContacts(list)).toEqual([
    { phone: '+7 999 000-00-01', name: 'Анна' },
    { phone: '8 (999) 000-00-02', name: 'Борис' },
    { phone: '89990000003' },
  ]);
});

test('a vCard file gives every number of a card under its name', () => {
  const cards = [
    'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Волков;Борис;;;\r\nFN:Борис Волков\r\nTEL;TYPE=CELL:+7 999 000-00-02\r\n',
    'item1.TEL:+7 999 000-00-03\r\nNOTE:TEL 12345678\r\nEND:VCARD\r\n',
    'BEGIN:VCARD\r\nVERSION:4.0\r\nN:Ильина;Вера;;;\r\nTEL;VALUE=uri:tel:+79990000004;ext=1\r\nEND:VCARD',
  ].join('');
  expect(readContacts(cards)).toEqual([
    { phone: '+7 999 000-00-02', name: 'Борис Волков' },
    { phone: '+7 999 000-00-03', name: 'Борис Волков' },
    { phone: '+79990000004', name: 'Вера Ильина' },
  ]);
});

test('names of old phones are decoded, also over folded lines', () => {
  const card =
    'BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=\n=D0=BD=D0=B0 2\nTEL;CELL:89990000001\nEND:VCARD';
  expect(readContacts(card)).toEqual([{ phone: '89990000001', name: 'Анна 2' }]);
});

test('a name that hides characters or never ends is made fit', () => {
  const [person] = readContacts(`\u202E${'я'.repeat(100)} +79990000001`);
  expect(person?.name).toBe('я'.repeat(64));
});
