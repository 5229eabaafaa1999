import { expect, test } from 'vitest';
import { unprivilegedAccount } from './account.ts';

const debian = 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n';

test('a user runs the server as themselves', () => {
  expect(unprivilegedAccount(1000, () => debian)).toBeUndefined();
});

test('root lends the server the account made for it, else nobody', () => {
  const withPostgres = `${debian}postgres:x:101:104::/var/lib/postgresql:/bin/bash\n`;
  expect(unprivilegedAccount(0, () => withPostgres)).toEqual({ uid: 101, gid: 104 });
  expect(unprivilegedAccount(0, () => debian)).toEqual({ uid: 65534, gid: 65533 });
  expect(unprivilegedAccount(0, () => '')).toEqual({ uid: 65534, gid: 65534 });
});
