import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '../../browser-support/chromium.ts';
import { freePort } from '../../support/http.ts';
import { type BenchContext, median } from '../bench.ts';
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

const figures = ['performance', 'accessibility', 'fcpMs', 'lcpMs', 'tbtMs', 'cls'] as const;
type Figure = (typeof figures)[number];

/**
 * Lighthouse with its mobile preset on a page of the signed-in shell, so many times: the median of each figure, since
 * one run says little on a machine that does other things. Nothing, said aloud, where it is not installed.
 */
export async function runLighthouse(
  stage: Stage,
  { say, defer }: Pick<BenchContext, 'say' | 'defer'>,
  person: BenchPerson,
  { path, times }: { path: string; times: number },
): Promise<Partial<Record<Figure, number>>> {
  const door = join(LIGHTHOUSE_FOLDER, 'node_modules/lighthouse/core/index.js');
  if (!existsSync(door)) {
    say('Lighthouse is not installed (npm run bench -- install-peers): its figures are left out.');
    return {};
  }
  const { default: lighthouse } = (await import(pathToFileURL(door).href)) as Lighthouse;
  const runs: Record<Figure, number>[] = [];
  for (let run = 0; run < times; run += 1) {
    const port = await freePort();
    // A browser of its own each time: nothing is kept from the one before. It has the language of the person.
    const args = [`--remote-debugging-port=${port}`, '--lang=ru-RU', '--accept-lang=ru-RU'];
    const browser = await launchChromium({ args });
    defer(() => browser.close());
    const cdp = await browser.newBrowserCDPSession();
    await cdp.send('Storage.setCookies', { cookies: [{ ...sessionCookie(person), url: stage.url }] });
    const { lhr } = await lighthouse(stage.url + path, {
      port,
      logLevel: 'error',
      onlyCategories: ['performance', 'accessibility'],
      // Who is signed in must stay so.
      disableStorageReset: true,
    });
    await browser.close();
    const value = (audit: string) => lhr.audits[audit]?.numericValue ?? Number.NaN;
    const score = (category: string) => Math.round((lhr.categories[category]?.score ?? 0) * 100);
    runs.push({
      performance: score('performance'),
      accessibility: score('accessibility'),
      fcpMs: value('first-contentful-paint'),
      lcpMs: value('largest-contentful-paint'),
      tbtMs: value('total-blocking-time'),
      cls: value('cumulative-layout-shift'),
    });
    if (run < times - 1) continue;
    for (const { title, score } of Object.values(lhr.audits)) if (score === 0) say(`Lighthouse of ${path}: ${title}`);
  }
  return Object.fromEntries(figures.map((figure) => [figure, median(runs.map((run) => run[figure]))]));
}
