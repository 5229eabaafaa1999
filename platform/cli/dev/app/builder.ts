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
  let isBroken = false;
  watcher.on('event', (event) => {
    if (event.code === 'START') isBroken = false;
    if (event.code === 'BUNDLE_END') void event.result.close();
    // A broken build ends as well.
    if (event.code === 'END' && !isBroken) tell({ built: true });
    if (event.code === 'ERROR') {
      isBroken = true;
      tell({ failed: plain(event.error) });
    }
  });
} catch (error) {
  tell({ failed: plain(error) });
  throw error;
}
