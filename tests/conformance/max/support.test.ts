import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { generateSupport, supportFile } from './generate-support.ts';

test('the page of what the MAX dialect answers tells the truth', async () => {
  const config = await resolveConfig(supportFile);
  const page = await format(generateSupport(), { ...config, parser: 'markdown' });
  expect(readFileSync(supportFile, 'utf8')).toBe(page);
});
