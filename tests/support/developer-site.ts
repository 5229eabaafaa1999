import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { afterAll } from 'vitest';

interface Page {
  readonly status?: number;
  readonly body?: string;
  readonly location?: string;
}

/** The site of a developer on this machine, another origin than ours. */
export interface DeveloperSite {
  /** Such as `http://127.0.0.1:40123`. */
  readonly origin: string;
  /** Answers under a path from now on. */
  serve(path: string, page: Page): void;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
  /** As if it began now. */
  forget(): void;
}

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** Serves what it is told to, and the files of a folder; closed after the file's last test. */
export async function startDeveloperSite(folder?: string): Promise<DeveloperSite> {
  const pages = new Map<string, Page>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    asked.push(pathname);
    const file = pathname === '/' ? '/index.html' : pathname;
    const page = pages.get(pathname) ?? readPage(folder, file);
    response.writeHead(page.status ?? 200, {
      'content-type': types[extname(file)] ?? 'application/json',
      ...(page.location !== undefined && { location: page.location }),
    });
    response.end(page.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    serve: (path, page) => void pages.set(path, page),
    forget() {
      pages.clear();
      asked.length = 0;
    },
  };
}

function readPage(folder: string | undefined, file: string): Page {
  try {
    if (folder !== undefined) return { body: readFileSync(join(folder, file), 'utf8') };
  } catch {
    // Nothing is there.
  }
  return { status: 404 };
}
