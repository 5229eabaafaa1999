import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '../../browser-support/chromium.ts';
import { freePort } from '../../support/http.ts';
import type { BenchContext } from '../bench.ts';
import { LIGHTHOUSE_FOLDER } from '../peers/install-lighthouse.ts';
import type { BenchPerson } from '../veche/people.ts';
import { sessionCookie, type Stage } from './stage.ts';

interface Report {
  readonly lhr: {
    readonly categories: Readonly<Record<string, { score: number | null }>>;
    readonly audits: Readonly<Record<string, { numericValue?: number; score: number | null; title: string }>>;
  };
}
interface Lighthouse {
  readonly default: (url: string, flags: object, config?: object) => Promise<Report>;
}

/** Lighthouse with its mobile preset on the signed-in list of chats; nothing, said aloud, where it is not installed. */
export async function runLighthouse(
  stage: Stage,
  { say, defer }: Pick<BenchContext, 'say' | 'defer'>,
  person: BenchPerson,
  path: string,
): Promise<Record<string, number>> {
  const door = join(LIGHTHOUSE_FOLDER, 'node_modules/lighthouse/core/index.js');
  if (!existsSync(door)) {
    say('Lighthouse is not installed (npm run bench -- install-peers): its figures are left out.');
    return {};
  }
  const port = await freePort();
  const browser = await launchChromium({ args: [`--remote-debugging-port=${port}`] });
  defer(() => browser.close());
  const cdp = await browser.newBrowserCDPSession();
  await cdp.send('Storage.setCookies', { cookies: [{ ...sessionCookie(person), url: stage.url }] });
  const { default: lighthouse } = (await import(pathToFileURL(door).href)) as Lighthouse;
  const { lhr } = await lighthouse(stage.url + path, {
    port,
    logLevel: 'error',
    onlyCategories: ['performance', 'accessibility'],
    // Who is signed in must stay so.
    disableStorageReset: true,
  });
  await browser.close();
  for (const { title, score } of Object.values(lhr.audits)) if (score === 0) say(`Lighthouse: ${title}`);
  const value = (audit: string) => Math.round(lhr.audits[audit]?.numericValue ?? Number.NaN);
  return {
    performance: Math.round((lhr.categories['performance']?.score ?? 0) * 100),
    accessibility: Math.round((lhr.categories['accessibility']?.score ?? 0) * 100),
    fcpMs: value('first-contentful-paint'),
    lcpMs: value('largest-contentful-paint'),
    tbtMs: value('total-blocking-time'),
    cls: Number((lhr.audits['cumulative-layout-shift']?.numericValue ?? 0).toFixed(3)),
  };
}
