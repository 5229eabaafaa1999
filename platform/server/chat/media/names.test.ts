import { expect, test } from 'vitest';
import { cleanFileName, withEnding } from './names.ts';

test('a name keeps its letters, whatever the script', () => {
  for (const name of ['Отчёт за май.pdf', '写真.jpg', 'naïve café.txt', '👩‍👩‍👧.png', 'می\u200Cخواهم.txt']) {
    expect(cleanFileName(name)).toBe(name.normalize('NFC'));
  }
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system.ini', 'system.ini'],
  ['C:\\Users\\me\\photo.jpg', 'photo.jpg'],
  ['/', 'file'],
  ['..', 'file'],
  ['a/..', 'file'],
  ['', 'file'],
  ['   ', 'file'],
  ['.htaccess', 'htaccess'],
  ['photo.jpg. . .', 'photo.jpg'],
  ['a\0b.txt', 'ab.txt'],
  ['a\r\nSet-Cookie: x.txt', 'aSet-Cookie_ x.txt'],
  ['safe\u202Egpj.exe', 'safegpj.exe'],
  ['\u2066\u200F\u061Cname\u2069.txt', 'name.txt'],
  ['pass\u200Bword.txt', 'password.txt'],
  ['\uFEFFa.txt', 'a.txt'],
  ['half \uD800.txt', 'half \uFFFD.txt'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['Com1.tar.gz', '_Com1.tar.gz'],
  ['console.txt', 'console.txt'],
  ['what?.txt', 'what_.txt'],
  ['a\u2028b\u00A0c.txt', 'ab c.txt'],
])('%j becomes %j', (given, clean) => {
  expect(cleanFileName(given)).toBe(clean);
});

test('a long name is shortened to 255 bytes between characters, and keeps its ending', () => {
  const clean = cleanFileName(`${'ы'.repeat(400)}.tar`);
  expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255);
  expect(clean).toMatch(/^ы{125}\.tar$/);
  expect(cleanFileName('😀'.repeat(100))).toBe('😀'.repeat(63));
});

test('what is cleaned stays as it is when it is cleaned again', () => {
  for (const name of ['../x.', '. .', 'CON ', `${'a'.repeat(254)}. b`]) {
    expect(cleanFileName(cleanFileName(name))).toBe(cleanFileName(name));
  }
});

test('a re-encoded photo gets the ending of what it is now', () => {
  expect(withEnding('IMG_1.HEIC', '.jpg')).toBe('IMG_1.jpg');
  expect(withEnding('снимок', '.webp')).toBe('снимок.webp');
  expect(withEnding('.png', '.jpg')).toBe('file.jpg');
});

test('a name of dots without end is cleaned as fast as one of letters', () => {
  const began = performance.now();
  expect(cleanFileName(`x${'.'.repeat(200_000)}y${' .'.repeat(50_000)}`)).toMatch(/^x\.+y$/);
  expect(performance.now() - began).toBeLessThan(2_000);
});
