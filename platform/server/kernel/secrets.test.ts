import { expect, test } from 'vitest';
import { createSecrets } from './secrets.ts';

const secrets = createSecrets(Buffer.alloc(32, 7));
const plain = Buffer.from('a key');

test('what was sealed opens again, and no two seals are alike', () => {
  const first = secrets.seal(plain, 'launch key of 1');
  const second = secrets.seal(plain, 'launch key of 1');
  expect(Buffer.compare(first, second)).not.toBe(0);
  expect(Buffer.from(secrets.open(first, 'launch key of 1')).toString()).toBe('a key');
});

test('a sealed value does not open for another purpose, under another secret, or after a change', () => {
  const sealed = secrets.seal(plain, 'launch key of 1');
  expect(() => secrets.open(sealed, 'launch key of 2')).toThrow();
  expect(() => createSecrets(Buffer.alloc(32, 8)).open(sealed, 'launch key of 1')).toThrow();
  const changed = Buffer.from(sealed);
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
  expect(() => secrets.open(changed, 'launch key of 1')).toThrow();
  expect(() => secrets.open(sealed.slice(0, 10), 'launch key of 1')).toThrow();
});
