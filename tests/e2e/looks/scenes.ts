import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { startShell } from '../../support/shell.ts';
import { audit, auditColours } from '../../support/shell-looks.ts';
import { scenes } from '../shell-states.ts';
import type { StatesWorld } from '../states/state.ts';
import { makeWorld } from '../shell-world.ts';

const shots = fileURLToPath(new URL('../../screenshots/', import.meta.url));

/** Comes through every state at one width, shows each light and dark, and holds that axe finds nothing in it. */
export async function showScenes(width: 360 | 1440): Promise<void> {
  // Olga, who keeps a password, is its moderator.
  const { server, open, complaints } = await startShell({ moderatorPhones: ['+79991000005'] });
  let world: StatesWorld;
  beforeAll(async () => {
    mkdirSync(shots, { recursive: true });
    world = await makeWorld(server);
  });

  const show = async (page: Page, name: string): Promise<string[]> => {
    const shoot = async (colorScheme: 'light' | 'dark') => {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${shots}${name}-${width}-${colorScheme}.png`, caret: 'initial' });
    };
    await shoot('light');
    const found = await audit(page);
    await shoot('dark');
    found.push(...(await auditColours(page)));
    if (name === 'parts') {
      await page.emulateMedia({ contrast: 'more' });
      found.push(...(await auditColours(page)));
      await page.emulateMedia({ contrast: null });
    }
    return found.map((violation) => `${name}: ${violation}`);
  };

  test.each(scenes)('$name: no state has an accessibility violation', async ({ person, options, prepare, states }) => {
    const page = await open(person && world[person], '/manifest.webmanifest', {
      ...options,
      // A picture of a colour on its way to another one is of neither.
      reducedMotion: 'reduce',
      viewport: { width, height: width === 360 ? 740 : 900 },
    });
    await prepare?.(page);
    const go = async (path: string) => void (await page.goto(server.url + path));
    const found: string[] = [];
    for (const { name, reach } of states) {
      try {
        await reach({ page, world, go });
      } catch (error) {
        await page.screenshot({ path: `${shots}${name}-${width}-not-reached.png` });
        throw new Error(`${name} was not reached`, { cause: error });
      }
      found.push(...(await show(page, name)));
    }
    await page.context().close();
    expect(found).toEqual([]);
  });

  test('no page complained', () => expect(complaints).toEqual([]));
}
