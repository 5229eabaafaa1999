import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, relative } from 'node:path';

/**
 * The limit: the files of the app from memory, and a page around them that opens them in a frame and sends back what it
 * hears.
 */
const AROUND = `<!doctype html><meta charset="utf-8"><title>bare</title><button>open</button><script>
document.querySelector('button').onclick = () => {
  document.querySelector('iframe')?.remove();
  const frame = document.createElement('iframe');
  frame.sandbox = 'allow-scripts allow-same-origin allow-forms';
  frame.src = location.origin.replace('//', '//bare.apps.') + '/';
  document.body.append(frame);
};
addEventListener('message', ({ data, source, origin }) => source.postMessage(data, origin));
</script>`;
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

process.once('message', ({ port, folder }: { port: number; folder: string }) => {
  process.on('disconnect', () => process.exit());
  process.on('message', () => process.exit());
  const files = new Map<string, { body: Buffer; headers: Record<string, string | number> }>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const body = readFileSync(file);
    const type = types[extname(file)] ?? 'application/octet-stream';
    const path = `/${relative(folder, file)}`;
    const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    const headers = { 'content-type': `${type}; charset=utf-8`, 'content-length': body.length, 'cache-control': cache };
    files.set(path, { body, headers });
  }
  createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const file = path === '/around' ? undefined : files.get(path);
    if (path === '/around') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(AROUND);
    else if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, file.headers).end(file.body);
  }).listen(port, '127.0.0.1', () => process.send?.({}));
});
