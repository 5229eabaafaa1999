import { Language } from '@veche/contract';
import type { Context } from 'hono';
import type { Queryable } from '../../kernel/database/sql.ts';
import type { AppsDependencies } from '../dependencies.ts';
import { iconOf } from '../icons/routes.ts';
import { type LaunchableRow, readGiven } from '../launch/store.ts';
import { drawTile, TILE_TYPE } from './tile.ts';

/** Where the web app manifest of an app stands: what a browser makes a shortcut to the app from. */
export const SHORTCUT_PATH = '/api/app-shortcuts/:app';
/** Where the picture of one without an icon stands. */
export const TILE_PATH = `${SHORTCUT_PATH}/tile.svg`;

/** Gives out the manifest of an app that opens outside of chats, named in `?language=`; of any other there is none. */
export function createShortcutRoute({ sql }: Pick<AppsDependencies, 'sql'>) {
  return async (c: Context): Promise<Response> => {
    const asked = await readAsked(sql, c);
    if (asked === null) return c.text('Not found', 404);
    return c.body(JSON.stringify(shortcutOf(asked)), 200, {
      'Content-Type': 'application/manifest+json; charset=utf-8',
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    });
  };
}

/** Gives out the tile of an app that has a manifest here, lettered in `?language=`. */
export function createTileRoute({ sql }: Pick<AppsDependencies, 'sql'>) {
  return async (c: Context): Promise<Response> => {
    const asked = await readAsked(sql, c);
    if (asked === null) return c.text('Not found', 404);
    return c.body(drawTile(asked.appId, asked.manifest.name[asked.language]), 200, {
      'Content-Type': TILE_TYPE,
      'Cache-Control': 'no-cache',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    });
  };
}

interface Asked extends Pick<LaunchableRow, 'appId' | 'releaseId' | 'manifest'> {
  readonly slug: string;
  readonly language: Language;
}

async function readAsked(sql: Queryable, c: Context): Promise<Asked | null> {
  const slug = c.req.param('app') ?? '';
  const live = (await readGiven(sql, slug)).find(({ state }) => state === 'live');
  if (live?.manifest.entry_points.includes('catalogue') !== true) return null;
  return { ...live, slug, language: Language.catch('ru').parse(c.req.query('language')) };
}

/** Source: W3C, Web Application Manifest. */
function shortcutOf({ slug, releaseId, manifest, language }: Asked): object {
  const { name, description, icons } = manifest;
  const { icon } = iconOf({ slug, icons }, releaseId);
  const tile = `${TILE_PATH.replace(':app', slug)}?language=${language}`;
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
    icons: [
      icon === undefined
        ? { src: tile, sizes: 'any', type: TILE_TYPE, purpose: 'any' }
        : { src: icon, sizes: '192x192', type: 'image/webp', purpose: 'any' },
    ],
  };
}
