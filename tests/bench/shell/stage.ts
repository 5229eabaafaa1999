import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright';
import type { AccountId } from '@veche/contract';
import { buildWhatChanged } from '../../../platform/cli/builds.ts';
import { launchChromium } from '../../browser-support/chromium.ts';
import type { BenchContext } from '../bench.ts';
import { type BenchDatabase, startDatabase } from '../database.ts';
import { type BenchPerson, makePeople } from '../veche/people.ts';
import { startVeche, type VecheProcess } from '../veche/veche.ts';
import { installProbe } from './probe.ts';

export const SHELL_FOLDER = fileURLToPath(new URL('../../../web-shell/dist', import.meta.url));

/** A page of a browser of its own, signed in. */
export interface BenchPage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly cdp: CDPSession;
  /** Makes the page's processor so many times slower. */
  slow(times: number): Promise<void>;
  go(path: string): Promise<void>;
  close(): Promise<void>;
}

/** Server, database and browser of the bench. */
export interface Stage {
  readonly database: BenchDatabase;
  readonly veche: VecheProcess;
  readonly browser: Browser;
  readonly url: string;
  readonly people: readonly BenchPerson[];
  idOf(place: number): AccountId;
  open(person: BenchPerson): Promise<BenchPage>;
}

/** Builds the shell when it changed and starts what it needs. */
export async function setStage(context: BenchContext, peopleCount: number): Promise<Stage> {
  await buildWhatChanged({ root: fileURLToPath(new URL('../../..', import.meta.url)), log: context.say });
  const database = await startDatabase(context, { isMigrated: true });
  const people = await makePeople(database.sql, peopleCount);
  const veche = await startVeche(context, database, { shellFolder: SHELL_FOLDER });
  const browser = await launchChromium();
  context.defer(() => browser.close());
  const url = `http://localhost:${veche.port}`;
  return {
    ...{ database, veche, browser, url, people },
    idOf: (place) => people[place]!.accountId,
    open: (person) => openPage(browser, url, person),
  };
}

async function openPage(browser: Browser, url: string, person: BenchPerson): Promise<BenchPage> {
  const context = await browser.newContext({
    viewport: { width: 412, height: 823 },
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
  });
  context.setDefaultTimeout(60_000);
  await context.addCookies([sessionCookie(person)]);
  const page = await context.newPage();
  await page.addInitScript(installProbe);
  const cdp = await context.newCDPSession(page);
  await cdp.send('Network.enable');
  return {
    ...{ page, context, cdp },
    slow: async (rate) => void (await cdp.send('Emulation.setCPUThrottlingRate', { rate })),
    go: async (path) => void (await page.goto(url + path)),
    close: () => context.close(),
  };
}

/** The session as the browser keeps it. */
export function sessionCookie({ token }: BenchPerson) {
  return {
    name: '__Host-session',
    value: token,
    domain: 'localhost',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax' as const,
  };
}
