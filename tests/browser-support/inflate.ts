import { join } from 'node:path';
import { inflate } from '@sparticuz/chromium';

/** Run by chromium.ts: unpacks every archive of the folder given into TMPDIR. */
const [, , archives = ''] = process.argv;
for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'])
  await inflate(join(archives, name));
