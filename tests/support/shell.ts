import { type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { afterAll } from 'vitest';
import { launchChromium } from '../browser-support/chromium.ts';
import { startTestServer, type TestPerson, type TestServer } from './server.ts';

export const phone = { viewport: { width: 390, height: 844 } };
export const narrow = { viewport: { width: 320, height: 640 } };
export const desktop = { viewport: { width: 1440, height: 900 } };

/** The built shell in real browsers against a whole server. */
export interface ShellWorld {
  readonly server: TestServer;
  /** A page of a browser of its own; signed in when a person is given. Errors of the page fail the test that asks. */
  open(person: TestPerson | null, path?: string, options?: BrowserContextOptions): Promise<Page>;
  /** What pages complained of so far: exceptions, and breaches of the content policy. */
  readonly complaints: string[];
}

/**
 * Starts server and browser, and closes both after the file's last test.
 * `browserArgs` are added to those of the browser.
 */
export async function startShell(
  options: Parameters<typeof startTestServer>[0] = {},
  browserArgs: readonly string[] = [],
): Promise<ShellWorld> {
  const server = await startTestServer(options);
  const browser: Browser = await launchChromium({ args: browserArgs });
  afterAll(() => browser.close());
  const complaints: string[] = [];
  return {
    server,
    complaints,
    async open(person, path = '/', context = {}) {
      // What the worker keeps is for tests of it: all others would load every file of the shell.
      const usual = { ...desktop, locale: 'ru-RU', timezoneId: 'Europe/Moscow', serviceWorkers: 'block' as const };
      const own = await browser.newContext({ ...usual, ...context });
      own.setDefaultTimeout(15_000);
      if (person !== null) {
        const value = await person.token();
        await own.addCookies([
          {
            name: '__Host-session',
            value,
            domain: 'localhost',
            path: '/',
            secure: true,
            httpOnly: true,
            sameSite: 'Lax',
          },
        ]);
      }
      const page = await own.newPage();
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => {
        if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
      });
      await page.goto(server.url + path);
      return page;
    },
  };
}
