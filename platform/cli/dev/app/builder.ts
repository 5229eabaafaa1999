import { stripVTControlCharacters } from 'node:util';
import { build } from 'vite';

/** A program: builds the app in the folder it runs in at each change, and tells its parent how it went. */
export type BuilderNews = { readonly built: true } | { readonly failed: string };

const tell = (news: BuilderNews): void => void process.send?.(news);
const plain = (error: unknown): string =>
  stripVTControlCharacters(error instanceof Error ? error.message : String(error));

try {
  const watcher = await build({ logLevel: 'error', clearScreen: false, build: { watch: {} } });
  if (!('on' in watcher)) throw new Error('The build does not watch.');
  watcher.on('event', (event) => {
    if (event.code === 'BUNDLE_END') void event.result.close();
    if (event.code === 'END') tell({ built: true });
    if (event.code === 'ERROR') tell({ failed: plain(event.error) });
  });
} catch (error) {
  tell({ failed: plain(error) });
  throw error;
}
