import { Language, type Manifest } from '@veche/contract';
import type { Context } from 'hono';
import type { AppsDependencies } from '../dependencies.ts';
import { iconOf } from '../icons/routes.ts';
import { readGiven } from '../launch/store.ts';

/** Where the web app manifest of an app stands: what a browser makes a shortcut to the app from. */
export const SHORTCUT_PATH = '/api/app-shortcuts/:app';

/** The shell's own pictures, for apps without an icon. */
const shellIcons = [
  { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
  { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
];

/** Gives out the manifest of an app that opens outside of chats, named in `?language=`; of any other there is none. */
export function createShortcutRoute({ sql }: Pick<AppsDependencies, 'sql'>) {
  return async (c: Context): Promise<Response> => {
    const slug = c.req.param('app') ?? '';
    const live = (await readGiven(sql, slug)).find(({ state }) => state === 'live');
    if (live?.manifest.entry_points.includes('catalogue') !== true) return c.text('Not found', 404);
    const language = Language.catch('ru').parse(c.req.query('language'));
    return c.body(JSON.stringify(shortcutOf(slug, live, language)), 200, {
      'Content-Type': 'application/manifest+json; charset=utf-8',
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    });
  };
}

/** Source: W3C, Web Application Manifest. */
function shortcutOf(slug: string, live: { manifest: Manifest; releaseId: string }, language: Language): object {
  const { name, description, icons } = live.manifest;
  const { icon } = iconOf({ slug, icons }, live.releaseId);
  // `home` tells the shell that this very shortcut was opened.
  const start = `/apps?run=${slug}&home=1`;
  return {
    // Another one than the shell's own: both can be on one screen.
    id: `/apps?run=${slug}`,
    name: name[language],
    short_name: name[language],
    ...(description !== undefined && { description: description[language] }),
    lang: language,
    start_url: start,
    // What leads elsewhere in the shell keeps the browser's bar, so that links to chats open in the shell.
    scope: '/apps',
    display: 'standalone',
    background_color: '#fcfaf7',
    theme_color: '#fcfaf7',
    icons: icon === undefined ? shellIcons : [{ src: icon, sizes: '192x192', type: 'image/webp', purpose: 'any' }],
  };
}
